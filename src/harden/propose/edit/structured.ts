/** Changes inside structured values: a container definition in `jsonencode`, in a heredoc, in a file. */
import type { Value } from '#model/value.js';
import type { Change, RemoveElements } from '../../change.js';
import { type Place, isSyntaxFile, listAround, placeOfValue } from './place.js';
import { nodePath } from '#hcl/edit/locate.js';

export type Mapping = Value & { readonly kind: 'object' | 'map' };

export function isMapping(value: Value | undefined): value is Mapping {
  return value?.kind === 'object' || value?.kind === 'map';
}

/** Gives a key of the object that value (a literal both in HCL and in JSON); `undefined` where nothing can be edited. */
export function setKey(object: Mapping, key: string, text: string): Change | undefined {
  const present = placeOfValue(object.entries.get(key));
  if (present) return { kind: 'replace', ...at(present), value: text };
  const place = objectPlace(object);
  return place && { kind: 'set-item', ...inside(place), key, value: text };
}

export function removeKey(object: Mapping, key: string): Change | undefined {
  const place = objectPlace(object);
  const value = object.entries.get(key)?.origin;
  if (!place || !value || value.file !== place.file || value.start < place.span.start || value.end > place.span.end) {
    return undefined;
  }
  return { kind: 'remove-item', ...inside(place), key };
}

/** Takes an element out of its list; `ifEmpty` where it was the only one. */
export function removeElement(element: Value, ifEmpty?: Change): RemoveElements | undefined {
  const place = placeOfValue(element);
  const listed = place && listAround(place);
  if (!listed) return undefined;
  return {
    kind: 'remove-elements',
    ...inside(listed.container),
    elements: [listed.element],
    ...(ifEmpty ? { ifEmpty } : {}),
  };
}

function objectPlace(object: Mapping): Place | undefined {
  const place = placeOfValue(object);
  if (!place || place.json || !isSyntaxFile(place.file)) return place;
  return nodePath(place.file, place.span).at(-1)?.kind === 'object' ? place : undefined;
}

export function at(place: Place) {
  return { file: place.file, at: place.span, ...(place.json ? { json: place.json } : {}) };
}

export function inside(place: Place) {
  return { file: place.file, container: place.span, ...(place.json ? { json: place.json } : {}) };
}
