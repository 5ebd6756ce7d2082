import type { Host } from '#aws/compute/compute.js';
import type { Premise } from '#aws/premise.js';
import { remark } from '#aws/premise.js';
import { hostRole } from './role.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'host.ssm-managed': Host;
  }
}

/**
 * Systems Manager takes commands to an instance whose agent runs and may speak to it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
export function ssmManaged(host: Host): Premise | undefined {
  if (host.ssmManaged === 'no') return undefined;
  const role = hostRole(host);
  const what = role
    ? `${role.role.address} lets the agent speak to Systems Manager`
    : 'whether Systems Manager manages it can not be seen';
  return {
    property: 'host.ssm-managed',
    key: `host.ssm-managed|${host.address}`,
    resource: host.resource,
    evidence: [...(role?.premise.evidence ?? []), remark(host.resource, 'iam_instance_profile', what)],
    certainty: host.ssmManaged === 'yes' ? 'certain' : 'assumed',
    subject: host,
  };
}
