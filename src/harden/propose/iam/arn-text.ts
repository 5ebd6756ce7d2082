/** ARNs as they can be written in a policy: references where these are understood, patterns of literals elsewhere. */
import type { Estate } from '#aws/estate.js';
import { arnParts } from '#aws/arn-parts.js';
import { STORE_TYPES } from '#aws/services/facts.js';
import { literal, type SymbolicString } from '#aws/symbolic.js';
import type { Resource } from '#model/resource.js';
import { type Place, isSyntaxFile } from '../edit/place.js';
import { referenceTo } from '../edit/reference.js';
import { quoted } from '../edit/render.js';

export interface Where {
  readonly place: Place;
  /** The module in which the policy stands. */
  readonly module: string;
  readonly estate: Estate;
}

/** The ARN of a resource, with each of these behind it; `undefined` where it can't be written there. */
export function arnTexts(
  resource: Resource,
  { place, module, estate }: Where,
  suffixes: readonly string[] = usedParts(resource),
): readonly string[] | undefined {
  const reference = isSyntaxFile(place.file) ? referenceTo(resource, module, 'arn') : undefined;
  const pattern = reference === undefined ? patternOf(estate.arnOf(resource)) : undefined;
  if (reference === undefined && pattern === undefined) return undefined;
  const inText = reference === undefined ? pattern : `\${${reference}}`;
  const whole = reference !== undefined && !place.json ? reference : texted(inText, pattern);
  return suffixes.map((suffix) => (suffix === '' ? whole : texted(`${inText}${suffix}`, pattern)));
}

/** What whoever uses a resource is granted with it: the objects of a bucket, the indexes of a table; not the means of replication. */
function usedParts(resource: Resource): readonly string[] {
  const readings = STORE_TYPES.find(({ type }) => type === resource.type)?.readings ?? [];
  const used = readings.filter((reading) => !reading.with && reading.works?.(resource) !== false);
  return [...new Set(['', ...used.map(({ suffix = '' }) => suffix)])];
}

function texted(text: string | undefined, pattern: string | undefined): string {
  return pattern === undefined ? `"${text}"` : quoted(text ?? '');
}

/** The account and the region are those of the caller anyway, whether they are known or not. */
function patternOf(arn: SymbolicString | undefined): string | undefined {
  const [start, , service, region, account, resource] = arn ? arnParts(arn) : [];
  const name = resource && literal(resource);
  if (!start || !service || !region || !account || name === undefined) return undefined;
  const any = (part: SymbolicString) => (part.key === '' ? '' : '*');
  const text = ['arn:aws', service.key, any(region), any(account), name].join(':');
  return /^arn:[^*?"\\]+:[^"\\$%]+$/.test(text) ? text : undefined;
}
