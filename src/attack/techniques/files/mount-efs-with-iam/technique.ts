import type { FileSystem } from '#aws/storage/file-system.js';
import type { Principal } from '#aws/iam/policy.js';
import { controls, mounts, placeAddress, type Executes, type Fact, type Place } from '../../../fact.js';
import { declaredMount } from '../../../premises/declared-mount.js';
import { attemptsNotDenied, CLIENT_MOUNT, mountsByPolicy, NFS_PORT } from '../../../premises/file-system.js';
import { standpoints } from '../../../premises/position.js';
import { functionRole, hostRole, taskRole, type RoleOf } from '../../../premises/role.js';
import { defineTechnique, type DeriveContext, type Step } from '../../../technique.js';

export const mountEfsWithIam = defineTechnique({
  id: 'mount-efs-with-iam',
  title: 'Mount an EFS file system with the credentials of a principal',
  description:
    'A file system policy that requires IAM authorisation allows the principals that it names to mount, and those whose identity policies allow elasticfilesystem:ClientMount. An attacker who has their credentials and reaches a mount target mounts the file system, through an access point where the policy requires one.',
  mitre: [{ id: 'T1039', name: 'Data from Network Shared Drive' }],
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
    'https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html',
  ],
  limits: 'The directory that an access point restricts the client to is not considered: any mount counts in full.',
  on: ['executes'],
  *derive(fact, context) {
    for (const fileSystem of context.estate.fileSystems) {
      // Without a policy no credentials are needed.
      if (!fileSystem.policy) continue;
      for (const authorisation of authorisations(fileSystem, context)) {
        yield* fromEverywhere(fact, fileSystem, authorisation, context);
      }
    }
  },
});

interface Authorisation {
  readonly principal: Principal;
  readonly needs: readonly Fact[];
  readonly step: Pick<Step, 'premises' | 'explanation'>;
}

function* authorisations(fileSystem: FileSystem, { estate, may }: DeriveContext): Generator<Authorisation> {
  for (const principal of estate.iam.principals) {
    if (principal.kind === 'group') continue;
    for (const { premises, through, anonymous } of mountsByPolicy(estate, fileSystem, principal)) {
      if (anonymous) continue;
      yield { principal, needs: [controls(principal)], step: { premises, explanation: describe(principal, through) } };
    }
    if (!estate.iam.mayDo(principal, CLIENT_MOUNT)) continue;
    for (const { context, through } of attemptsNotDenied(estate, fileSystem, principal)) {
      const { arn, resource, tags } = fileSystem;
      const allowed = may({ principal, action: CLIENT_MOUNT, target: { arn, resource, tags }, context });
      if (!allowed) continue;
      const step = { premises: [], explanation: describe(principal, through) };
      yield { principal, needs: [controls(principal), allowed], step };
    }
  }
}

function* fromEverywhere(
  fact: Executes,
  fileSystem: FileSystem,
  { principal, needs, step }: Authorisation,
  { reaches }: DeriveContext,
): Generator<Step> {
  // A workload is meant to use its own mount with its own role.
  const own = ownRole(fact.place)?.role.address === principal.address;
  const declared = own ? declaredMount(fact.place, fileSystem) : undefined;
  for (const { position, premises } of standpoints(fact.place)) {
    for (const target of fileSystem.mountTargets) {
      const reached = reaches(position, target.position, NFS_PORT);
      if (!reached) continue;
      yield {
        gains: mounts(fileSystem),
        needs: [...needs, reached],
        premises: [...(step.premises ?? []), ...premises, ...(declared ? [declared] : [])],
        explanation: `Mounts ${fileSystem.address} from ${placeAddress(fact.place)} ${step.explanation}.`,
        intended: declared !== undefined,
      };
    }
  }
}

function ownRole(place: Place): RoleOf | undefined {
  if (place.kind === 'host') return hostRole(place.host);
  return place.kind === 'function' ? functionRole(place.function) : taskRole(place.service);
}

function describe(principal: Principal, through: string | undefined): string {
  return `with the credentials of ${principal.address}${through ? ` through ${through}` : ''}`;
}
