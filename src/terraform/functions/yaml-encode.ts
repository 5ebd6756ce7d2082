import { formatNumber } from '#model/number.js';
import { STRING } from '#model/type.js';
import type { Value } from '#model/value.js';
import { dependenciesOf, isMapping, isSequence, isWhollyKnown, string, unknown } from '#model/values/make.js';
import { anything, fault, type FunctionSpec } from './define.js';

/**
 * `yamlencode`: block style, every string double-quoted, or literal where it has line breaks. Lines, folding at 80
 * columns and hints are those of libyaml's emitter, whose state (column, pending white space, indentation) is kept here.
 */
const BEST_WIDTH = 80;
const STEP = 2;

class Emitter {
  text = '';
  column = 0;
  whitespace = true;
  indention = true;
  indent = -1;
  /** A plain scalar at the root needs a document end marker. */
  openEnded = false;

  put(text: string): void {
    this.text += text;
    this.column += [...text].length;
  }

  break(): void {
    this.text += '\n';
    this.column = 0;
  }

  /** Starts a line at the current indentation, unless one is just started there. */
  line(): void {
    const indent = Math.max(this.indent, 0);
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.break();
    if (this.column < indent) this.put(' '.repeat(indent - this.column));
    this.whitespace = true;
    this.indention = true;
  }

  indicator(text: string, spaceBefore: boolean, isSpace: boolean, isIndention: boolean): void {
    if (spaceBefore && !this.whitespace) this.put(' ');
    this.put(text);
    this.whitespace = isSpace;
    this.indention = this.indention && isIndention;
    this.openEnded = false;
  }

  /** Runs with the indentation one step deeper. */
  nested(flow: boolean, indentless: boolean, run: () => void): void {
    const outer = this.indent;
    if (outer < 0) this.indent = flow ? STEP : 0;
    else if (!indentless) this.indent += STEP;
    run();
    this.indent = outer;
  }

  scalar(value: Value, root: boolean, simpleKey: boolean): void {
    this.nested(true, false, () => {
      if (value.kind === 'string') this.#string(value.value, simpleKey);
      else this.#plain(plainText(value), root);
    });
  }

  #plain(text: string, root: boolean): void {
    if (!this.whitespace) this.put(' ');
    this.put(text);
    this.whitespace = false;
    this.indention = false;
    if (root) this.openEnded = true;
  }

  #string(text: string, simpleKey: boolean): void {
    if (text.includes('\n') && !simpleKey && literalAllowed(text)) this.#literal(text);
    else this.#quoted(text, !simpleKey);
  }

  #quoted(text: string, mayFold: boolean): void {
    this.indicator('"', true, false, false);
    const characters = [...text];
    let spaces = false;
    for (const [at, character] of characters.entries()) {
      const fold = mayFold && !spaces && this.column > BEST_WIDTH && at > 0 && at < characters.length - 1;
      if (character === ' ' && fold) {
        this.line();
        if (characters[at + 1] === ' ') this.put('\\');
      } else {
        this.put(escaped(character));
      }
      spaces = character === ' ';
    }
    this.indicator('"', false, false, false);
    this.whitespace = false;
    this.indention = false;
  }

  #literal(text: string): void {
    this.indicator('|', true, false, false);
    const first = text.charAt(0);
    if (first === ' ' || isBreak(first)) this.indicator(String(STEP), false, false, false);
    const hint = chompHint(text);
    if (hint !== '') this.indicator(hint, false, false, false);
    this.break();
    this.indention = true;
    this.whitespace = true;
    let breaks = true;
    for (const character of text) {
      if (isBreak(character)) {
        this.break();
        this.indention = true;
        breaks = true;
      } else {
        if (breaks) this.line();
        this.put(character);
        this.indention = false;
        breaks = false;
      }
    }
  }
}

function plainText(value: Value): string {
  if (value.kind === 'number') return formatNumber(value.value);
  return value.kind === 'bool' ? String(value.value) : 'null';
}

function isBreak(character: string): boolean {
  return /^[\n\r\u0085\u2028\u2029]$/.test(character);
}

/** Text with unprintable characters, or with spaces that a block would lose, can't be written as a literal block. */
function literalAllowed(text: string): boolean {
  if (text.endsWith(' ') || / [\n\r\u0085\u2028\u2029]/.test(text)) return false;
  return [...text].every(isPrintable);
}

function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0 || code > 0xfffd) return false;
  return code !== 0xfeff && !(code >= 0xd800 && code <= 0xdfff);
}

function chompHint(text: string): string {
  if (!isBreak(text.slice(-1))) return '-';
  return text.length === 1 || isBreak(text.slice(-2, -1)) ? '+' : '';
}

const SHORT: ReadonlyMap<number, string> = new Map([
  [0x00, '0'],
  [0x07, 'a'],
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0b, 'v'],
  [0x0c, 'f'],
  [0x0d, 'r'],
  [0x1b, 'e'],
  [0x22, '"'],
  [0x5c, '\\'],
  [0x85, 'N'],
  [0xa0, '_'],
  [0x2028, 'L'],
  [0x2029, 'P'],
]);

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (isPrintable(character) && character !== '"' && character !== '\\' && !isBreak(character)) return character;
  const short = SHORT.get(code);
  if (short !== undefined) return `\\${short}`;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function emitNode(emitter: Emitter, value: Value, inMapping: boolean, root: boolean): void {
  if (isSequence(value)) emitSequence(emitter, value.elements, inMapping);
  else if (isMapping(value)) emitMapping(emitter, value.entries);
  else emitter.scalar(value, root, false);
}

function emitSequence(emitter: Emitter, elements: readonly Value[], inMapping: boolean): void {
  if (elements.length === 0) {
    emitter.indicator('[', true, true, false);
    emitter.indicator(']', false, false, false);
    return;
  }
  emitter.nested(false, inMapping && !emitter.indention, () => {
    for (const element of elements) {
      emitter.line();
      emitter.indicator('-', true, false, true);
      emitNode(emitter, element, false, false);
    }
  });
}

function emitMapping(emitter: Emitter, entries: ReadonlyMap<string, Value>): void {
  if (entries.size === 0) {
    emitter.indicator('{', true, true, false);
    emitter.indicator('}', false, false, false);
    return;
  }
  emitter.nested(false, false, () => {
    for (const [key, entry] of entries) emitEntry(emitter, string(key), key, entry);
  });
}

/** Longer keys, in bytes, and those of many lines are written with `?`. */
const MAX_SIMPLE_KEY = 128;

function emitEntry(emitter: Emitter, keyValue: Value, key: string, entry: Value): void {
  emitter.line();
  const simple = Buffer.byteLength(key) <= MAX_SIMPLE_KEY && ![...key].some(isBreak);
  if (simple) {
    emitter.scalar(keyValue, false, true);
    emitter.indicator(':', false, false, false);
  } else {
    emitter.indicator('?', true, false, true);
    emitter.scalar(keyValue, false, false);
    emitter.line();
    emitter.indicator(':', true, false, true);
  }
  emitNode(emitter, entry, true, false);
}

/** The value as YAML text. It must be wholly known. */
export function encodeYaml(value: Value): string {
  const emitter = new Emitter();
  emitNode(emitter, value, false, true);
  if (emitter.openEnded) {
    emitter.indent = -1;
    emitter.line();
    emitter.text += '...\n';
  } else if (!emitter.text.endsWith('\n')) {
    emitter.text += '\n';
  }
  return emitter.text;
}

export const yamlencode: FunctionSpec = {
  name: 'yamlencode',
  params: [anything('value', { allowNull: true, allowUnknown: true })],
  returns: STRING,
  apply: ([value]) => {
    if (!value) return fault('no value');
    if (!isWhollyKnown(value)) return unknown(STRING, { dependsOn: dependenciesOf(value), notNull: true });
    return string(encodeYaml(value));
  },
};
