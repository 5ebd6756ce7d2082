/** ARNs as they can be written in a policy: references where these are understood, patterns of literals elsewhere. */
import type { Estate } from '#aws/estate.js';
import { arnParts } from '#aws/arn-parts.js';
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

/** What whoever uses a resource is granted with it: the objects of a bucket, the indexes of a table. */
function usedParts(resource: Resource): readonly string[] {
  if (resource.type === 'aws_s3_bucket') return ['', '/*'];
  const indexed = ['global_secondary_index', 'local_secondary_index'].some((name) => resource.blocks(name).length > 0);
  return resource.type === 'aws_dynamodb_table' && indexed ? ['', '/index/*'] : [''];
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
