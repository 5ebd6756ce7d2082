import { adviceOnAccess } from '#aws/advice.js';
import type { Host } from '#aws/compute/compute.js';
import type { Premise } from '#aws/premise.js';
import { remark } from '#aws/premise.js';
import { hostRole } from './role.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'host.ssm-managed': Host;
  }
}

const LEAVE_SYSTEMS_MANAGER = adviceOnAccess(
  'If nobody uses Systems Manager on this host, detach AmazonSSMManagedInstanceCore from its role.',
);

/**
 * Systems Manager sends commands to an instance whose agent runs and is allowed to connect to it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
export function ssmManaged(host: Host): Premise | undefined {
  if (host.ssmManaged === 'no') return undefined;
  const role = hostRole(host);
  const what = role
    ? `${role.role.address} allows the agent to connect to Systems Manager`
    : 'the configuration does not show whether Systems Manager manages it';
  return {
    property: 'host.ssm-managed',
    key: `host.ssm-managed|${host.address}`,
    resource: host.resource,
    evidence: [...(role?.premise.evidence ?? []), remark(host.resource, 'iam_instance_profile', what)],
    certainty: host.ssmManaged === 'yes' ? 'certain' : 'assumed',
    subject: host,
    advice: LEAVE_SYSTEMS_MANAGER,
  };
}
