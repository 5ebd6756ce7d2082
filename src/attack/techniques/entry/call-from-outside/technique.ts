import { defineTechnique } from '../../../technique.js';

/** Its step is made where entry points are discovered. */
export const callFromOutside = defineTechnique({
  id: 'call-from-outside',
  title: 'Call AWS without credentials for the account',
  description:
    'The AWS APIs are on the internet, and a policy that allows everyone allows callers who have nothing to do with the account. Some services accept unsigned requests; others require a signature from any AWS account, which anyone can open.',
  mitre: [{ id: 'T1190', name: 'Exploit Public-Facing Application' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  limits: 'Assumed: the caller learns the name of the bucket, queue or secret.',
  on: [],
  derive: () => [],
});
