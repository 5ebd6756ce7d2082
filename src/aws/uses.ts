import type { Value } from '#model/value.js';
import type { DataStore } from './storage/store.js';
import { type Guess, guessesOf, type Workloads } from './guesses.js';
import type { Principal } from './iam/policy.js';
import type { Links } from './link.js';
import { textOf } from './reading.js';
import { symbolic, symbolicOf } from './symbolic.js';

/**
 * What workloads are for, as their own configuration shows: the stores that their environment, their secrets, their user data
 * name. A workload that uses a store was given its permissions on it for that.
 */
export interface Uses {
  /** The configuration of a workload that runs with the principal names the resource. */
  uses(principal: Principal, address: string): boolean;
  /** Only workloads that run with other principals name it. */
  usedByOthers(principal: Principal, address: string): boolean;
  /** What settings whose values are not known may be. */
  guesses(): readonly Guess[];
}

/** What can be used: `types` are those of the resources, the stores among them. Read when first asked. */
export interface Usable {
  readonly types: readonly string[];
  readonly stores: readonly DataStore[];
}

export function usesOf(workloads: Workloads, links: Links, { types, stores }: Usable): Uses {
  let guesses: readonly Guess[] | undefined;
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  const users = (address: string): ReadonlySet<string> | undefined => {
    known ??= collect(workloads, links, types);
    return known.get(address);
  };
  return {
    uses: (principal, address) => users(address)?.has(principal.address) ?? false,
    usedByOthers: (principal, address) => {
      const by = users(address);
      return by !== undefined && by.size > 0 && !by.has(principal.address);
    },
    guesses: () => (guesses ??= guessesOf(workloads, stores)),
  };
}

/** Per resource, the principals of the workloads that name it. */
function collect(workloads: Workloads, links: Links, types: readonly string[]): ReadonlyMap<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const { principals, values } of configurations(workloads)) {
    for (const value of values.flatMap((each) => leavesOf(each))) {
      for (const address of named(value, links, types)) {
        const by = users.get(address) ?? new Set();
        users.set(address, by);
        for (const principal of principals) by.add(principal.address);
      }
    }
  }
  return users;
}

interface Configured {
  readonly principals: readonly Principal[];
  readonly values: readonly (Value | undefined)[];
}

function* configurations({ services, functions, hosts }: Workloads): Generator<Configured> {
  for (const { task } of services) {
    if (!task) continue;
    const principals = [task.taskRole, task.executionRole].filter((role) => role !== undefined);
    yield { principals, values: task.containers.map(({ value }) => value) };
  }
  for (const { role, environment } of functions) {
    if (role) yield { principals: [role], values: [...environment.values()] };
  }
  for (const { role, userData } of hosts) {
    if (role && userData) yield { principals: [role], values: [userData.value] };
  }
}

const MAX_LEAVES = 5_000;

/** The scalars in a value, and what it refers to as a whole. */
function leavesOf(value: Value | undefined): readonly Value[] {
  const leaves: Value[] = [];
  const queue: (Value | undefined)[] = [value];
  for (let next = queue.pop(); next && leaves.length < MAX_LEAVES; next = queue.pop()) {
    if (next.kind === 'object' || next.kind === 'map') queue.push(...next.entries.values());
    else if (next.kind === 'list' || next.kind === 'set' || next.kind === 'tuple') queue.push(...next.elements);
    else leaves.push(next);
  }
  return leaves;
}

function named(value: Value, links: Links, types: readonly string[]): readonly string[] {
  const referred = links.mentioned(value, ...types);
  const text = textOf(value);
  const names = text === undefined ? [symbolicOf(value)] : namesIn(text).map((name) => symbolic(name));
  const byName = names.map((name) => links.named(name, ...types)).filter((resource) => resource !== undefined);
  return [...referred, ...byName].map(({ address }) => address);
}

const MAX_NAMES = 5_000;

/** What may be a name in a text: the whole, and the words of a script, also behind `s3://`. */
function namesIn(text: string): readonly string[] {
  const words = text.match(/[\w.:/-]+/g)?.slice(0, MAX_NAMES) ?? [];
  const buckets = words.flatMap((word) => /^s3:\/\/([^/]+)/.exec(word)?.[1] ?? []);
  return [...new Set([text, ...words, ...buckets])];
}
