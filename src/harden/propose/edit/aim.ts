/** What a grant is one way to: taking the action alone would leave the others that a wildcard grants with it. */
import type { Estate } from '#aws/estate.js';
import { isReading, servicePrefix } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import { governingService, reaching } from '#aws/iam/reach.js';
import { EXISTING_WORKLOADS } from '#aws/services/facts.js';
import type { Resource } from '#model/resource.js';

export interface Aim {
  readonly service: string;
  /** Of ways.ts. */
  readonly kind: string;
  /** The thing that is reached; none where permissions on it alone would leave others. */
  readonly target?: Resource;
  /** Actions that do just the same: where they are named they go together. */
  readonly alike: readonly string[];
  /** For people, behind "Take": `the reading of aws_dynamodb_table.orders`. */
  readonly what: string;
  /** Behind "Whatever". */
  readonly uses: string;
  /** Why, behind the principal that can no longer do it. */
  readonly why: string;
  /** The action goes where a wildcard is taken apart. */
  takes(action: string): boolean;
}

/** `undefined` where the action stands for itself. */
export function aimOf(grant: Grant, estate: Estate): Aim | undefined {
  const { action, target } = grant;
  const service = servicePrefix(action);
  if (service === governingService('account')) return ofAccount(service, action);
  if (isHost(target.resource, estate)) return ofHosts(action);
  const kind = target.resource?.type ?? '';
  if (!target.resource || governingService(kind) !== service) return undefined;
  const ways = reaching(kind);
  if (!ways.has(action.toLowerCase())) return undefined;
  const { address } = target.resource;
  const alike = alikeTo(action, target.resource, estate);
  const changes = kind === 'aws_lambda_function';
  return {
    service,
    kind,
    target: target.resource,
    alike,
    what: `${changes ? 'permission to change' : 'permission to read'} ${address}`,
    uses: changes ? `changes ${address} or who can change it` : `reads ${address} or changes who can read it`,
    why: changes
      ? `can no longer make ${address} run other code, or allow anyone to do so.`
      : `can no longer read ${address} with this permission, by any of the actions that read it or allow someone to read it.`,
    takes: (each) => ways.has(each.toLowerCase()),
  };
}

/** A principal that can change one part of IAM can give itself the rest: only read access is left. */
function ofAccount(service: string, action: string): Aim {
  return {
    service,
    kind: 'account',
    alike: [action],
    what: 'permission to change IAM',
    uses: 'changes anything in IAM',
    why: 'can no longer change anything in IAM: a principal that can change one part of it can give itself the rest.',
    takes: (each) => servicePrefix(each) === service && !isReading(each),
  };
}

function isHost(resource: Resource | undefined, { hosts }: Estate): boolean {
  return hosts.some((host) => host.resource.address === resource?.address);
}

const OF_HOSTS = {
  host: {
    what: 'permission to make instances run other code',
    uses: 'changes the user data, the root volume or the role of an instance',
    why: 'can no longer change what instances run when they start.',
  },
  'managed-host': {
    what: 'permission to run anything on instances with Systems Manager',
    uses: 'runs anything on instances with Systems Manager',
    why: 'can no longer run anything on instances with Systems Manager, by any of its ways.',
  },
} as const;

function ofHosts(action: string): Aim | undefined {
  for (const kind of ['host', 'managed-host'] as const) {
    const ways = reaching(kind);
    if (!ways.has(action.toLowerCase())) continue;
    const takes = (each: string) => ways.has(each.toLowerCase());
    return { service: servicePrefix(action), kind, alike: [action], ...OF_HOSTS[kind], takes };
  }
  return undefined;
}

function alikeTo(action: string, { address, type }: Resource, { stores }: Estate): readonly string[] {
  const codes = EXISTING_WORKLOADS.filter(({ of, needs }) => of === type && needs.length === 1);
  const sets = [
    ...codes.map(({ needs: [any = []] }) => any),
    stores.find((store) => store.address === address)?.readActions ?? [],
  ];
  return sets.find((actions) => actions.some((each) => isSame(each, action))) ?? [action];
}

export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
