/**
 * Changes of several edits, made one set: duplicates once, removals from one list together, lists that several add to
 * joined. What the merging decides (a list is emptied, so its statement goes) may decide more, hence the rounds; each
 * puts changes further out in the tree in the place of others, so that there are few.
 */
import { parseTree } from 'jsonc-parser';
import { groupBy } from '#aws/grouping.js';
import { expressionAt } from '#hcl/edit/locate.js';
import type { Span } from '#hcl/syntax.js';
import type { Change, Listing, NarrowElement, RemoveBlock, RemoveElements } from './change.js';
import { isSyntaxFile, maskedText, sameSpan } from './propose/edit/place.js';

export interface Refused {
  readonly change: Change;
  readonly reason: string;
}

export interface Merged {
  readonly changes: readonly Change[];
  readonly refused: readonly Refused[];
}

const MAX_ROUNDS = 8;

export function mergeChanges(given: readonly Change[]): Merged {
  let changes = distinct(given);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = distinct(withoutEmptiedBodies(withoutEmptiedLists(changes)));
    if (next.length === changes.length && next.every((change, index) => change === changes[index])) break;
    changes = next;
  }
  return settle(joinListings(joinNarrowed(joinRemoved(changes))));
}

function distinct(changes: readonly Change[]): readonly Change[] {
  const byKey = new Map<string, Change>();
  for (const change of changes) {
    const key = keyOf(change);
    if (!byKey.has(key)) byKey.set(key, change);
  }
  return [...byKey.values()];
}

/** The changes, as they were given, that a merged one was made of. */
export function madeOf(merged: Change, given: readonly Change[]): readonly Change[] {
  const key = keyOf(merged);
  const target = meetingPlace(merged);
  return given.filter((change) => {
    for (let next: Change | undefined = change; next; next = fallbackOf(next)) {
      if (keyOf(next) === key || (target !== undefined && meetingPlace(next) === target)) return true;
    }
    return false;
  });
}

function fallbackOf(change: Change): Change | undefined {
  if (change.kind === 'remove-elements') return change.ifEmpty;
  return change.kind === 'remove-block' ? change.last?.instead : undefined;
}

function meetingPlace(change: Change): string | undefined {
  if (change.kind === 'remove-elements') return placeKey(change.file.path, change.container);
  if (change.kind === 'narrow-element') return placeKey(change.file.path, change.element);
  return listingKey(change);
}

/** Equal for changes that do the same. */
export function keyOf(change: Change): string {
  return JSON.stringify(change, (name, value: unknown) => {
    if (name === 'file' && value !== null && typeof value === 'object' && 'path' in value) return value.path;
    if (name === 'body' && value !== null && typeof value === 'object' && 'start' in value) return value.start;
    return value;
  });
}

function placeKey(path: string, span: Span): string {
  return `${path}:${span.start}:${span.end}`;
}

function isRemoval(change: Change): change is RemoveElements {
  return change.kind === 'remove-elements';
}

/** Where nothing of a list would be left, what the removals say is to be done instead. */
function withoutEmptiedLists(changes: readonly Change[]): readonly Change[] {
  const removals = changes.filter(isRemoval);
  const result = new Set<Change>(changes);
  for (const group of groupBy(removals, (change) => placeKey(change.file.path, change.container)).values()) {
    const [first] = group;
    const instead = group.find((change) => change.ifEmpty)?.ifEmpty;
    if (!first || !instead) continue;
    const gone = group.flatMap((change) => change.elements);
    if (!elementsOf(first).every((element) => gone.some((each) => sameSpan(each, element)))) continue;
    const key = keyOf(instead);
    for (const change of group) {
      // Others have a fallback of their own, which is not needed: the list is not empty any more.
      if (change.ifEmpty && keyOf(change.ifEmpty) === key) result.delete(change);
    }
    result.add(instead);
  }
  return [...result];
}

function elementsOf({ file, container, json }: RemoveElements): readonly Span[] {
  if (json) {
    const root = parseTree(maskedText(file, json.document));
    const stack = root ? [root] : [];
    for (let node = stack.pop(); node; node = stack.pop()) {
      const start = node.offset + json.document.start;
      if (sameSpan({ start, end: start + node.length }, container)) {
        return (node.children ?? []).map((child) => {
          const at = child.offset + json.document.start;
          return { start: at, end: at + child.length };
        });
      }
      stack.push(...(node.children ?? []));
    }
    return [];
  }
  const list = isSyntaxFile(file) ? expressionAt(file, container) : undefined;
  return list?.kind === 'tuple' ? list.elements : [];
}

function withoutEmptiedBodies(changes: readonly Change[]): readonly Change[] {
  const removals = changes.filter((change): change is RemoveBlock => change.kind === 'remove-block');
  const result = new Set<Change>(changes);
  for (const change of removals) {
    const { last, file } = change;
    if (!last) continue;
    const gone = [...result].filter((other) => other.kind === 'remove-block' && other.file.path === file.path);
    const isGone = (span: Span): boolean =>
      gone.some((other) => other.kind === 'remove-block' && sameSpan(other.at, span));
    if (!last.siblings.every(isGone)) continue;
    result.delete(change);
    result.add(last.instead);
  }
  return [...result];
}

function joinRemoved(changes: readonly Change[]): readonly Change[] {
  const groups = groupBy(changes.filter(isRemoval), (change) => placeKey(change.file.path, change.container));
  const joined = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const elements = new Map(group.flatMap((change) => change.elements).map((each) => [each.start, each]));
    return [{ ...first, elements: [...elements.values()] }];
  });
  return [...changes.filter((change) => !isRemoval(change)), ...joined];
}

function joinNarrowed(changes: readonly Change[]): readonly Change[] {
  const narrowed = changes.filter((change): change is NarrowElement => change.kind === 'narrow-element');
  const removed = changes.filter(isRemoval);
  const joined: NarrowElement[] = [];
  for (const group of groupBy(narrowed, (change) => placeKey(change.file.path, change.element)).values()) {
    const [first, ...rest] = group;
    if (!first) continue;
    const isGone = removed.some(
      (change) => change.file.path === first.file.path && change.elements.some((each) => sameSpan(each, first.element)),
    );
    const keep = first.keep.filter((text) => rest.every((other) => other.keep.includes(text)));
    if (!isGone) joined.push({ ...first, keep });
  }
  return [...changes.filter((change) => change.kind !== 'narrow-element'), ...joined];
}

function joinListings(changes: readonly Change[]): readonly Change[] {
  const result = new Map<string, Change>();
  for (const change of changes) {
    const key = listingKey(change);
    if (key === undefined) {
      result.set(keyOf(change), change);
      continue;
    }
    const present = result.get(key);
    result.set(key, present ? joined(present, change) : change);
  }
  return [...result.values()];
}

function listingOf(change: Change): Listing | undefined {
  if (change.kind === 'add-element') return typeof change.value === 'string' ? undefined : change.value;
  if (change.kind === 'add-block' || change.kind === 'append') {
    return typeof change.block === 'string' ? undefined : change.block;
  }
  return undefined;
}

function listingKey(change: Change): string | undefined {
  const listing = listingOf(change);
  return listing && `${change.kind} ${listing.key}`;
}

function joined(a: Change, b: Change): Change {
  const [one, other] = [listingOf(a), listingOf(b)];
  if (!one || !other) return a;
  const listing = { ...one, items: [...new Set([...one.items, ...other.items])].toSorted(byText) };
  if (a.kind === 'add-element') return { ...a, value: listing };
  return a.kind === 'add-block' || a.kind === 'append' ? { ...a, block: listing } : a;
}

/** A reference and what is made of it in quotes stand together. */
function byText(a: string, b: string): number {
  const bare = (text: string): string => text.replaceAll(/["${}]/g, '');
  return bare(a) < bare(b) ? -1 : 1;
}

/** Of changes that give one thing two values the first counts; the other is refused. */
function settle(changes: readonly Change[]): Merged {
  const seen = new Map<string, Change>();
  const kept: Change[] = [];
  const refused: Refused[] = [];
  for (const change of changes) {
    const target = targetOf(change);
    const before = target === undefined ? undefined : seen.get(target);
    if (before) {
      refused.push({ change, reason: 'Another edit of the plan gives the same place another value.' });
      continue;
    }
    if (target !== undefined) seen.set(target, change);
    kept.push(change);
  }
  return { changes: kept, refused };
}

function targetOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'set-attribute':
    case 'remove-attribute':
      return `${change.file.path}:${change.body.start}:${change.body.end}:${change.name}`;
    case 'replace':
      return placeKey(change.file.path, change.at);
    case 'set-item':
    case 'remove-item':
      return `${placeKey(change.file.path, change.container)}:${change.key}`;
    default:
      return undefined;
  }
}
