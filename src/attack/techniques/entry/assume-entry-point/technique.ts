import { defineTechnique } from '../../../technique.js';

/** Its steps are made for the entry points that the user names. */
export const assumeEntryPoint = defineTechnique({
  id: 'assume-entry-point',
  title: 'Start from an entry point that the user names',
  description:
    'The user names where the attacker starts (--entry): code execution in a workload, or the credentials of a principal. Nothing in the configuration has to make that possible.',
  mitre: [{ id: 'T1078', name: 'Valid Accounts' }],
  references: [
    'https://docs.aws.amazon.com/whitepapers/latest/aws-security-incident-response-guide/aws-security-incident-response-guide.html',
  ],
  limits: 'Whether an attacker can get there is not analysed.',
  on: [],
  derive: () => [],
});
