import { controls } from '../../../fact.js';
import { metadataEnabled } from '../../../premises/metadata.js';
import { hostRole } from '../../../premises/role.js';
import { defineTechnique } from '../../../technique.js';

export const useInstanceCredentials = defineTechnique({
  id: 'use-instance-credentials',
  title: "Use the instance's role from the instance itself",
  description:
    'Every process on an EC2 instance can ask the metadata service for the credentials of the instance profile. IMDSv2 requires a token first, which a process on the instance simply fetches; the hop limit has no effect.',
  mitre: [{ id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' }],
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html',
  ],
  limits: 'Firewall rules on the instance that block some users from the metadata service are not seen.',
  on: ['executes'],
  *derive({ place }) {
    if (place.kind !== 'host') return;
    const { host } = place;
    const enabled = metadataEnabled(host);
    const own = hostRole(host);
    if (!enabled || !own) return;
    yield {
      gains: controls(own.role),
      premises: [own.premise, enabled],
      explanation: `Asks the metadata service of ${host.address} for the credentials of ${own.role.address}.`,
      intended: true,
    };
  },
});
