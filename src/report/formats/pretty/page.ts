import type { TechniqueResult } from '#analysis/result/result.js';
import type { SourceRange } from '#model/diagnostic.js';
import type { ReportContext } from '../../format.js';
import { place } from '../../digest/names.js';
import type { Paint } from '../../paint.js';
import { columnsOf, cut, wrap } from './text.js';
import { visibleLine } from '../../safe-text.js';

/** What every section of the terminal report needs. */
export interface Page {
  readonly paint: Paint;
  readonly width: number;
  /** The line at the place, safe to print; undefined where it can't be read. */
  lineAt(source: SourceRange): string | undefined;
  titleOf(technique: string): string;
  /** The command that does this for the same folder with the same flags: `harden`, `explain ID`. */
  command(what: string, ...flags: readonly string[]): string;
}

/** What a page is about: safe to print. */
interface Shown {
  readonly root: string;
  readonly techniques: readonly TechniqueResult[];
}

export function pageFor(context: ReportContext, paint: Paint, { root, techniques }: Shown): Page {
  const titles = new Map(techniques.map(({ id, title }) => [id, title]));
  return {
    paint,
    width: context.width,
    lineAt: (source) => {
      const line = context.readLine(source.file, source.startLine);
      return line === undefined ? undefined : visibleLine(line);
    },
    titleOf: (technique) => titles.get(technique) ?? technique,
    command: (what, ...more) => {
      const { analysis, plan } = context.flags;
      const flags = visibleLine(what === 'harden' ? analysis + plan : analysis);
      return `chokepoint ${what} ${root}${flags}${more.map((flag) => ` ${flag}`).join('')}`;
    },
  };
}

/** `main.tf:12  cidr_blocks = ["0.0.0.0/0"]`, cut to the columns; `instead` where the line has nothing but brackets. */
export function sourceLine(page: Page, source: SourceRange, columns: number, instead = ''): string {
  const where = place(source);
  const line = page.lineAt(source) ?? '';
  const room = columns - where.length - 2;
  if (line.trim() === '' || room < 8) return page.paint.cyan(cut(where, columns));
  const text = isBare(line) && instead !== '' ? page.paint.dim(cut(instead, room)) : partOfInterest(line, source, room);
  return `${page.paint.cyan(where)}  ${text}`;
}

/** Nothing but brackets and commas stands in the line. */
export function isBare(line: string): boolean {
  return /^[\s()[\]{},]*$/.test(line);
}

/** The value depends on what a loop, a variable or a local is. */
export function isIndirect(line: string): boolean {
  return /\$\{|\b(?:each|count|var|local)\./.test(line);
}

/** The line without its indentation; of a line too long, what stands around the place. */
function partOfInterest(line: string, source: SourceRange, room: number): string {
  const text = line.trim();
  if (columnsOf(text) <= room) return text;
  const before = Math.max(0, source.startColumn - 1 - (line.length - line.trimStart().length));
  const sameLine = source.endLine === source.startLine;
  const end = sameLine ? before + source.endColumn - source.startColumn : text.length;
  if (end <= room - 1) return cut(text, room);
  if (before <= room / 2) return cut(text, room);
  const lead = Math.min(before, Math.max(8, room - (end - before) - 2));
  return cut(`…${text.slice(before - lead)}`, room);
}

/** A heading with a rule to the right edge. */
export function heading(page: Page, text: string): string {
  const lines = wrap(text, page.width - 2);
  const rule = '─'.repeat(Math.max(0, page.width - columnsOf(lines.at(-1) ?? '') - 1));
  return `${lines.map((line) => page.paint.bold(line)).join('\n')} ${page.paint.dim(rule)}`;
}
