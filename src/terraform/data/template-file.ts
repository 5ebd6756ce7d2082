/**
 * `template_file` of the template provider, rendered as the provider does: the template's text with the variables, which are
 * all strings.
 * https://registry.terraform.io/providers/hashicorp/template/2.2.0/docs/data-sources/file
 */
import type { FunctionContext } from '../functions/index.js';
import type { BodyView } from '#model/resource.js';
import { STRING } from '#model/type.js';
import type { Origin, Segment, StringValue, TextFile, UnknownValue, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { membersOf } from '#model/values/partly.js';
import { segmentsOf } from '#model/values/segments.js';

export function templateFile(attribute: string, body: BodyView, functions: FunctionContext): Value | undefined {
  const template = body.attribute('template');
  if (attribute !== 'rendered' || template?.kind !== 'string') return undefined;
  const segments = segmentsOf(template);
  const source = wholeFile(template, segments) ?? { path: '<template>', text: template.value };
  const rendered = functions.renderTemplate(source, variablesOf(body));
  const text = isFailure(rendered) ? rendered : convert(rendered, STRING);
  if (isFailure(text) || (text.kind !== 'string' && text.kind !== 'unknown')) return undefined;
  return source.path === '<template>' ? relocated(text, source, segments, template.origin ?? body.origin) : text;
}

/** The file that the template is, where it is one, so that origins lead into it. */
function wholeFile({ value }: StringValue, segments: readonly Segment[]): TextFile | undefined {
  const [only, ...more] = segments;
  return only && more.length === 0 && only.file.text === value && only.length === value.length ? only.file : undefined;
}

/** Configurations of old write `vars` as a block. */
function variablesOf(body: BodyView): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const add = (name: string, value: Value | undefined) => {
    const text = value && convert(value, STRING);
    if (text && !isFailure(text)) found.set(name, text);
  };
  const given = body.attribute('vars');
  for (const { key, value } of given ? membersOf(given).entries : []) if (key?.kind === 'string') add(key.value, value);
  for (const block of body.blocks('vars')) for (const name of block.names()) add(name, block.attribute(name));
  return found;
}

/** A text whose places are in the template's text, with the places where that was written. */
function relocated(
  text: StringValue | UnknownValue,
  template: TextFile,
  written: readonly Segment[],
  origin: Origin | undefined,
): Value {
  const { segments = [], ...rest } = text;
  const placed = segments.flatMap((segment) => (segment.file === template ? within(segment, written) : segment));
  const parts = text.kind === 'unknown' ? text.parts : undefined;
  return {
    ...rest,
    ...(origin ? { origin } : {}),
    ...(placed.length > 0 ? { segments: placed } : {}),
    ...(parts
      ? { parts: parts.map((part) => (typeof part === 'string' ? part : elsewhere(part, template, origin))) }
      : {}),
  };
}

/** The stretch of source behind a stretch of the template; none where it isn't written there letter by letter. */
function within(segment: Segment, written: readonly Segment[]): readonly Segment[] {
  const { at, length, start, end } = segment;
  const around = written.find((each) => each.at <= start && end <= each.at + each.length);
  if (!around || around.end - around.start !== around.length) return [];
  const shift = around.start - around.at;
  return [{ at, length, file: around.file, start: start + shift, end: end + shift }];
}

function elsewhere(piece: UnknownValue, template: TextFile, origin: Origin | undefined): UnknownValue {
  if (piece.origin?.file !== template) return piece;
  const { origin: _, ...rest } = piece;
  return origin ? { ...rest, origin: { ...origin, kind: 'call', inputs: piece.origin.inputs ?? [] } } : rest;
}
