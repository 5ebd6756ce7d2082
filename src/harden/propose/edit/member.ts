/**
 * Taking a value out of the collection that it came from: the element of a list or the item of an object, in the list
 * that the resource itself writes or in the one behind it (a local, a variable's default, a module's argument, tfvars).
 */
import { literalKey, nodePath } from '#hcl/edit/locate.js';
import type { Span, SyntaxFile } from '#hcl/syntax.js';
import type { Origin, Value } from '#model/value.js';
import type { Change } from '../../change.js';
import { type Place, isSyntaxFile, listAround, placeOf, sameSpan } from './place.js';
import { inside } from './structured.js';
import { bare } from './tree.js';

export interface Removed {
  readonly change: Change;
  /** Where it stood. */
  readonly place: Place;
}

export interface Search {
  /** The file in which the pieces of a template may be looked for. */
  readonly own?: SyntaxFile | undefined;
  /** Not a collection in here: what an instance makes of its value. */
  readonly except?: Span | undefined;
}

/** The nearest collection counts: the one furthest behind may hold a value that is picked from it by its position. */
export function removeMember(value: Value | undefined, { own, except }: Search = {}): Removed | undefined {
  for (const place of placesOf(value, own)) {
    if (except && place.file === own && place.span.start >= except.start && place.span.end <= except.end) continue;
    const change = fromList(place) ?? fromObject(place);
    if (change) return { change, place };
  }
  return undefined;
}

function placesOf(value: Value | undefined, own: SyntaxFile | undefined): readonly Place[] {
  const { origin } = value ?? {};
  const origins = [...(origin?.via ?? []), ...(origin ? [origin] : []), ...piecesOf(value, own)];
  return origins.map(placeOf).filter((place) => place !== undefined);
}

/** The literals that stand whole in a string made of a template: `"arn:aws:iam::aws:policy/${each.value}"`. */
function piecesOf(value: Value | undefined, own: SyntaxFile | undefined): readonly Origin[] {
  if (value?.kind !== 'string' || !own) return [];
  return (value.segments ?? []).flatMap(({ file, start, end }): Origin[] => {
    const whole = file.text[start - 1] === '"' && file.text[end] === '"';
    return whole && file === own ? [{ kind: 'expression', file, start: start - 1, end: end + 1 }] : [];
  });
}

function fromList(place: Place): Change | undefined {
  const listed = listAround(place);
  return listed && { kind: 'remove-elements', ...inside(listed.container), elements: [listed.element] };
}

function fromObject({ file, span, json }: Place): Change | undefined {
  if (json || !isSyntaxFile(file)) return undefined;
  const path = nodePath(file, span);
  const at = path.findLastIndex((node) => node.kind === 'object-item');
  const [object, item] = [path[at - 1], path[at]];
  // An argument of a larger item is no member that may just be missing.
  if (path.slice(0, at - 1).some((node) => node.kind === 'object-item' || node.kind === 'tuple')) return undefined;
  if (object?.kind !== 'object' || item?.kind !== 'object-item' || !sameSpan(bare(item.value), span)) return undefined;
  const key = literalKey(item.key);
  if (key === undefined) return undefined;
  return { kind: 'remove-item', file, container: { start: object.start, end: object.end }, key };
}
