/** What HCL takes for identifier characters and for white space. */

const ID_START = /\p{ID_Start}/u;
const ID_CONTINUE = /\p{ID_Continue}/u;

export const WORD_START = 1;
export const WORD_REST = 2;
export const DIGIT = 4;

/** Properties of the ASCII characters. */
export const ASCII: Uint8Array = asciiTable();

function asciiTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 48; code <= 57; code++) table[code] = WORD_REST | DIGIT;
  for (let code = 65; code <= 90; code++) table[code] = WORD_START | WORD_REST;
  for (let code = 97; code <= 122; code++) table[code] = WORD_START | WORD_REST;
  table[95] = WORD_START | WORD_REST;
  table[45] = WORD_REST;
  return table;
}

/** Where the identifier that starts at `start` ends; `start` itself where none does. */
export function identifierEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first < 128 ? ((ASCII[first] as number) & WORD_START) === 0 : !matches(ID_START, text, start)) return start;
  let at = start + (first < 128 ? 1 : unitsAt(text, start));
  for (;;) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      if (((ASCII[code] as number) & WORD_REST) === 0) return at;
      at++;
    } else if (code >= 128 && matches(ID_CONTINUE, text, at)) at += unitsAt(text, at);
    else return at;
  }
}

function matches(property: RegExp, text: string, at: number): boolean {
  return property.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

/** How many UTF-16 units the character at `at` has. */
export function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** White space as Go's unicode.IsSpace has it, which HCL's strip markers and heredocs use. */
export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  if (code === 0x85 || code === 0xa0 || code === 0x1680) return true;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** How many white-space characters `text` starts with. */
export function leadingSpaces(text: string): number {
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}
