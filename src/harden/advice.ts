import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Advice } from '#aws/advice.js';
import type { Premise } from '#aws/premise.js';
import type { ManualProposal } from './control.js';
import { manual } from './propose/edit/proposal.js';

/** What a person can do about the premise, as its maker advises. */
export function advised(premise: Premise, advice: Advice, estate: Estate): ManualProposal {
  const { reason, instruction, role, lastResort = false } = advice;
  const alone = role !== undefined && runsAlone(role, estate);
  return manual({
    id: `advice:${premise.key}`,
    address: premise.resource.address,
    reason,
    instruction: alone
      ? `Remove the permissions that its workload does not use from ${role.address}, which nothing else runs with.`
      : instruction,
    lastResort: lastResort || alone,
    falsifies: (other) => other.key === premise.key,
  });
}

/** No more than one workload runs with the role. */
function runsAlone(role: Principal, { hosts, services, functions }: Estate): boolean {
  const users = [
    ...[...hosts, ...functions].filter((each) => each.role?.address === role.address),
    ...services.filter(({ task }) =>
      [task?.taskRole, task?.executionRole].some((each) => each?.address === role.address),
    ),
    // Tasks on a host may use the role of the host.
    ...services.filter((each) => each.hosts.some((host) => host.role?.address === role.address)),
  ];
  return new Set(users.map(({ address }) => address)).size <= 1;
}
