import type { BodyView } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { arnParts, isAccountId } from '../arn-parts.js';
import { isSet, itemsOf } from '../reading.js';
import { type Hole, isNameless, literal, type SymbolicString, symbolicOf } from '../symbolic.js';

/**
 * What a provider configuration says of the account in which it acts.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs#authentication-and-configuration
 */
export interface Identity {
  /** Configurations of the same group act in the same account. Others may too. */
  readonly group: string;
  readonly id?: string;
  /** An unknown piece of text that is the account's id: a variable without a value. */
  readonly hole?: string;
}

export interface Reading {
  /** The provider configuration's name, for what is like no other. */
  readonly name: string;
  /** The module in which it is written: text means the same only within one. */
  readonly module: string;
  /** The credentials of the environment. */
  readonly ambient: string;
  /** The identity behind `data.aws_caller_identity.x.account_id`. */
  readonly callerOf: (hole: Hole) => Identity | undefined;
}

/** Neither a profile nor a role: the credentials that Terraform finds in its environment. */
export const AMBIENT = 'credentials';

export function identityOf(body: BodyView, reading: Reading): Identity {
  const identity = assumedRole(body, reading) ?? { group: credentials(body, reading) };
  if (identity.id !== undefined || identity.hole !== undefined) return identity;
  return { ...identity, ...onlyAllowed(body.attribute('allowed_account_ids')) };
}

/** The provider refuses any account but those that are allowed. */
function onlyAllowed(value: Value | undefined): Pick<Identity, 'id' | 'hole'> {
  if (value?.kind !== 'list' && value?.kind !== 'set' && value?.kind !== 'tuple') return {};
  const [only, another] = value.elements;
  const text = another ? undefined : symbolicOf(only);
  return text ? accountOf(text) : {};
}

function accountOf(text: SymbolicString): Pick<Identity, 'id' | 'hole'> {
  const [piece, more] = text.parts;
  if (piece === undefined || more !== undefined) return {};
  if (typeof piece !== 'string') return isStable(piece) ? { hole: piece.id } : {};
  return isAccountId(piece) ? { id: piece } : {};
}

/** The last role of a chain is the one that acts. */
function assumedRole(body: BodyView, reading: Reading): Identity | undefined {
  const blocks = [...body.blocks('assume_role_with_web_identity'), ...body.blocks('assume_role')];
  for (const block of blocks.toReversed()) {
    const role = block.attribute('role_arn');
    if (block.maybe) return { group: written(reading, block.origin && blockText(block)) };
    if (!isSet(role) || (role.kind === 'string' && role.value === '')) continue;
    return ofRole(role, block.text?.('role_arn'), reading);
  }
  return undefined;
}

function ofRole(role: Value, source: string | undefined, reading: Reading): Identity {
  const text = symbolicOf(role);
  const account = text && arnParts(text)[4];
  if (!text || !account) return { group: text && isPlain(text) ? `role ${text.key}` : written(reading, source) };
  const known = accountOf(account);
  const [piece] = account.parts;
  const caller = typeof piece === 'object' && known.hole !== undefined ? reading.callerOf(piece) : undefined;
  if (caller) return caller;
  return { group: isPlain(account) ? `account ${account.key}` : written(reading, source), ...known };
}

/** What can't be evaluated is the same where it is written the same. Which role it is of an account makes no difference. */
function written({ module, name }: Reading, source: string | undefined): string {
  if (source === undefined) return `provider ${name}`;
  return `written ${module} ${source.replace(/:role\/[^"]*/g, ':role/').replace(/\s+/g, ' ')}`;
}

function blockText({ origin }: BodyView): string | undefined {
  return origin && origin.file.text.slice(origin.start, origin.end);
}

/** Which account it is hangs on these. What else differs (a region, tags, retries) does not matter. */
const CREDENTIALS = [
  'profile',
  'access_key',
  'shared_credentials_file',
  'shared_credentials_files',
  'shared_config_files',
];

function credentials(body: BodyView, reading: Reading): string {
  const given = CREDENTIALS.flatMap((name) => {
    const value = body.attribute(name);
    const text = isSet(value) ? textOf(value, body.text?.(name), reading) : '';
    return text === '' ? [] : [`${name}=${text}`];
  });
  const others = [...given, ...strangeEndpoints(body, reading)];
  return others.length === 0 ? reading.ambient : [AMBIENT, ...others].join(' ');
}

function textOf(value: Value, source: string | undefined, reading: Reading): string {
  const texts = itemsOf(value).map((item) => symbolicOf(item));
  const plain = texts.flatMap((text) => (text && isPlain(text) ? [text.key] : []));
  return plain.length === texts.length ? plain.join(',') : written(reading, source);
}

/** Endpoints that are not those of AWS: an emulator, another cloud. */
function strangeEndpoints(body: BodyView, reading: Reading): readonly string[] {
  return body.blocks('endpoints').flatMap((block) =>
    block.names().flatMap((name) => {
      const value = block.attribute(name);
      const text = isSet(value) ? textOf(value, block.text?.(name), reading) : '';
      return text === '' || OF_AWS.test(text) ? [] : [`${name}=${text}`];
    }),
  );
}

const OF_AWS = /^(https:\/\/)?[a-z0-9.-]+\.amazonaws\.com(\.cn)?\/?$/;

function isPlain(text: SymbolicString): boolean {
  return text.parts.every((part) => typeof part === 'string' || isStable(part));
}

/** Whether the piece is the same wherever it stands: not one of several, and not named by its place. */
export function isStable(hole: Hole): boolean {
  return !hole.oneOf && !isNameless(hole) && !hole.id.includes('unknown(');
}

/** Configurations with the same `key` act in the same region. */
export interface Region {
  readonly key: string;
  readonly name?: string;
  readonly hole?: string;
}

/** `undefined`: the one of Terraform's environment. */
export function regionOf(body: BodyView, reading: Reading): Region | undefined {
  const value = body.attribute('region');
  if (!isSet(value)) return undefined;
  const key = textOf(value, body.text?.('region'), reading);
  const text = symbolicOf(value);
  const name = text && literal(text);
  if (name !== undefined) return { key, name };
  const [piece] = text?.parts ?? [];
  return typeof piece === 'object' && piece.id === key.slice(1, -1) ? { key, hole: piece.id } : { key };
}
