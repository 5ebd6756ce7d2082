import type { Account } from '#aws/accounts/account.js';
import type { Container, Function, Host, Service, TaskDefinition } from '#aws/compute/compute.js';
import type { FileSystem } from '#aws/storage/file-system.js';
import type { DataStore } from '#aws/storage/store.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Resource } from '#model/resource.js';

/**
 * Something the attacker has. Facts with the same key are the same fact. Facts only ever help the attacker; there is no
 * fact of not having something, so derivation is monotone.
 */
export type Fact =
  | Executes
  | Requests
  | Controls
  | Calls
  | Opens
  | Tags
  | Registers
  | Places
  | Mounts
  | Reads
  | Administers
  | TagCondition
  | May
  | Reaches;

interface Common {
  readonly key: string;
  /** Terraform address of what the fact is about; a part inside a resource follows `#`. */
  readonly address: string;
  /** For people: `runs code in aws_ecs_service.web`. */
  readonly text: string;
}

/** Runs code in a workload: on a host (with root), in a function, in a container of a service's tasks. */
export interface Executes extends Common {
  readonly kind: 'executes';
  readonly place: Place;
}
export type Place =
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'function'; readonly function: Function }
  | TaskPlace;

export interface TaskPlace {
  readonly kind: 'task';
  readonly service: Service;
  /** Undefined where the attacker chose the image and so controls the whole task. */
  readonly container: Container | undefined;
  /** Where the attacker reached the task through its host: only the tasks on that host are compromised. */
  readonly host?: Host;
}

/** Makes a workload send HTTP GET requests of the attacker's choice (SSRF). */
export interface Requests extends Common {
  readonly kind: 'requests';
  readonly place: Place;
}
/** Holds credentials of a principal. */
export interface Controls extends Common {
  readonly kind: 'controls';
  readonly principal: Principal;
}
/** Calls AWS from outside, with another account or with none. */
export interface Calls extends Common {
  readonly kind: 'calls';
}
/** Controls what the policy of a resource says. */
export interface Opens extends Common {
  readonly kind: 'opens';
  readonly resource: Resource;
}
/** Can write the tag `tagKey` of a resource. */
export interface Tags extends Common {
  readonly kind: 'tags';
  readonly resource: Resource;
  readonly tagKey: string;
}
/** Has registered a task definition in a family; `role` is the task role passed to it, if any. */
export interface Registers extends Common {
  readonly kind: 'registers';
  /** The task definition of the family; undefined: any family. */
  readonly task: TaskDefinition | undefined;
  readonly role: Principal | undefined;
}
/** A task of the service runs on that host, by configuration or because the attacker moved it there. */
export interface Places extends Common {
  readonly kind: 'places';
  readonly service: Service;
  readonly host: Host;
}
/** Has the file system mounted, at its root or below an access point. */
export interface Mounts extends Common {
  readonly kind: 'mounts';
  readonly fileSystem: FileSystem;
}
/** Reads what a data store, a secret or a workload holds. */
export interface Reads extends Common {
  readonly kind: 'reads';
  readonly of: FileSystem | DataStore | Service | Function;
}
/** Has administrator access to an account. */
export interface Administers extends Common {
  readonly kind: 'administers';
  readonly account: Account;
}
/** Auxiliary: some grant depends on the tag `tagKey` of a resource, so writing it would help. Not shown as a step. */
export interface TagCondition extends Common {
  readonly kind: 'tag-condition';
  readonly resource: Resource;
  readonly tagKey: string;
}
/** Auxiliary: IAM allows a principal an action on a target. Its derivations are the statements that allow it. Not shown as a step. */
export interface May extends Common {
  readonly kind: 'may';
  readonly action: string;
}
/** Auxiliary: packets get from one network position to a port of another. Not shown as a step. */
export interface Reaches extends Common {
  readonly kind: 'reaches';
}

export type FactKind = Fact['kind'];
export type FactOf<K extends FactKind> = Extract<Fact, { readonly kind: K }>;

export function isOfKind<K extends FactKind>(fact: Fact, kinds: readonly K[]): fact is FactOf<K> {
  return kinds.some((kind) => kind === fact.kind);
}

export function placeAddress(place: Place): string {
  if (place.kind === 'host') return place.host.address;
  if (place.kind === 'function') return place.function.address;
  return place.container ? `${place.service.address}#${place.container.name}` : place.service.address;
}

export function executes(place: Place): Executes {
  const address = placeAddress(place);
  const where = place.kind === 'task' && place.host ? `${address} on ${place.host.address}` : address;
  return { kind: 'executes', key: `executes ${where}`, address, text: `runs code in ${where}`, place };
}
export function requests(place: Place): Requests {
  const address = placeAddress(place);
  return { kind: 'requests', key: `requests ${address}`, address, text: `makes ${address} send requests`, place };
}
export function controls(principal: Principal): Controls {
  const { address } = principal;
  return {
    kind: 'controls',
    key: `controls ${address}`,
    address,
    text: `holds the credentials of ${address}`,
    principal,
  };
}
/** The address of the entry point for callers from outside the account. */
export const STRANGER = 'anonymous';
export const CALLS: Calls = {
  kind: 'calls',
  key: 'calls',
  address: STRANGER,
  text: 'calls AWS from outside the account',
};
export function opens(resource: Resource): Opens {
  const { address } = resource;
  return { kind: 'opens', key: `opens ${address}`, address, text: `rewrites the policy of ${address}`, resource };
}
export function tags(resource: Resource, tagKey: string): Tags {
  const { address } = resource;
  return {
    kind: 'tags',
    key: `tags ${address} ${tagKey}`,
    address,
    text: `writes the tag ${tagKey} of ${address}`,
    resource,
    tagKey,
  };
}
export function tagCondition(resource: Resource, tagKey: string): TagCondition {
  const { address } = resource;
  const text = `a condition depends on the tag ${tagKey} of ${address}`;
  return { kind: 'tag-condition', key: `tag-condition ${address} ${tagKey}`, address, text, resource, tagKey };
}
export function registers(task: TaskDefinition | undefined, role: Principal | undefined): Registers {
  const address = task?.address ?? role?.address ?? 'aws_ecs_task_definition';
  const key = `registers ${task?.address ?? '*'} ${role?.address ?? '-'}`;
  const what = task ? `a revision of ${task.address}` : 'a task definition';
  return {
    kind: 'registers',
    key,
    address,
    text: `has registered ${what}${role ? ` with the role ${role.address}` : ''}`,
    task,
    role,
  };
}
export function places(service: Service, host: Host): Places {
  const key = `places ${service.address} ${host.address}`;
  const text = `a task of ${service.address} runs on ${host.address}`;
  return { kind: 'places', key, address: service.address, text, service, host };
}
export function mounts(fileSystem: FileSystem): Mounts {
  const { address } = fileSystem;
  return { kind: 'mounts', key: `mounts ${address}`, address, text: `has ${address} mounted`, fileSystem };
}
export function reads(of: Reads['of']): Reads {
  const { address } = of;
  return { kind: 'reads', key: `reads ${address}`, address, text: `reads ${address}`, of };
}
export function administers(account: Account): Administers {
  const address = administrationOf(account);
  if (account.own) {
    return {
      kind: 'administers',
      key: 'administers',
      address,
      text: 'has administrator access to the account',
      account,
    };
  }
  const text = `has administrator access to the account of the provider ${account.provider}`;
  return { kind: 'administers', key: `administers ${account.label}`, address, text, account };
}

/** The address of the target that the administration of an account is. */
export function administrationOf({ own, label }: Account): string {
  return own ? 'admin' : `admin:${label}`;
}

/** Facts that only carry premises into the steps that need them. */
export function isAuxiliary(fact: Fact): boolean {
  return fact.kind === 'may' || fact.kind === 'reaches' || fact.kind === 'tag-condition';
}

/** Facts of being somewhere or somebody: where a step starts from. */
export function isActor(fact: Fact): boolean {
  return fact.kind === 'executes' || fact.kind === 'requests' || fact.kind === 'controls' || fact.kind === 'calls';
}
