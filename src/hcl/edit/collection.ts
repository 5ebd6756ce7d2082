/** Edits of tuples and objects. */
import type { EditResult } from './edit.js';
import { replaceExpression } from './attribute.js';
import { addItems, type List, removeItems } from './list.js';
import * as layout from '../print/layout.js';
import { findObjectItem } from './locate.js';
import type { Expression, ObjectExpression, ObjectItem, SyntaxFile, TupleExpression } from '../syntax.js';

function tupleList(tuple: TupleExpression): List {
  return { start: tuple.start, end: tuple.end, items: tuple.elements, separator: 'always' };
}

function objectList(object: ObjectExpression): List {
  return { start: object.start, end: object.end, items: object.items, separator: 'newline' };
}

export function removeTupleElement(file: SyntaxFile, tuple: TupleExpression, element: Expression): EditResult {
  return removeTupleElements(file, tuple, [element]);
}

/** Removes elements, which must be those of the tree. */
export function removeTupleElements(
  file: SyntaxFile,
  tuple: TupleExpression,
  elements: readonly Expression[],
): EditResult {
  const indices = new Set(elements.map((element) => tuple.elements.indexOf(element)));
  if (indices.has(-1)) return { refused: `The element to be removed is not one of the list in ${file.path}.` };
  return removeItems(file, tupleList(tuple), indices);
}

export function addTupleElement(file: SyntaxFile, tuple: TupleExpression, text: string): EditResult {
  return addTupleElements(file, tuple, [text]);
}

export function addTupleElements(file: SyntaxFile, tuple: TupleExpression, texts: readonly string[]): EditResult {
  return addItems(file, tupleList(tuple), texts, layout.indentationUnit(file));
}

export function removeObjectItem(file: SyntaxFile, object: ObjectExpression, item: ObjectItem): EditResult {
  return removeObjectItems(file, object, [item]);
}

/** Removes items, which must be those of the tree. */
export function removeObjectItems(
  file: SyntaxFile,
  object: ObjectExpression,
  items: readonly ObjectItem[],
): EditResult {
  const indices = new Set(items.map((item) => object.items.indexOf(item)));
  if (indices.has(-1)) return { refused: `The item to be removed is not one of the object in ${file.path}.` };
  return removeItems(file, objectList(object), indices);
}

/**
 * Gives a key this value, both written as HCL (a key that is no identifier in quotes); adds the item where the object
 * lacks it, with `=` or `:` as the object's last item has it.
 */
export function setObjectItem(file: SyntaxFile, object: ObjectExpression, key: string, valueText: string): EditResult {
  const name = key.startsWith('"') ? key.slice(1, -1) : key;
  const present = findObjectItem(object, name);
  if (present) return replaceExpression(file, present.value, valueText);
  const last = object.items.at(-1);
  const colon = last && file.text.slice(last.key.end, last.value.start).trimStart().startsWith(':');
  const separator = colon ? `${file.text[last.key.end] === ':' ? '' : ' '}: ` : ' = ';
  return addItems(file, objectList(object), [`${key}${separator}${valueText}`], layout.indentationUnit(file));
}
