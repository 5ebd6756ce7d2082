/** Edits of blocks. */
import type { EditResult } from './edit.js';
import { addToBody, removeLines } from './body.js';
import * as layout from '../print/layout.js';
import type { Block, Body, BodyItem, SyntaxFile } from '../syntax.js';

/**
 * Adds a block, written as its lines without indentation of its own, behind the item `after`, or at the end of the
 * body. Blank lines set it apart.
 */
export function insertBlock(file: SyntaxFile, body: Body, lines: readonly string[], after?: BodyItem): EditResult {
  const previous = after ?? body.items.at(-1);
  if (previous?.kind === 'invalid') return { refused: `What precedes the new block in ${file.path} does not parse.` };
  return addToBody(file, body, { text: lines.join('\n'), after: previous, apart: true });
}

/** Adds a block at the end of the file. */
export function appendTopLevelBlock(file: SyntaxFile, lines: readonly string[]): EditResult {
  return addToBody(file, file.body, { text: lines.join('\n'), after: file.body.items.at(-1), apart: true });
}

/** Removes a block and the blank line that would be left over. Comments above it stay. */
export function removeBlock(file: SyntaxFile, block: Block): EditResult {
  const { text } = file;
  if (!layout.startsLine(text, block.start) || !layout.endsLine(text, block.end)) {
    return { refused: `The block ${block.type} in ${file.path} shares its lines with something else.` };
  }
  return [removeLines(file, block)];
}
