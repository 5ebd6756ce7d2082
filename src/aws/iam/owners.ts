/**
 * Which resource of the estate an ARN surely belongs to. A bucket's name is nobody else's, and neither is the name of a role,
 * a table, a queue, a function or a secret in its account and region: what is exactly the ARN of one resource is not that of
 * another, even if the other's name isn't known.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import { hasNameless, type SymbolicString, symbolic } from '../symbolic.js';
import { resourcePart } from './names-target.js';
import { matches, type Names } from './pattern.js';

type ArnOf = (resource: Resource) => SymbolicString | undefined;

export function ownersOf(configuration: Configuration, arnOf: ArnOf): Names {
  let index: Index | undefined;
  const known = new WeakMap<SymbolicString, ReadonlySet<Resource>>();
  const owners = (text: SymbolicString): ReadonlySet<Resource> => {
    let found = known.get(text);
    if (!found) {
      index ??= indexOf(configuration, arnOf);
      known.set(text, (found = lookUp(text, index)));
    }
    return found;
  };
  return {
    areApart(pattern, text) {
      const named = owners(pattern);
      if (named.size === 0 && !isOfAnotherState(pattern)) return false;
      const meant = [...owners(text)];
      return meant.length > 0 && meant.every((resource) => isApart(resource, named));
    },
  };
}

/** What the state of another root module gives out is the name or the ARN of something that is managed there, not here. */
function isOfAnotherState(pattern: SymbolicString): boolean {
  const name = typeof pattern.parts[0] === 'object' ? pattern : resourcePart(pattern);
  const [hole, ...rest] = name?.parts ?? [];
  if (typeof hole !== 'object' || !REMOTE_STATE.test(hole.ref?.address ?? '')) return false;
  return rest.every((part) => typeof part === 'string') && /^([/:].*)?$/s.test(rest.join(''));
}

const REMOTE_STATE = /(^|[.:])data\.terraform_remote_state\.[^.]+$/;

/** Where another provider configuration makes a resource, its account or region may be another: there the name is free. */
function isApart(resource: Resource, named: ReadonlySet<Resource>): boolean {
  if (named.has(resource)) return false;
  if (named.size === 0 || resource.type === 'aws_s3_bucket') return true;
  return [...named].some(({ provider }) => provider === resource.provider);
}

type Index = ReadonlyMap<string, readonly { readonly resource: Resource; readonly arn: SymbolicString }[]>;

function indexOf(configuration: Configuration, arnOf: ArnOf): Index {
  const index = new Map<string, { resource: Resource; arn: SymbolicString }[]>();
  for (const resource of configuration.resources) {
    const arn = resource.mode === 'managed' ? arnOf(resource) : undefined;
    if (!arn || hasNameless(arn)) continue;
    const key = keyOf(whole(arn));
    if (key === undefined) continue;
    const same = index.get(key);
    if (same) same.push({ resource, arn });
    else index.set(key, [{ resource, arn }]);
  }
  return index;
}

/** Without the end that AWS makes up: the suffix of a secret, the revision of a task definition. */
function whole(arn: SymbolicString): SymbolicString {
  const last = arn.parts.at(-1);
  if (typeof last !== 'object' || !/\.(suffix|revision)$/.test(last.id)) return arn;
  return symbolic(...arn.parts.slice(0, -1));
}

function lookUp(text: SymbolicString, index: Index): ReadonlySet<Resource> {
  for (const candidate of candidates(whole(text))) {
    const key = keyOf(candidate);
    const found = key === undefined ? undefined : index.get(key);
    if (!found) continue;
    const start = symbolic(candidate, '*');
    return new Set(found.flatMap(({ resource, arn }) => (matches(start, arn) === 'no' ? [] : [resource])));
  }
  return NOBODY;
}

const NOBODY: ReadonlySet<Resource> = new Set();

/** What separates the name of a resource from what is inside of it, by service. */
const INSIDE: ReadonlyMap<string, RegExp> = new Map([
  ['dynamodb', /\//g],
  ['ecs', /:/g],
  ['es', /\//g],
  ['kinesis', /\//g],
  ['lambda', /:/g],
  ['logs', /:/g],
  ['s3', /\//g],
  ['secretsmanager', /-\?{6}$/g],
  ['sns', /:/g],
  ['states', /:/g],
]);

/** The ARN itself, and those of what it may be inside of, the longest first. */
function candidates(arn: SymbolicString): readonly SymbolicString[] {
  const found = [arn];
  const separator = INSIDE.get(serviceOf(arn) ?? '');
  for (const [at, part] of separator ? [...arn.parts.entries()].toReversed() : []) {
    if (typeof part !== 'string' || !separator) continue;
    const cuts = [...part.matchAll(separator)].map(({ index }) => index).toReversed();
    for (const cut of cuts) found.push(symbolic(...arn.parts.slice(0, at), part.slice(0, cut)));
  }
  return found;
}

function serviceOf({ parts }: SymbolicString): string | undefined {
  const header = parts
    .slice(0, 3)
    .map((part) => (typeof part === 'string' ? part : '-'))
    .join('');
  return /^arn:[^:]*:([a-z0-9-]+):/.exec(header)?.[1];
}

/** Service and resource; `undefined` where the name is a pattern or the text no ARN. */
function keyOf(arn: SymbolicString): string | undefined {
  const service = serviceOf(arn);
  let colons = 0;
  for (const [index, part] of arn.parts.entries()) {
    if (typeof part !== 'string') continue;
    for (let at = part.indexOf(':'); at >= 0; at = part.indexOf(':', at + 1)) {
      colons += 1;
      if (colons < COLONS_BEFORE_RESOURCE) continue;
      const { key } = symbolic(part.slice(at + 1), ...arn.parts.slice(index + 1));
      return key === '' || /[*?]|\$\{/.test(key) ? undefined : `${service}:${key.replace(/[:-]$/, '')}`;
    }
  }
  return undefined;
}

const COLONS_BEFORE_RESOURCE = 5;
