/** What the pattern of a policy names: one thing, or all of what is inside of one, rather than whatever a wildcard covers. */
import type { Estate } from '#aws/estate.js';
import { display, type SymbolicString } from '#aws/symbolic.js';
import type { Principal } from '#aws/iam/policy.js';
import { tellingWords } from '#aws/words.js';
import type { Resource } from '#model/resource.js';

/** A name, and what may follow a whole name: what is in it, or the random end of a secret's ARN. */
const NAME = /^(?<name>[^*?]+?)(?:[/:]\*|-\?{6})?$/;
const SECRET = /^(?<name>secret:[^*?]+?)-(?:\*|\?{6})$/;
/** Services whose ARNs have no type before the name: `arn:aws:s3:::bucket/*`. */
const UNTYPED: ReadonlySet<string> = new Set(['s3', 'execute-api']);

/** `arn:aws:s3:::bucket/*`, `arn:…:parameter/app/*`; not `arn:…:parameter/*`, `arn:aws:s3:::logs-*` or `*`. */
export function isName(pattern: SymbolicString): boolean {
  const [first] = pattern.parts;
  // The ARN of something that AWS decides on, or what a function makes of it.
  if (typeof first === 'object')
    return first.ref?.path.at(-1)?.endsWith('arn') === true || (first.about?.length ?? 0) > 0;
  const fields = fieldsOf(pattern);
  const part = partOf(fields);
  if (part === undefined) return false;
  const name = (NAME.exec(part) ?? SECRET.exec(part))?.groups?.['name'];
  if (name === undefined) return false;
  return name === part || UNTYPED.has(fields[2] ?? '') || /[/:]./.test(name);
}

/** `*`, or all of a type: `arn:…:parameter/*`. */
export function isEverything(pattern: SymbolicString): boolean {
  return /^\*+$/.test(pattern.key) || /^[a-z-]*[:/]?[*/]*$/i.test(partOf(fieldsOf(pattern)) ?? 'x*');
}

/** What the principal is called after: `cg-billing-*` of a user `billing`. */
export function isCalledAlike(pattern: SymbolicString, { address, name }: Principal): boolean {
  const part = partOf(fieldsOf(pattern)) ?? '';
  const own = new Set([...tellingWords(address), ...tellingWords(display(name))]);
  return tellingWords(part).some((word) => own.has(word));
}

/** A piece stands for an expression by its place, which is another after an edit above it. */
export function isPlaced({ parts }: SymbolicString): boolean {
  return parts.some((part) => typeof part === 'object' && /@.*:\d+$/.test(part.id));
}

const HOLE = '\u0001';

function fieldsOf({ parts }: SymbolicString): readonly string[] {
  return parts
    .map((part) =>
      typeof part === 'string' ? part : `${HOLE}${part.id.replaceAll(':', ';').replaceAll(/[*?]/g, '.')}${HOLE}`,
    )
    .join('')
    .split(':');
}

/** What follows the account in an ARN. */
function partOf(fields: readonly string[]): string | undefined {
  return fields[0] === 'arn' && fields.length > 5 ? fields.slice(5).join(':') : undefined;
}

const byName = new WeakMap<Estate, ReadonlyMap<string, Resource>>();

/** The resource of the configuration that a pattern names. */
export function resourceNamed(pattern: SymbolicString, estate: Estate): Resource | undefined {
  let known = byName.get(estate);
  if (!known) byName.set(estate, (known = namesIn(estate)));
  const key = isName(pattern) ? keyOf(pattern) : undefined;
  return key === undefined ? undefined : known.get(key);
}

function namesIn(estate: Estate): ReadonlyMap<string, Resource> {
  const names = new Map<string, Resource>();
  for (const resource of estate.configuration.resources) {
    const arn = resource.mode === 'managed' ? estate.arnOf(resource) : undefined;
    const key = arn && keyOf(arn);
    if (key !== undefined && !names.has(key)) names.set(key, resource);
  }
  return names;
}

/** The same for what names the same thing: without partition, region, account, and without what follows the whole name. */
function keyOf(text: SymbolicString): string | undefined {
  const fields = fieldsOf(text);
  const part = partOf(fields);
  if (part === undefined) return text.key;
  const ending = new RegExp(`([/:]\\*|-\\?{6}|-\\*|:\\d+|${HOLE}[^${HOLE}]*\\.(suffix|revision)${HOLE})$`);
  return `${fields[2]}:${part.replace(ending, '').replace(/[:/-]$/, '')}`;
}

/** For people: the address of what is named, or the pattern. */
export function shownResource(pattern: SymbolicString, estate: Estate): string {
  return resourceNamed(pattern, estate)?.address ?? display(pattern);
}
