import { dataFile } from './data-file.js';
import { matches } from './pattern.js';
import { symbolic } from '../symbolic.js';

/**
 * What AWS documents about each action: https://docs.aws.amazon.com/service-authorization/latest/reference/
 * (distilled by scripts/build-iam-actions.ts). A service is read when one of its actions is asked for.
 */
export interface ActionInfo {
  /** As AWS writes it: `ecs:RunTask`. */
  readonly name: string;
  /** `List`, `Read`, `Write`, `Tagging, Write` or `Permissions management, Write`. */
  readonly accessLevel: string;
  /** None: the action works on no resource, and only `Resource: "*"` grants it. */
  readonly resourceTypes: readonly { readonly name: string; readonly arn: string }[];
  /** Of the action and of its resource types: `aws:ResourceTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
}

type Row = readonly [name: string, types: readonly number[], keys: readonly number[]];

interface ServiceFile {
  readonly keys: readonly string[];
  readonly types: readonly (readonly [name: string, arn: string, keys: readonly number[]])[];
  readonly levels: readonly (readonly [level: string, ...actions: Row[]])[];
}

/** A service as read: actions by lower-case name, decoded when asked for (EC2 has hundreds with dozens of types each). */
interface Service {
  readonly rows: ReadonlyMap<string, readonly [level: string, row: Row]>;
  readonly infos: Map<string, ActionInfo>;
  readonly file: ServiceFile;
}

const file = dataFile('iam-actions.bin');
const services = new Map<string, Service | undefined>();

/** What is documented of `ecs:RunTask` (case does not matter); `undefined` for actions that are not. */
export function actionInfo(action: string): ActionInfo | undefined {
  const prefix = servicePrefix(action);
  const service = serviceOf(prefix);
  const name = action.slice(prefix.length + 1).toLowerCase();
  const found = service?.rows.get(name);
  if (!service || !found) return undefined;
  let info = service.infos.get(name);
  if (!info) service.infos.set(name, (info = decode(prefix, service.file, found)));
  return info;
}

/** `ecs` of `ecs:RunTask`; empty where no service is named, as in `*`. */
export function servicePrefix(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
}

/** The most actions that {@link expandAction} returns. */
const MAX_EXPANSION = 25_000;

/** The documented actions that a pattern covers, `ecs:*Task*` or `*`; sorted. */
export function expandAction(pattern: string): readonly string[] {
  const colon = pattern.indexOf(':');
  if (colon < 0 && !/^\*+$/.test(pattern)) return [];
  const isService = matcherOf(colon < 0 ? '*' : pattern.slice(0, colon).toLowerCase());
  const isWanted = matcherOf(colon < 0 ? '*' : pattern.toLowerCase());
  const found: string[] = [];
  for (const service of file.keys()) {
    if (!isService(service)) continue;
    for (const [, [name]] of serviceOf(service)?.rows.values() ?? []) {
      const action = `${service}:${name}`;
      if (found.length < MAX_EXPANSION && isWanted(action.toLowerCase())) found.push(action);
    }
  }
  return found.sort();
}

/** Most patterns have no star but at their end. */
function matcherOf(pattern: string): (text: string) => boolean {
  const beginning = /^([^*?]*)(\*?)$/.exec(pattern);
  if (beginning) {
    const [, text = '', star] = beginning;
    return (each) => (star === '*' ? each.startsWith(text) : each === text);
  }
  const wanted = symbolic(pattern);
  return (each) => matches(wanted, symbolic(each)) === 'yes';
}

/** Whether the action is one that works on no resource, so that only `Resource: "*"` grants it. */
export function hasNoResource(action: string): boolean {
  return rowOf(action)?.[1][1].length === 0;
}

/** Lists or reads, by its access level. That what it reads is no more than settings, the level does not say. */
export function isReading(action: string): boolean {
  const level = rowOf(action)?.[0];
  return level === 'Read' || level === 'List';
}

/** Rewrites who may do what, by its access level. */
export function rewritesPermissions(action: string): boolean {
  return rowOf(action)?.[0].includes('Permissions management') === true;
}

/** The access level and the row of a documented action. */
function rowOf(action: string): readonly [level: string, row: Row] | undefined {
  const prefix = servicePrefix(action);
  return serviceOf(prefix)?.rows.get(action.slice(prefix.length + 1).toLowerCase());
}

/**
 * Whether a condition on a tag of the resource can see the tag when the action is asked for; `unknown` where it isn't
 * documented. On `iam:PassRole` it can't, whatever the list of keys says: "You cannot use the tag on an IAM role to control
 * access to who can pass that role", https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export function supportsResourceTags(action: string): 'yes' | 'no' | 'unknown' {
  if (action.toLowerCase() === 'iam:passrole') return 'no';
  const info = actionInfo(action);
  return !info || info.conditionKeys.some((key) => /:resourcetag\//i.test(key)) ? 'yes' : 'unknown';
}

function serviceOf(prefix: string): Service | undefined {
  if (!services.has(prefix)) services.set(prefix, readService(prefix));
  return services.get(prefix);
}

function readService(prefix: string): Service | undefined {
  const data = file.read(prefix) as ServiceFile | undefined;
  if (!data) return undefined;
  const rows = new Map<string, readonly [string, Row]>();
  for (const [level, ...actions] of data.levels) {
    for (const row of actions) rows.set(row[0].toLowerCase(), [level, row]);
  }
  return { rows, infos: new Map(), file: data };
}

function decode(prefix: string, data: ServiceFile, [accessLevel, row]: readonly [string, Row]): ActionInfo {
  const [name, types, keys] = row;
  const used = types.map((at) => data.types[at]).filter((type) => type !== undefined);
  const all = new Set([...keys, ...used.flatMap(([, , typeKeys]) => typeKeys)].flatMap((at) => data.keys[at] ?? []));
  return {
    name: `${prefix}:${name}`,
    accessLevel,
    resourceTypes: used.map(([type, arn]) => ({ name: type, arn })),
    conditionKeys: [...all],
  };
}
