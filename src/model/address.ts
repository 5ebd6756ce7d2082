/**
 * Terraform addresses as text: `module.a["k"].data.aws_x.y[0]`.
 * https://developer.hashicorp.com/terraform/internals/resource-addressing
 */

/** The key of an instance: an index of `count`, a key of `for_each`. */
export type InstanceKey = string | number | undefined;

/** Stands for the key of the one instance that an unknown `count` or `for_each` gives. */
export const UNKNOWN_KEY = '?';

/** `[0]`, `["key"]`, or nothing. Keys are quoted as Terraform quotes them. */
export function keySuffix(key: InstanceKey): string {
  if (key === undefined) return '';
  return typeof key === 'number' ? `[${key}]` : `["${quoteKey(key)}"]`;
}

const KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/** The address with all instance keys left out. */
export function withoutKeys(address: string): string {
  return address.includes('[') ? address.replace(KEY, '') : address;
}

/**
 * What stands in front of the addresses of a root module where several are seen as one estate: `live/app:aws_lb.web`. It is the
 * folder of the root module, and always has a slash, so that it is no other word before a colon; characters that mean something
 * in an address are replaced.
 */
export function labelOf(folder: string): string {
  const path = folder.includes('/') ? folder : `./${folder === '.' ? '' : folder}`;
  return `${path.replace(/[:"'[\]#\s,()*]/g, '_')}${LABEL_END}`;
}

const LABEL_END = ':';

/** The label in front of an address; `''` where there is none. */
export function labelIn(address: string): string {
  return LABEL.exec(address)?.[0] ?? '';
}

export function withoutLabel(address: string): string {
  return address.slice(labelIn(address).length);
}

const LABEL = /^[^:"[\]#]*\/[^:"[\]#]*:/;

/** A text with other labels in front of the addresses in it. */
export function relabelled(text: string, labels: ReadonlyMap<string, string>): string {
  return text.replace(/(?<=^|[\s:,("])[^\s:,("]*\/[^\s:,("]*:/g, (label) => labels.get(label) ?? label);
}

/** Joins the address of a module instance (`''`, or a label, for the root) with an address inside it. */
export function inModule(module: string, address: string): string {
  return module === '' || module.endsWith(LABEL_END) ? module + address : `${module}.${address}`;
}

/** Address of a resource without its key: `aws_x.y`, `data.aws_x.y`. */
export function resourceName(mode: 'managed' | 'data' | 'ephemeral', type: string, name: string): string {
  return mode === 'managed' ? `${type}.${name}` : `${mode}.${type}.${name}`;
}

/** An absolute resource address taken apart. */
export interface ResourceAddress {
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly key: InstanceKey;
}

/** The parts of an absolute resource-instance address, or `undefined` where the text is none. */
export function parseResourceAddress(text: string): ResourceAddress | undefined {
  const steps = splitAddress(text);
  if (!steps) return undefined;
  let at = 0;
  let module = '';
  while (steps[at]?.name === 'module' && steps[at + 1]) {
    const call = steps[at + 1];
    if (!call) return undefined;
    module = inModule(module, `module.${call.name}${keySuffix(call.key)}`);
    at += 2;
  }
  const mode = steps[at]?.name === 'data' ? 'data' : 'managed';
  if (mode === 'data') at += 1;
  const type = steps[at]?.name;
  const last = steps[at + 1];
  if (type === undefined || !last || steps.length !== at + 2) return undefined;
  return { module, mode, type, name: last.name, key: last.key };
}

interface AddressStep {
  readonly name: string;
  readonly key: InstanceKey;
}

const STEP = /([^.[\]"\s]+)(?:\[(?:(\d+)|"((?:[^"\\]|\\.)*)")\])?(?:\.|$)/y;

function splitAddress(text: string): readonly AddressStep[] | undefined {
  const steps: AddressStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (!match) return undefined;
    const key = match[2] !== undefined ? Number(match[2]) : match[3] !== undefined ? unquoteKey(match[3]) : undefined;
    steps.push({ name: match[1] ?? '', key });
  }
  return steps;
}

const PLAIN_KEY = /^[^\\"\n\r\t$%]*$/;

function quoteKey(key: string): string {
  if (PLAIN_KEY.test(key)) return key;
  return key
    .replace(/[\\"]/g, (c) => `\\${c}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/([$%])(?=\{)/g, '$1$1');
}

const ESCAPES = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function unquoteKey(text: string): string {
  return text.replace(/\\(.)/g, (_, c: string) => ESCAPES.get(c) ?? c).replace(/([$%])\1\{/g, '$1{');
}
