import { controls } from '../../../fact.js';
import { functionRole } from '../../../premises/role.js';
import { defineTechnique } from '../../../technique.js';

export const useFunctionCredentials = defineTechnique({
  id: 'use-function-credentials',
  title: "Use a Lambda function's role from its code",
  description:
    'A Lambda function has the credentials of its execution role in its environment variables. Code that runs in it can read them and send them out; they work elsewhere until they expire.',
  mitre: [{ id: 'T1552', name: 'Unsecured Credentials' }],
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  ],
  on: ['executes'],
  *derive({ place }) {
    if (place.kind !== 'function') return;
    const own = functionRole(place.function);
    if (!own) return;
    yield {
      gains: controls(own.role),
      premises: [own.premise],
      explanation: `Reads the credentials of ${own.role.address} from the environment of ${place.function.address}.`,
      intended: true,
    };
  },
});
