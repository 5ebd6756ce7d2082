/** Changes as edits of text, file by file. */
import { type EditResult, type TextEdit, applyEdits, isRefusal, replace } from '#hcl/edit/edit.js';
import { removeAttribute, replaceExpression, setAttribute } from '#hcl/edit/attribute.js';
import { appendTopLevelBlock, insertBlock, removeBlock } from '#hcl/edit/block.js';
import { addTupleElement, removeObjectItem, removeTupleElements, setObjectItem } from '#hcl/edit/collection.js';
import { addJsonElement, removeJsonElements, replaceJsonValue, setJsonProperty } from '#hcl/edit/json.js';
import * as layout from '#hcl/print/layout.js';
import { expressionAt, findAttribute, findObjectItem, nodePath } from '#hcl/edit/locate.js';
import type { Body, Span, SyntaxFile } from '#hcl/syntax.js';
import type { TextFile } from '#model/value.js';
import type { Change, Listing, NarrowElement, RemoveElements } from './change.js';
import { type Refused, madeOf, mergeChanges } from './merge.js';
import { isSyntaxFile, maskedText, sameSpan } from './propose/edit/place.js';
import { findNodeAtLocation, findNodeAtOffset, parseTree } from 'jsonc-parser';

/** A text edit with the file that it is of. */
export interface PatchEdit extends TextEdit {
  readonly source: File;
}

export interface Patch {
  readonly edits: readonly PatchEdit[];
  /** Changes, as they were given, that can't be made, or not beside the others. */
  readonly refused: readonly Refused[];
}

export type { Refused };

type File = SyntaxFile | TextFile;

/** Merges the changes of all edits of a plan and makes text edits of them. */
export function buildPatch(changes: readonly Change[]): Patch {
  const merged = mergeChanges(changes);
  const refused: Refused[] = [...merged.refused];
  const made: Made[] = [];
  const { paired, rest } = pairAttributes(merged.changes);
  made.push(...paired);
  for (const change of rest) {
    const result = toText(change, rest);
    if (isRefusal(result)) refused.push({ change, reason: result.refused });
    else made.push({ change, edits: result.map((each) => ({ ...each, source: change.file })) });
  }
  const compatible = withoutCollisions(made, refused);
  const given = refused.flatMap(({ change, reason }) => {
    const origins = madeOf(change, changes);
    return (origins.length > 0 ? origins : [change]).map((origin) => ({ change: origin, reason }));
  });
  return { edits: compatible, refused: given };
}

/** The new text of every file that the edits of a patch change, by path. */
export function applyPatch(edits: readonly PatchEdit[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [path, { source, list }] of [...byFile(edits)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const edited = applyEdits(source.text, list);
    if (isRefusal(edited)) throw new Error(`edits of one patch contradict each other: ${edited.refused}`);
    if (edited.text !== source.text) files.set(path, edited.text);
  }
  return files;
}

interface Made {
  readonly change: Change;
  readonly edits: readonly PatchEdit[];
}

/** The edits that go together; a change whose edits collide with those of earlier ones is refused. */
function withoutCollisions(made: readonly Made[], refused: Refused[]): readonly PatchEdit[] {
  const all = withoutSwallowed(made.flatMap((each) => each.edits));
  if (conflictOf(all) === undefined) return all;
  let kept: readonly PatchEdit[] = [];
  for (const { change, edits } of made) {
    const next = withoutSwallowed([...kept, ...edits]);
    const conflict = conflictOf(next);
    if (conflict === undefined) kept = next;
    else refused.push({ change, reason: conflict });
  }
  return kept;
}

function conflictOf(edits: readonly PatchEdit[]): string | undefined {
  for (const { source, list } of byFile(edits).values()) {
    const edited = applyEdits(source.text, list);
    if (isRefusal(edited)) return edited.refused;
  }
  return undefined;
}

function byFile(
  edits: readonly PatchEdit[],
): ReadonlyMap<string, { readonly source: File; readonly list: PatchEdit[] }> {
  const files = new Map<string, { source: File; list: PatchEdit[] }>();
  for (const edit of edits) {
    const file = files.get(edit.path);
    if (file) file.list.push(edit);
    else files.set(edit.path, { source: edit.source, list: [edit] });
  }
  return files;
}

/** An edit within a stretch that another one deletes is not needed. */
function withoutSwallowed(edits: readonly PatchEdit[]): readonly PatchEdit[] {
  const deletions = edits.filter((edit) => edit.replacement === '' && edit.end > edit.start);
  return edits.filter(
    (edit) =>
      !deletions.some(
        (other) =>
          other !== edit &&
          other.path === edit.path &&
          other.start <= edit.start &&
          other.end >= edit.end &&
          other.end - other.start > edit.end - edit.start,
      ),
  );
}

/**
 * An attribute that goes and one that comes in the same body: the new one takes the old one's line, which reads better
 * than a removal and an addition, and doesn't collide with either.
 */
function pairAttributes(changes: readonly Change[]): {
  readonly paired: readonly Made[];
  readonly rest: readonly Change[];
} {
  const used = new Set<Change>();
  const paired: Made[] = [];
  for (const change of changes) {
    if (change.kind !== 'remove-attribute') continue;
    const { file, body, name } = change;
    const attribute = findAttribute(body, name);
    const added = changes.filter(
      (other) =>
        other.kind === 'set-attribute' &&
        !used.has(other) &&
        sameBody(other, file, body) &&
        !findAttribute(body, other.name),
    );
    if (!attribute || added.length === 0) continue;
    const indentation = layout.indentationAt(file.text, attribute.start);
    const ending = layout.lineEnding(file.text);
    const lines = added.map((each) => {
      used.add(each);
      return each.kind === 'set-attribute' ? `${each.name} = ${unitOf(file, each.value)}` : '';
    });
    used.add(change);
    const text = layout.indentLines(lines.join('\n'), indentation, ending);
    paired.push({ change, edits: [{ ...replace(file, attribute, text), source: file }] });
  }
  return { paired, rest: changes.filter((change) => !used.has(change)) };
}

function sameBody(change: { readonly file: SyntaxFile; readonly body: Body }, file: SyntaxFile, body: Body): boolean {
  return change.file.path === file.path && sameSpan(change.body, body);
}

/** New text is written with two spaces; here with what the file indents by. */
function unitOf(file: File, text: string): string {
  const unit = isSyntaxFile(file) ? layout.indentationUnit(file) : '  ';
  if (unit === '  ' || !text.includes('\n')) return text;
  return text.replace(/^( {2})+/gm, (spaces) => unit.repeat(spaces.length / 2));
}

function toText(change: Change, all: readonly Change[]): EditResult {
  switch (change.kind) {
    case 'set-attribute':
      return setAttribute(change.file, change.body, change.name, unitOf(change.file, change.value));
    case 'remove-attribute':
      return removeAttribute(change.file, change.body, change.name);
    case 'add-block':
      return insertBlock(
        change.file,
        change.body,
        linesOf(change.file, change.block),
        lastOfKind(change.body, change.block),
      );
    case 'append':
      return appendTopLevelBlock(change.file, linesOf(change.file, change.block));
    case 'remove-block': {
      const block = nodePath(change.file, change.at).findLast((node) => node.kind === 'block');
      if (!block || !sameSpan(block, change.at)) return { refused: `There is no such block in ${change.file.path}.` };
      return removeBlock(change.file, block);
    }
    case 'text':
      return change.edits;
    default:
      return change.json ? jsonText(change, change.json.document, all) : expressionText(change, all);
  }
}

/** New blocks of a type that is there already stand with the others. */
function lastOfKind(body: Body, block: string | Listing) {
  const text = typeof block === 'string' ? block : block.before;
  const type = /^[\w-]+/.exec(text)?.[0];
  return body.items.findLast((item) => item.kind === 'block' && item.type === type);
}

function linesOf(file: File, block: string | Listing): readonly string[] {
  return unitOf(file, written(block)).split('\n');
}

function written(text: string | Listing): string {
  return typeof text === 'string' ? text : text.before + text.items.join(', ') + text.after;
}

type Inside = Extract<
  Change,
  { readonly kind: 'replace' | 'remove-elements' | 'narrow-element' | 'add-element' | 'set-item' | 'remove-item' }
>;

function expressionText(change: Inside, all: readonly Change[]): EditResult {
  const { file } = change;
  if (!isSyntaxFile(file)) return { refused: `${file.path} is not a Terraform file.` };
  if (change.kind === 'narrow-element') return narrowed(change);
  const span = change.kind === 'replace' ? change.at : change.container;
  const expression = expressionAt(file, span);
  if (!expression) return { refused: `There is no such expression in ${file.path}.` };
  if (change.kind === 'replace') return replaceExpression(file, expression, unitOf(file, change.value));
  if (expression.kind === 'tuple') {
    if (change.kind === 'add-element') {
      return removalOf(change, all) ? [] : addTupleElement(file, expression, unitOf(file, written(change.value)));
    }
    if (change.kind === 'remove-elements') {
      const { elements, edits } = replacedByAdded(change, all);
      const gone = expression.elements.filter((each) => elements.some((span) => sameSpan(span, each)));
      const result = removeTupleElements(file, expression, gone);
      return isRefusal(result) ? result : [...edits, ...result];
    }
  }
  if (expression.kind === 'object') {
    if (change.kind === 'set-item')
      return setObjectItem(file, expression, keyText(change.key), unitOf(file, change.value));
    if (change.kind === 'remove-item') {
      const item = findObjectItem(expression, change.key);
      return item
        ? removeObjectItem(file, expression, item)
        : { refused: `There is no key ${change.key} in ${file.path}.` };
    }
  }
  return { refused: `The ${expression.kind} in ${file.path} can't be edited so.` };
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
}

function jsonText(change: Inside, document: Span, all: readonly Change[]): EditResult {
  const { file } = change;
  switch (change.kind) {
    case 'replace':
      return replaceJsonValue(file, document, change.at, change.value);
    case 'narrow-element':
      return narrowed(change);
    case 'add-element':
      return removalOf(change, all) ? [] : addJsonElement(file, document, change.container, written(change.value));
    case 'remove-elements': {
      const { elements, edits } = replacedByAdded(change, all);
      const result = removeJsonElements(file, document, elements);
      return isRefusal(result) ? result : [...edits, ...result];
    }
    case 'set-item':
      return setJsonProperty(file, document, change.container, { key: change.key, value: change.value });
    case 'remove-item': {
      const value = jsonValueAt(file, document, change.container, change.key);
      return value
        ? removeJsonElements(file, document, [value])
        : { refused: `There is no key ${change.key} in ${file.path}.` };
    }
  }
}

function jsonValueAt(file: File, document: Span, object: Span, key: string): Span | undefined {
  const root = parseTree(maskedText(file, document));
  const node = root && findNodeAtOffset(root, object.start - document.start);
  const value = node && findNodeAtLocation(node, [key]);
  const start = (value?.offset ?? 0) + document.start;
  return value && { start, end: start + value.length };
}

/** The removal from the list that something is added to. */
function removalOf(change: Inside, all: readonly Change[]): RemoveElements | undefined {
  if (change.kind !== 'add-element') return undefined;
  return all.find(
    (other): other is RemoveElements =>
      other.kind === 'remove-elements' &&
      other.file.path === change.file.path &&
      sameSpan(other.container, change.container),
  );
}

/** What is added to a list from which something is removed takes the place of that, so that the two don't collide. */
function replacedByAdded(change: RemoveElements, all: readonly Change[]) {
  const added = all.filter((other) => other.kind === 'add-element' && removalOf(other, all) === change);
  const [seat, ...elements] = change.elements;
  if (added.length === 0 || !seat) return { elements: change.elements, edits: [] };
  const { file } = change;
  const texts = added.map((each) => (each.kind === 'add-element' ? unitOf(file, written(each.value)) : ''));
  return { elements, edits: [replace(file, seat, joinedAt(file, seat, texts))] };
}

function narrowed(change: NarrowElement): EditResult {
  const { file, container, element, keep } = change;
  if (keep.length === 0) return { refused: `Nothing would be left of a wildcard in ${file.path}.` };
  const alone = sameSpan(container, element);
  return [replace(file, element, alone ? `[${keep.join(', ')}]` : joinedAt(file, element, keep))];
}

/** Elements in the place of one: on lines of their own where that has one. */
function joinedAt(file: File, element: Span, texts: readonly string[]): string {
  const { text } = file;
  const indentation = layout.indentationAt(text, element.start);
  const ending = layout.lineEnding(text);
  const indented = texts.map((each) => layout.indentLines(each, indentation, ending));
  return indented.join(layout.startsLine(text, element.start) ? `,${ending}${indentation}` : ', ');
}
