import type { Function, Host, Service } from '#aws/compute/compute.js';
import type { Exposure } from '#aws/network/network.js';
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { exposuresOf } from '#aws/network/exposure.js';
import type { Opening } from '#aws/network/network.js';
import { evidenceOf, evidenceOfUse, type Premise, remark } from '#aws/premise.js';
import { symbolicOf } from '#aws/symbolic.js';
import type { Resource } from '#model/resource.js';
import type { Origin } from '#model/value.js';
import type { EntryStep } from './engine/saturate.js';
import { CALLS, controls, executes, requests, STRANGER, type Place } from './fact.js';
import { isOpenToStrangers } from './premises/store.js';
import type { Step } from './technique.js';
import { assumeEntryPoint } from './techniques/entry/assume-entry-point/technique.js';
import { callFromOutside } from './techniques/entry/call-from-outside/technique.js';
import { exploitPublicWorkload } from './techniques/entry/exploit-public-workload/technique.js';
import { useLeakedAccessKey } from './techniques/entry/use-leaked-access-key/technique.js';
import { useUnmanagedCredentials } from './techniques/entry/use-unmanaged-credentials/technique.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'credentials.access-key': LeakedKey;
    readonly 'credentials.unmanaged': LeakedKey;
  }
}

/** Where an attacker is assumed to start. */
export interface EntryPoint {
  readonly id: string;
  readonly kind: 'internet-workload' | 'leaked-credentials' | 'anonymous' | 'assumed';
  readonly address: string;
  readonly reason: string;
  /** It is already an administrator: there is nothing left to reach. */
  readonly administrator: boolean;
  readonly origin: Origin | undefined;
  readonly steps: readonly EntryStep[];
}

/** What an attacker is assumed to achieve in an internet-facing workload. */
export type Assumption = 'code-execution' | 'ssrf' | 'nothing';

/** `internet`: workloads and stores that it reaches; `leaks`: access keys. */
export type LeftOut = 'internet' | 'leaks';

export type Workload = Service | Host | Function;

/** The entry points that the configuration shows. */
export function discoverEntries(
  estate: Estate,
  assumption: Assumption,
  leaveOut: readonly LeftOut[] = [],
): EntryPoint[] {
  const entries = leaveOut.includes('leaks') ? [] : [...leakedKeys(estate), ...unkeyedUsers(estate)];
  const internet = !leaveOut.includes('internet');
  if (internet && estate.stores.some((store) => isOpenToStrangers(estate, store))) entries.push(stranger());
  if (internet && assumption !== 'nothing') {
    for (const workload of workloads(estate)) {
      const exposures = exposuresOf(estate, workload);
      if (exposures.length > 0) entries.push(internetWorkload(workload, exposures, assumption));
    }
  }
  return entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** A caller from outside the account: an entry point where some store allows everyone. */
function stranger(): EntryPoint {
  const explanation = 'Calls AWS from outside, without credentials for the account.';
  return {
    id: STRANGER,
    kind: 'anonymous',
    address: STRANGER,
    reason: 'a store is open to callers without credentials for the account',
    administrator: false,
    origin: undefined,
    steps: [{ entry: STRANGER, technique: callFromOutside, step: { gains: CALLS, explanation, intended: true } }],
  };
}

export function workloads(estate: Estate): Workload[] {
  return [...estate.services, ...estate.hosts.filter((host) => !isNode(estate, host)), ...estate.functions];
}

/**
 * An instance that only runs the tasks of a cluster serves nothing itself: what the internet reaches there are the services.
 * Where neither the cluster nor a service on it is in the configuration, it counts as an ordinary instance.
 */
export function isNode(estate: Estate, host: Host): boolean {
  if (!host.cluster) return false;
  return host.cluster.resource !== host.resource || estate.services.some(({ hosts }) => hosts.includes(host));
}

/** The reason names assumed exposures only where none is certain; their steps are there in any case. */
function internetWorkload(workload: Workload, exposures: readonly Exposure[], assumption: Assumption): EntryPoint {
  const { address, resource } = workload;
  const id = `internet-workload:${address}`;
  const certain = exposures.filter((exposure) => exposure.certain);
  const reasons = (certain.length > 0 ? certain : exposures).map(({ reason }) => reason);
  const steps = exposures.flatMap(({ ways, ...exposure }) =>
    ways.flatMap((way) =>
      placesOf(workload, way).flatMap((place) => entrySteps(place, way.premises, assumption, reachedBy(exposure))),
    ),
  );
  return {
    id,
    kind: 'internet-workload',
    address,
    reason: [...new Set(reasons)].join('; '),
    administrator: false,
    origin: resource.origin,
    steps: steps.map((step) => ({ entry: id, step, technique: exploitPublicWorkload })),
  };
}

function reachedBy({ certain, reason }: Omit<Exposure, 'ways'>): string {
  return `The internet ${certain ? 'reaches' : 'may reach'} it (${reason})`;
}

function entrySteps(place: Place, premises: readonly Premise[], assumption: Assumption, reached: string): Step[] {
  const ssrf: Step = {
    gains: requests(place),
    premises,
    explanation: `${reached}; assumed: a vulnerability in it lets an attacker choose the URL of a request that it sends.`,
    intended: true,
  };
  const code: Step = {
    gains: executes(place),
    premises,
    explanation: `${reached}; assumed: a vulnerability in it lets an attacker run code.`,
    intended: true,
  };
  return assumption === 'ssrf' ? [ssrf] : [ssrf, code];
}

/** The part of the workload that the internet reaches: the containers that serve the open port, or all where none says so. */
function placesOf(workload: Workload, way: Opening | undefined): Place[] {
  if ('metadata' in workload) return [{ kind: 'host', host: workload }];
  if ('publicInvocation' in workload) return [{ kind: 'function', function: workload }];
  const containers = workload.task?.containers ?? [];
  const serving = containers.filter((container) => container.ports.length > 0);
  const hit = way ? serving.filter(({ ports }) => ports.some((port) => serves(port, way))) : [];
  const chosen = [hit, serving, containers].find((some) => some.length > 0) ?? [];
  if (chosen.length === 0) return [{ kind: 'task', service: workload, container: undefined }];
  return chosen.map((container) => ({ kind: 'task', service: workload, container }));
}

function serves(
  port: { readonly containerPort: number; readonly hostPort: number | undefined },
  way: Opening,
): boolean {
  return [port.containerPort, port.hostPort].some(
    (each) => each !== undefined && each >= way.fromPort && each <= way.toPort,
  );
}

function* leakedKeys(estate: Estate): Generator<EntryPoint> {
  for (const key of estate.configuration.ofType('aws_iam_access_key')) {
    const user = key.mode === 'managed' ? userOf(estate, key) : undefined;
    if (user && !inactive(key.attribute('status'))) {
      const id = `leaked-credentials:${key.address}`;
      yield {
        id,
        kind: 'leaked-credentials',
        address: user.address,
        reason: `${key.address} is a long-lived access key; assumed: it leaks`,
        administrator: estate.iam.administrator(user).length > 0,
        origin: key.origin,
        steps: [leakStep(id, key, user)],
      };
    }
  }
}

/**
 * Users without an access key in the configuration. Keys are best kept out of the state, so such a user usually has a key that
 * was created by hand: that there is one, and that it leaks, is assumed.
 */
function* unkeyedUsers(estate: Estate): Generator<EntryPoint> {
  const of = (type: string) =>
    new Map(estate.configuration.ofType(type).map((each) => [userOf(estate, each)?.address, each]));
  const keys = of('aws_iam_access_key');
  const passwords = of('aws_iam_user_login_profile');
  for (const user of estate.iam.principals) {
    if (user.kind !== 'user' || user.resource.mode !== 'managed' || keys.has(user.address)) continue;
    const id = `leaked-credentials:${user.address}`;
    const premise = unkeyed(user, passwords.get(user.address));
    const explanation = `Assumed: ${premise.assumes.what}.`;
    yield {
      id,
      kind: 'leaked-credentials',
      address: user.address,
      reason: `its access key is not in the configuration: ${premise.has} Terraform does not manage may leak`,
      administrator: estate.iam.administrator(user).length > 0,
      origin: user.resource.origin,
      steps: [
        {
          entry: id,
          technique: useUnmanagedCredentials,
          step: { gains: controls(user), premises: [premise], explanation, intended: true },
        },
      ],
    };
  }
}

function unkeyed(user: Principal, password: Resource | undefined) {
  const { resource, address } = user;
  const subject: LeakedKey = { user: address };
  const has = password ? 'the password, or an access key that' : 'an access key or a password that';
  return {
    property: 'credentials.unmanaged',
    key: `credentials.unmanaged|${address}`,
    resource,
    evidence: [
      password
        ? evidenceOf(password, 'user', password.attribute('user'))
        : remark(resource, 'aws_iam_access_key', 'absent'),
    ],
    certainty: 'assumed',
    assumes: {
      what: `${address} has ${has} Terraform does not manage, and it leaks`,
      origin: resource.origin,
      supply: 'Check whether it has any (aws iam list-access-keys). If so, start there with --entry.',
    },
    subject,
    has,
  } as const;
}

export function userOf(estate: Estate, key: Resource): Principal | undefined {
  const value = key.attribute('user');
  const { account } = estate.accounts.of(key);
  const byReference = value?.ref && estate.iam.principal(value.ref.address);
  if (byReference) return byReference;
  const name = symbolicOf(value)?.key;
  return estate.iam.principals.find(
    (principal) => principal.kind === 'user' && principal.name.key === name && principal.account.key === account.key,
  );
}

export function inactive(status: { readonly kind: string; readonly value?: unknown } | undefined): boolean {
  return status?.kind === 'string' && status.value === 'Inactive';
}

/** The subject of a premise `credentials.access-key`, or `credentials.unmanaged`. */
export interface LeakedKey {
  /** The address of the user that the key belongs to. */
  readonly user: string;
}

function leakStep(entry: string, key: Resource, user: Principal): EntryStep {
  const subject: LeakedKey = { user: user.address };
  const premise: Premise = {
    property: 'credentials.access-key',
    key: `credentials.access-key|${key.address}`,
    resource: key,
    evidence: [evidenceOfUse(key, 'user', key.attribute('user'))],
    certainty: 'certain',
    subject,
  };
  const explanation = `Assumed: the access key ${key.address} of ${user.address} leaks.`;
  return {
    entry,
    technique: useLeakedAccessKey,
    step: { gains: controls(user), premises: [premise], explanation, intended: false },
  };
}

function credentialStep(entry: string, principal: Principal): EntryStep {
  const explanation = `Assumed: the attacker holds the credentials of ${principal.address}.`;
  return { entry, technique: assumeEntryPoint, step: { gains: controls(principal), explanation, intended: false } };
}

/** The entry point that the user names by its Terraform address; undefined where it is neither a workload nor a principal. */
export function namedEntry(estate: Estate, address: string): EntryPoint | undefined {
  if (address === STRANGER) return stranger();
  const principal = estate.iam.principal(address);
  const id = `assumed:${address}`;
  const common = { id, kind: 'assumed', address, reason: 'named as an entry point' } as const;
  if (principal) {
    return {
      ...common,
      administrator: estate.iam.administrator(principal).length > 0,
      origin: principal.resource.origin,
      steps: [credentialStep(id, principal)],
    };
  }
  const places = namedPlaces(estate, address);
  const steps = places.flatMap((place) => entrySteps(place, [], 'code-execution', NAMED));
  if (steps.length === 0) return undefined;
  return {
    ...common,
    administrator: false,
    origin: estate.configuration.resource(address.split('#')[0] ?? address)?.origin,
    steps: steps.map((step) => ({ entry: id, step, technique: assumeEntryPoint })),
  };
}

const NAMED = 'The internet reaches it (named as an entry point)';

function namedPlaces(estate: Estate, address: string): Place[] {
  const [whole = address, part] = address.split('#');
  const named = [...estate.services, ...estate.hosts, ...estate.functions].filter((each) => each.address === whole);
  const running = estate.services.filter((service) => service.task?.address === whole);
  const places = [...named, ...running].flatMap((workload) => placesOf(workload, undefined));
  if (part === undefined) return places;
  return [...named, ...running].flatMap((service) =>
    'task' in service
      ? (service.task?.containers ?? [])
          .filter((container) => container.name === part)
          .map((container): Place => ({ kind: 'task', service, container }))
      : [],
  );
}
