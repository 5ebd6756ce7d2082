/**
 * Letter case as Go's `unicode` package maps it: one code point to one. Where the full mapping of ECMAScript gives
 * several code points (`ß` to `SS`), the letter stays as it is.
 */
function mapEach(text: string, map: (character: string) => string): string {
  let result = '';
  for (const character of text) {
    const mapped = map(character);
    result += [...mapped].length === 1 ? mapped : character;
  }
  return result;
}

/** Greek letters with iota below have a capital of one code point, which ECMAScript writes as two. */
const IOTA: ReadonlyMap<string, string> = new Map(
  [...'\u1f80\u1f81\u1f82\u1f83\u1f84\u1f85\u1f86\u1f87\u1f90\u1f91\u1f92\u1f93\u1f94\u1f95\u1f96\u1f97']
    .concat([...'\u1fa0\u1fa1\u1fa2\u1fa3\u1fa4\u1fa5\u1fa6\u1fa7'])
    .map((letter) => [letter, String.fromCharCode(letter.charCodeAt(0) + 8)] as const)
    .concat([
      ['\u1fb3', '\u1fbc'],
      ['\u1fc3', '\u1fcc'],
      ['\u1ff3', '\u1ffc'],
    ]),
);

export function upperCase(text: string): string {
  return mapEach(text, (character) => IOTA.get(character) ?? character.toUpperCase());
}

export function lowerCase(text: string): string {
  return mapEach(text, (character) => (character === '\u0130' ? 'i' : character.toLowerCase()));
}

/** Letters whose title case differs from their upper case: the Latin digraphs. */
const TITLES: ReadonlyMap<string, string> = new Map(
  ['\u01c4\u01c5\u01c6', '\u01c7\u01c8\u01c9', '\u01ca\u01cb\u01cc', '\u01f1\u01f2\u01f3'].flatMap((forms) =>
    [...forms].map((form) => [form, forms.charAt(1)] as const),
  ),
);

const WORD = /[\p{L}\p{Nd}_]/u;
const SEPARATOR = /\s|[^\u0080-\u{10ffff}]/u;

/** Every letter at the start of a word in title case. A word ends at a space and at any ASCII sign but `_`. */
export function titleCase(text: string): string {
  let result = '';
  let previous = ' ';
  for (const character of text) {
    const starts = !WORD.test(previous) && SEPARATOR.test(previous);
    result += starts ? (TITLES.get(character) ?? upperCase(character)) : character;
    previous = character;
  }
  return result;
}
