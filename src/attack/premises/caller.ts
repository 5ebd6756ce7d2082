import type { Estate } from '#aws/estate.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import type { Host } from '#aws/compute/compute.js';

/** Who can make a request, and on what. */

/** The principals that some statement could allow the action, on anything. */
export function callersOf(estate: Estate, action: string): readonly Principal[] {
  return estate.iam.principals.filter(({ kind }) => kind !== 'group').filter((each) => estate.iam.mayDo(each, action));
}

export function principalTarget(principal: Principal): RequestTarget {
  return { arn: principal.arn, resource: principal.resource };
}

/** The EC2 instance of a host, or any instance of its Auto Scaling group. */
export function instanceTarget(estate: Estate, host: Host): RequestTarget {
  const arn =
    host.kind === 'instance'
      ? estate.arnOf(host.resource)
      : symbolic('arn:', PARTITION, ':ec2:', REGION, ':', ACCOUNT, ':instance/', { id: `${host.address}.instance` });
  return { arn, resource: host.resource, tags: host.tags };
}
