import { adviceOnPlace } from '#aws/advice.js';
import type { Function, Host, Service } from '#aws/compute/compute.js';
import type { FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { ResourceDecision } from '#aws/iam/decision.js';
import type { Principal, Statement } from '#aws/iam/policy.js';
import { remark, type Evidence, type Premise } from '#aws/premise.js';
import { symbolic, type SymbolicString } from '#aws/symbolic.js';
import type { Resource } from '#model/resource.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'efs.no-file-system-policy': FileSystem;
    readonly 'efs.policy-allows': AllowedMount;
    readonly 'efs.mounted-by': OwnMount;
  }
}

const KEEP_ELSEWHERE = adviceOnPlace(
  'Move what the workload does not need to another file system, or behind an access point with its own root directory.',
);

const NARROW_POLICY = adviceOnPlace(
  'Narrow the statement of the file-system policy to the roles and access points that use the file system.',
);

/**
 * Who can mount a file system. Without a file system policy every client that reaches a mount target can, as root; with one,
 * the principals that it or an identity policy allows and that it does not deny.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export const NFS_PORT = 2049;
export const CLIENT_MOUNT = 'elasticfilesystem:ClientMount';

/** The statement of a file system policy that allows clients to mount. */
export interface AllowedMount {
  readonly fileSystem: FileSystem;
  readonly statement: Statement;
}

/** A workload that declares the file system as one of its own mounts. */
export interface OwnMount {
  readonly workload: Service | Function | Host;
  readonly fileSystem: FileSystem;
}

/** What the policy of the file system says to a client, directly or through one of the access points. */
export interface MountDecision {
  readonly through: string | undefined;
  readonly context: ReadonlyMap<string, readonly SymbolicString[]>;
  readonly premises: readonly Premise[];
  readonly anonymous: boolean;
}

export function withoutPolicy(fileSystem: FileSystem): Premise | undefined {
  if (fileSystem.policy) return undefined;
  return {
    property: 'efs.no-file-system-policy',
    key: `efs.no-file-system-policy|${fileSystem.address}`,
    resource: fileSystem.resource,
    evidence: [remark(fileSystem.resource, 'aws_efs_file_system_policy', 'absent')],
    certainty: 'certain',
    subject: fileSystem,
  };
}

/** Ways in which the file system policy itself allows the client to mount; `principal` undefined: a client without credentials. */
export function* mountsByPolicy(
  estate: Estate,
  fileSystem: FileSystem,
  principal: Principal | undefined,
): Generator<MountDecision> {
  if (!fileSystem.policy) return;
  for (const attempt of attempts(fileSystem)) {
    const { allows } = decide(estate, fileSystem, principal, attempt.context);
    for (const allow of allows) {
      if (allow.viaAccount) continue;
      const { evidence, certainty, resource } = allow.premise;
      const premise = policyPremise({ fileSystem, statement: allow.statement }, resource, evidence, certainty);
      yield { ...attempt, premises: [premise], anonymous: allow.anonymous };
    }
  }
}

/** Attempts by a principal that the file system policy leaves to the identity policies of the principal. */
export function attemptsNotDenied(estate: Estate, fileSystem: FileSystem, principal: Principal): readonly Attempt[] {
  return attempts(fileSystem).filter(
    ({ context }) => !decide(estate, fileSystem, principal, context).denies.some(({ certain }) => certain),
  );
}

interface Attempt {
  readonly through: string | undefined;
  readonly context: ReadonlyMap<string, readonly SymbolicString[]>;
}

/** A client chooses TLS and the access point. */
function attempts(fileSystem: FileSystem): readonly Attempt[] {
  const always: [string, SymbolicString[]][] = [
    ['aws:securetransport', [symbolic('true')]],
    ['elasticfilesystem:accessedviamounttarget', [symbolic('true')]],
  ];
  const points = fileSystem.accessPoints.map(({ address, arn }) => ({
    through: address,
    context: new Map([...always, ['elasticfilesystem:accesspointarn', [arn]]]),
  }));
  return [{ through: undefined, context: new Map([...always, ['elasticfilesystem:accesspointarn', []]]) }, ...points];
}

function decide(
  estate: Estate,
  fileSystem: FileSystem,
  principal: Principal | undefined,
  context: ReadonlyMap<string, readonly SymbolicString[]>,
): ResourceDecision {
  const { policy, arn, resource, tags } = fileSystem;
  if (!policy) return { allows: [], denies: [] };
  const request = { principal, action: CLIENT_MOUNT, target: { arn, resource, tags }, context };
  const decision = estate.iam.evaluateResourcePolicy(policy, request);
  return decision.denies.some(({ certain }) => certain) ? { allows: [], denies: decision.denies } : decision;
}

function policyPremise(
  subject: AllowedMount,
  resource: Resource,
  evidence: readonly Evidence[],
  certainty: Premise['certainty'],
): Premise {
  return {
    property: 'efs.policy-allows',
    key: `efs.policy-allows|${subject.fileSystem.address}|${subject.statement.id}`,
    resource,
    evidence,
    certainty,
    subject,
    advice: NARROW_POLICY,
  };
}

export function mountedBy(
  subject: OwnMount,
  address: string,
  resource: Resource,
  evidence: readonly Evidence[],
): Premise {
  return {
    property: 'efs.mounted-by',
    key: `efs.mounted-by|${address}|${subject.fileSystem.address}`,
    resource,
    evidence,
    certainty: 'certain',
    subject,
    advice: KEEP_ELSEWHERE,
  };
}
