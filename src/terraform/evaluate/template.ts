/**
 * Strings out of templates, each stretch knowing where it was written.
 *
 * The pieces are collected in order; unknown ones stay as they are, so that `"arn:aws:s3:::${var.bucket}/*"` keeps the
 * stretches that are known. Segments are offsets into the text in which an unknown piece is one HOLE.
 */
import type {
  Expression,
  Interpolation,
  Span,
  Template,
  TemplateFor,
  TemplateIf,
  TemplatePart,
  TemplateText,
} from '#hcl/syntax.js';
import { BOOL, DYNAMIC, STRING } from '#model/type.js';
import { HOLE, type Reference, type Segment, type UnknownValue, type Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { normalized } from '#model/values/make.js';
import { mapMembers, membersOf, withAlternatives, withMembers } from '#model/values/partly.js';
import { alignText } from './alignment.js';
import { iterate } from './iteration.js';
import { segmentsOf } from '#model/values/segments.js';
import { allDependencies, originOf, spanOrigin } from './provenance.js';
import { bind, fail, type Scope, spend, evaluatePart } from './scope.js';

/** Longer strings become unknown: doubling a string a few dozen times must not fill the memory. */
export const MAX_STRING_LENGTH = 8 * 1024 * 1024;
/** More pieces or segments than this are not kept. */
const MAX_PIECES = 10_000;

/** A template with nothing but one interpolation is the value itself, whatever its type. */
export function evaluateTemplate(template: Template, scope: Scope): Value {
  const [first, ...rest] = template.parts;
  if (!first) return { kind: 'string', value: '', origin: originOf(scope, template) };
  if (rest.length === 0 && first.kind === 'interpolation') return evaluatePart(first.expression, scope);
  if (rest.length === 0 && first.kind === 'text' && !template.heredoc) {
    return { kind: 'string', value: normalized(first.value), origin: originOf(scope, template) };
  }
  const builder = new StringBuilder(scope);
  addParts(template.parts, builder, scope);
  return builder.finish(template);
}

function addParts(parts: readonly TemplatePart[], builder: StringBuilder, scope: Scope): void {
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        builder.text(part);
        break;
      case 'interpolation':
        builder.value(part, evaluatePart(part.expression, scope));
        break;
      case 'template-if':
        addConditional(part, builder, scope);
        break;
      case 'template-for':
        addLoop(part, builder, scope);
        break;
    }
  }
}

function addConditional(part: TemplateIf, builder: StringBuilder, scope: Scope): void {
  const given = evaluatePart(part.condition, scope);
  if (given.kind === 'null') {
    fail(
      scope,
      part.condition,
      'Null condition',
      'The condition value is null. Conditions must either be true or false.',
    );
    return builder.hole(part.condition, given);
  }
  const condition = convert(given, BOOL);
  if (isFailure(condition)) {
    fail(scope, part.condition, 'Incorrect condition type', 'The condition expression must be of type bool.');
    return builder.hole(part.condition, given);
  }
  if (condition.kind !== 'bool') {
    const results = [part.then, part.otherwise].map((parts) => rendered(parts, part, scope));
    return builder.directive(part, withAlternatives(undecidedText(given), results));
  }
  builder.mark(given);
  addParts(condition.value ? part.then : part.otherwise, builder, scope);
}

function addLoop(part: TemplateFor, builder: StringBuilder, scope: Scope): void {
  const collection = evaluatePart(part.collection, scope);
  builder.mark(collection);
  const items = iterate(collection, scope, part.collection, "'for' directive");
  if (!items) return builder.directive(part, repeated(part, collection, scope));
  for (const { key, value } of items) {
    if (!spend(scope, part) || builder.full) return;
    let inner = scope;
    if (part.keyName !== undefined) inner = bind(inner, part.keyName, key);
    addParts(part.body, builder, bind(inner, part.valueName, value));
  }
}

/** What a loop over something unknown writes: the body for each member, as far as there are any to be known. */
function repeated(part: TemplateFor, collection: Value, scope: Scope): UnknownValue {
  const piece = undecidedText(collection);
  if (collection.kind !== 'unknown') return piece;
  const position: Value = { kind: 'unknown', type: DYNAMIC, dependsOn: piece.dependsOn };
  const members = mapMembers(membersOf(collection), ({ key, value, maybe }) => {
    const inner = part.keyName === undefined ? scope : bind(scope, part.keyName, key ?? position);
    const text = rendered(part.body, part, bind(inner, part.valueName, value));
    return maybe ? { value: text, maybe } : { value: text };
  });
  return withMembers(piece, members);
}

/** The text that parts of a template give, were they a template of their own. */
function rendered(parts: readonly TemplatePart[], at: Span, scope: Scope): Value {
  const inner: Scope = { ...scope, failures: [] };
  const builder = new StringBuilder(inner);
  if (spend(scope, at)) addParts(parts, builder, inner);
  return builder.finish({ kind: 'template', parts, start: at.start, end: at.end });
}

/** The text that a directive writes, which the given value decides. */
function undecidedText(by: Value): UnknownValue {
  return { kind: 'unknown', type: STRING, dependsOn: allDependencies([by]), notNull: true };
}

class StringBuilder {
  readonly #scope: Scope;
  readonly #pieces: (string | UnknownValue)[] = [];
  readonly #segments: Segment[] = [];
  readonly #unknown: Value[] = [];
  readonly #references: Reference[] = [];
  #length = 0;
  #sensitive = false;
  #ephemeral = false;
  /** The one value that the text encodes, where there is nothing else but space around it. */
  #encodes: Value | undefined;
  #bare = true;
  full = false;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  text(part: TemplateText): void {
    const { file } = this.#scope;
    const value = normalized(part.value);
    if (value === '') return;
    if (value.trim() !== '') this.#bare = false;
    for (const run of alignText(value, file.text, part)) {
      this.#segments.push({ at: this.#length + run.at, length: run.length, file, start: run.start, end: run.end });
    }
    this.#append(value);
  }

  value(part: Interpolation, given: Value): void {
    this.mark(given);
    if (given.kind === 'null') {
      fail(this.#scope, part.expression, 'Invalid template interpolation value', NULL_IN_TEMPLATE);
      return this.hole(part.expression, given);
    }
    const value = convert(given, STRING);
    if (isFailure(value) || value.kind === 'null') {
      const why = isFailure(value) ? value.detail : 'string required.';
      fail(
        this.#scope,
        part.expression,
        'Invalid template interpolation value',
        `Cannot include the given value in a string template: ${why}`,
      );
      return this.hole(part.expression, given);
    }
    if (value.kind === 'string') return this.#known(part.expression, value.value, value, value.encodes);
    if (value.kind !== 'unknown') return this.hole(part.expression, value);
    if (!value.parts) return this.hole(part.expression, value, value.encodes);
    return this.#partly(part.expression, value, value.parts);
  }

  /** An unknown piece. */
  hole(expression: Expression, given: Value, encodes?: Value): void {
    const origin = originOf(this.#scope, expression);
    this.#note(encodes);
    this.#piece(
      expression,
      given.kind === 'unknown'
        ? { ...given, type: STRING }
        : { kind: 'unknown', type: STRING, dependsOn: given.ref ? [given.ref] : [], origin },
    );
  }

  /** What a directive writes that can't be decided. */
  directive(part: TemplateIf | TemplateFor, piece: UnknownValue): void {
    this.#bare = false;
    this.#piece(part, { ...piece, origin: spanOrigin(this.#scope, part) });
  }

  #piece({ start, end }: Span, piece: UnknownValue): void {
    const { file } = this.#scope;
    this.#unknown.push(piece);
    this.#segments.push({ at: this.#length, length: 1, file, start, end });
    this.#pieces.push(piece);
    this.#length += 1;
  }

  mark(value: Value): void {
    if (value.sensitive) this.#sensitive = true;
    if (value.ephemeral) this.#ephemeral = true;
  }

  finish(template: Template): Value {
    const common = {
      origin: originOf(this.#scope, template),
      ...(this.#segments.length === 0 ? {} : { segments: this.#segments }),
      ...(this.#encodes && this.#bare ? { encodes: this.#encodes } : {}),
      ...(this.#sensitive ? { sensitive: true } : {}),
      ...(this.#ephemeral ? { ephemeral: true } : {}),
    };
    if (this.full) {
      fail(
        this.#scope,
        template,
        'String too long',
        `The template's result is longer than ${MAX_STRING_LENGTH} characters, or has more than ${MAX_PIECES} unknown pieces.`,
      );
      return { kind: 'unknown', type: STRING, dependsOn: [], notNull: true, origin: common.origin };
    }
    if (this.#unknown.length === 0) return { kind: 'string', value: normalized(this.#pieces.join('')), ...common };
    const dependsOn = [...allDependencies(this.#unknown), ...this.#references];
    return { kind: 'unknown', type: STRING, dependsOn, notNull: true, parts: this.#pieces, ...common };
  }

  #known(expression: Expression, text: string, from: Value, encodes: Value | undefined): void {
    if (text === '') return;
    this.#note(encodes);
    this.#copySegments(expression, from, text.length);
    this.#append(text);
  }

  #partly(expression: Expression, value: UnknownValue, parts: readonly (string | UnknownValue)[]): void {
    this.#note(value.encodes);
    const length = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : HOLE.length), 0);
    this.#copySegments(expression, value, length);
    if (this.#pieces.length + parts.length > MAX_PIECES) this.full = true;
    for (const part of this.full ? [] : parts) {
      if (typeof part === 'string') this.#append(part);
      else {
        this.#pieces.push(part);
        this.#unknown.push(part);
        this.#length += 1;
      }
    }
  }

  /** Where the value says where it was written, that; otherwise the interpolation stands for it. */
  #copySegments(expression: Expression, from: Value, length: number): void {
    const segments = segmentsOf(from);
    if (segments.length === 0) {
      const { file } = this.#scope;
      this.#segments.push({ at: this.#length, length, file, start: expression.start, end: expression.end });
    }
    if (this.#segments.length + segments.length > MAX_PIECES) return;
    for (const segment of segments) this.#segments.push({ ...segment, at: this.#length + segment.at });
  }

  #note(encodes: Value | undefined): void {
    if (encodes && !this.#encodes) this.#encodes = encodes;
    else this.#bare = false;
  }

  #append(text: string): void {
    this.#length += text.length;
    if (this.#length > MAX_STRING_LENGTH) {
      this.full = true;
      return;
    }
    const last = this.#pieces.length - 1;
    const before = this.#pieces[last];
    if (typeof before === 'string') this.#pieces[last] = before + text;
    else this.#pieces.push(text);
  }
}

const NULL_IN_TEMPLATE = 'The expression result is null. Cannot include a null value in a string template.';
