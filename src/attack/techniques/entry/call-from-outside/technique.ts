import { defineTechnique } from '../../../technique.js';

/** The step is made by the discovery of entry points. */
export const callFromOutside = defineTechnique({
  id: 'call-from-outside',
  title: 'Call AWS without credentials of the account',
  description:
    'Interfaces of AWS are on the internet, and a policy that admits everybody admits people who have nothing to do with the account: some services take requests without a signature, others want one of any AWS account, which everybody can open.',
  mitre: [{ id: 'T1190', name: 'Exploit Public-Facing Application' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  limits: 'That a stranger learns the name of a bucket, a queue or a secret is taken for granted.',
  on: [],
  derive: () => [],
});
