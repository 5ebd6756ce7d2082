import { defineTechnique } from '../../../technique.js';

/** The steps are made for the entry points that the user names. */
export const assumeEntryPoint = defineTechnique({
  id: 'assume-entry-point',
  title: 'Start from an entry point that was named',
  description:
    'The person who asked named where the attacker starts: code execution in a workload, or the credentials of a principal. Nothing in the configuration has to make that possible.',
  mitre: [{ id: 'T1078', name: 'Valid Accounts' }],
  references: [
    'https://docs.aws.amazon.com/whitepapers/latest/aws-security-incident-response-guide/aws-security-incident-response-guide.html',
  ],
  limits: 'Whether an attacker can get there is not judged.',
  on: [],
  derive: () => [],
});
