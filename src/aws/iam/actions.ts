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
  /** `List`, `Read`, `Write`, `Tagging` or `Permissions management`; several separated by commas. */
  readonly accessLevel: string;
  /** None: the action works on no resource, and only `Resource: "*"` grants it. */
  readonly resourceTypes: readonly { readonly name: string; readonly arn: string }[];
  /** Of the action and of its resource types: `aws:ResourceTag/${TagKey}`. */
  readonly conditionKeys: readonly string[];
}

interface ServiceFile {
  readonly keys: readonly string[];
  readonly types: readonly (readonly [name: string, arn: string, keys: readonly number[]])[];
  readonly levels: readonly (readonly [
    level: string,
    ...actions: (readonly [name: string, types: readonly number[], keys: readonly number[]])[],
  ])[];
}

const file = dataFile('iam-actions.bin');
const services = new Map<string, ReadonlyMap<string, ActionInfo> | undefined>();

/** What is documented of `ecs:RunTask` (case does not matter); `undefined` for actions that are not. */
export function actionInfo(action: string): ActionInfo | undefined {
  const name = action.toLowerCase();
  return serviceActions(name.slice(0, Math.max(0, name.indexOf(':'))))?.get(name);
}

/** The most actions that {@link expandAction} returns. */
const MAX_EXPANSION = 25_000;

/** The documented actions that a pattern covers, `ecs:*Task*` or `*`; sorted. */
export function expandAction(pattern: string): readonly string[] {
  const colon = pattern.indexOf(':');
  if (colon < 0 && !/^\*+$/.test(pattern)) return [];
  const prefix = symbolic(colon < 0 ? '*' : pattern.slice(0, colon).toLowerCase());
  const wanted = symbolic(colon < 0 ? '*' : pattern.toLowerCase());
  const found: string[] = [];
  for (const service of file.keys()) {
    if (matches(prefix, symbolic(service)) !== 'yes') continue;
    for (const [name, info] of serviceActions(service) ?? []) {
      if (found.length < MAX_EXPANSION && matches(wanted, symbolic(name)) === 'yes') found.push(info.name);
    }
  }
  return found.sort();
}

/** Whether the action is one that works on no resource, so that only `Resource: "*"` grants it. */
export function hasNoResource(action: string): boolean {
  return actionInfo(action)?.resourceTypes.length === 0;
}

/**
 * Whether a condition on a tag of the resource can ever see the tag. On `iam:PassRole` it can't: "You cannot use the tag
 * on an IAM role to control access to who can pass that role", https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export function supportsResourceTags(action: string): boolean {
  return action.toLowerCase() !== 'iam:passrole';
}

function serviceActions(service: string): ReadonlyMap<string, ActionInfo> | undefined {
  if (!services.has(service)) services.set(service, readService(service));
  return services.get(service);
}

function readService(service: string): ReadonlyMap<string, ActionInfo> | undefined {
  const data = file.read(service) as ServiceFile | undefined;
  if (!data) return undefined;
  const actions = new Map<string, ActionInfo>();
  for (const [accessLevel, ...rows] of data.levels) {
    for (const [name, types, keys] of rows) {
      const used = types.map((at) => data.types[at]).filter((type) => type !== undefined);
      const all = new Set(
        [...keys, ...used.flatMap(([, , typeKeys]) => typeKeys)].flatMap((at) => data.keys[at] ?? []),
      );
      actions.set(`${service}:${name}`.toLowerCase(), {
        name: `${service}:${name}`,
        accessLevel,
        resourceTypes: used.map(([type, arn]) => ({ name: type, arn })),
        conditionKeys: [...all],
      });
    }
  }
  return actions;
}
