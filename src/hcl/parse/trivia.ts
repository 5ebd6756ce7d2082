/** White space and comments: what stands between the tokens. */

/** The offset of the first character at or behind `at` that is neither white space nor in a comment; at most `end`. */
export function triviaEnd(text: string, at: number, end: number): number {
  let offset = at;
  while (offset < end) {
    const next = pieceEnd(text, offset);
    if (next === offset) return offset;
    offset = next;
  }
  return end;
}

/** As {@link triviaEnd}, but stops at a newline, and before a comment that contains or ends with one. */
export function blankEnd(text: string, at: number, end: number): number {
  let offset = at;
  while (offset < end) {
    const code = text.charCodeAt(offset);
    if (code === 10 || (code === 13 && text.charCodeAt(offset + 1) === 10)) return offset;
    const next = pieceEnd(text, offset);
    if (next === offset || text.slice(offset, next).includes('\n')) return offset;
    offset = next;
  }
  return end;
}

function pieceEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 32 || (code >= 9 && code <= 13) || code === 0xfeff) return at + 1;
  if (code === 0x23) return lineEnd(text, at);
  if (code !== 0x2f) return at;
  const next = text.charCodeAt(at + 1);
  if (next === 0x2f) return lineEnd(text, at);
  if (next !== 0x2a) return at;
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? at : close + 2;
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}
