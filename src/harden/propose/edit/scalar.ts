/**
 * Setting an attribute of a resource or nested block. A value that comes through a variable or a local is changed where
 * it is written, not where it is used.
 */
import type { Block, Body, SyntaxFile } from '#hcl/syntax.js';
import type { BodyView, NestedBlock, Resource } from '#model/resource.js';
import type { Change } from '../../change.js';
import { isJsonSyntax, isSyntaxFile, type Place, placeOfValue } from './place.js';
import { isEditable } from './proposal.js';
import { findAttribute, findBlocks } from '#hcl/edit/locate.js';
import { blockAround } from './tree.js';

export interface Seat {
  readonly file: SyntaxFile;
  readonly body: Body;
  readonly view: BodyView;
}

export function seatOfResource(resource: Resource): Seat | undefined {
  if (!isEditable(resource) || !resource.block || !resource.file) return undefined;
  return { file: resource.file, body: resource.block.body, view: resource };
}

/** The body of a nested block in the source; of a `dynamic`, that of its `content`. */
export function seatOfBlock(nested: NestedBlock): Seat | undefined {
  const block = sourceBlock(nested);
  if (!block) return undefined;
  const { file, source } = block;
  const content = source.type === 'dynamic' ? findBlocks(source.body, 'content')[0] : source;
  return content && { file, body: content.body, view: nested };
}

/** The block in the source that a nested block stands in; `dynamic` where it is made by one. */
export function sourceBlock(nested: NestedBlock): { readonly file: SyntaxFile; readonly source: Block } | undefined {
  const { origin } = nested;
  if (
    !origin ||
    origin.readOnly ||
    origin.kind !== 'block' ||
    !isSyntaxFile(origin.file) ||
    isJsonSyntax(origin.file)
  ) {
    return undefined;
  }
  const source = blockAround(origin.file, origin);
  return source && { file: origin.file, source };
}

/** Changes that make the attribute have the value; none where it has it already. */
export function setScalar(seat: Seat, name: string, text: string): readonly Change[] {
  const value = seat.view.attribute(name);
  const written = findAttribute(seat.body, name);
  const place = placeOfValue(value);
  if (value && place) {
    if (sourceTextOf(place.file.text, place.span.start, place.span.end) === text) return [];
    if (written && !isInside(seat, place))
      return [
        { kind: 'replace', file: place.file, at: place.span, value: text, ...(place.json ? { json: place.json } : {}) },
      ];
  }
  return [{ kind: 'set-attribute', file: seat.file, body: seat.body, name, value: text }];
}

function sourceTextOf(text: string, start: number, end: number): string {
  return text.slice(start, end);
}

function isInside({ file, body }: Seat, place: Place): boolean {
  return place.file === file && place.span.start >= body.start && place.span.end <= body.end;
}

/** Where the value comes from elsewhere, who else is affected. */
export function sharedValueNotes(seat: Seat, ...names: readonly string[]): readonly string[] {
  const notes: string[] = [];
  for (const name of names) {
    const origin = seat.view.attribute(name)?.origin;
    const place = placeOfValue(seat.view.attribute(name));
    if (!place || !origin?.via?.length) continue;
    if (!isInside(seat, place))
      notes.push(`${name} is written in ${place.file.path}; everything else that uses that value changes with it.`);
  }
  return notes;
}
