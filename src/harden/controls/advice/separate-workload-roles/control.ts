import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { manual } from '../../../propose/edit/proposal.js';

const ID = 'separate-workload-roles';

/** What a person has to do about the role that something runs with, by property. */
const INSTRUCTIONS: ReadonlyMap<string, string> = new Map([
  [
    'host.role',
    'Give the host an instance profile with a dedicated role that allows only what software on the host itself needs.',
  ],
  [
    'host.ssm-managed',
    'If nobody uses Systems Manager on this host, detach AmazonSSMManagedInstanceCore from its role.',
  ],
  [
    'service.task-role',
    'Omit task_role_arn if the containers call no AWS API; otherwise give the task a dedicated role with only the calls that they make.',
  ],
  [
    'service.execution-role',
    'Give the task a dedicated execution role, limited to its images, its log group and its secrets.',
  ],
  ['function.role', 'Give the function a dedicated role with only the calls that it makes.'],
  ['workload.role', 'Give the resource a dedicated role with only what its code or its template needs.'],
  [
    'role.trusts-service',
    'Remove the service from the trust policy of the role, or create a separate role for each service.',
  ],
  [
    'iam.trust',
    'Name only the principals that have to assume the role in the trust policy, with a condition (sts:ExternalId, aws:SourceArn) for services and other accounts.',
  ],
  ['iam.resource-grant', 'Name only the principals that use the resource in the resource policy.'],
  [
    'imds.enabled',
    'If nothing on the host uses its role, set http_endpoint = "disabled" in metadata_options, or remove the instance profile.',
  ],
]);

export const separateWorkloadRoles = defineControl({
  id: ID,
  title: 'Give each workload a dedicated role',
  description:
    'A role that several workloads share gives each of them what the others need. The configuration does not show which calls a workload makes, so a person has to do this; the plan says where and how.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  closesPaths: true,

  *findings(): Generator<Finding> {
    // That a workload has a role is no shortcoming.
  },

  *cut(premise: Premise, estate: Estate): Generator<Proposal> {
    const instruction = INSTRUCTIONS.get(premise.property);
    if (instruction === undefined) return;
    const own = ownRole(premise, estate);
    const names = subjectOf(premise, 'iam.resource-grant')?.anonymous === false;
    yield manual({
      id: `${ID}:${premise.key}`,
      address: premise.resource.address,
      reason: 'The configuration does not show which AWS calls the workload makes.',
      instruction: own
        ? `Remove the permissions that its workload does not use from ${own.address}, which nothing else runs with.`
        : instruction,
      // Of a policy that names the principal it says little.
      lastResort: own !== undefined || names,
      falsifies: (other) => other.key === premise.key,
    });
  },
});

/** What has a role of its own already can't be told to take one. */
function ownRole(premise: Premise, { hosts, services, functions }: Estate): Principal | undefined {
  const service = subjectOf(premise, 'service.task-role');
  const workload = subjectOf(premise, 'function.role') ?? subjectOf(premise, 'host.role');
  const role = service ? service.task?.taskRole : workload?.role;
  if (!role) return undefined;
  const users = [
    ...[...hosts, ...functions].filter((each) => each.role?.address === role.address),
    ...services.filter(({ task }) =>
      [task?.taskRole, task?.executionRole].some((each) => each?.address === role.address),
    ),
    // Tasks on a host may use the role of the host.
    ...services.filter((each) => each.hosts.some((host) => host.role?.address === role.address)),
  ];
  return new Set(users.map(({ address }) => address)).size <= 1 ? role : undefined;
}
