import type { SourceRange } from '#terraform/diagnostic.js';
import type { ReportContext } from '../report.js';
import type { Paint } from './paint.js';
import { cut, visibleLine } from './text.js';

/** What every section of the terminal report needs. */
export interface Page {
  readonly paint: Paint;
  readonly width: number;
  /** The line at the place, safe to print; undefined where it can't be read. */
  lineAt(source: SourceRange): string | undefined;
  titleOf(technique: string): string;
}

export function pageFor(context: ReportContext, paint: Paint): Page {
  return {
    paint,
    width: context.width,
    lineAt: (source) => {
      const line = context.readLine(source.file, source.startLine);
      return line === undefined ? undefined : visibleLine(line);
    },
    titleOf: (technique) => context.techniqueTitle(technique) ?? technique,
  };
}

export function place(source: SourceRange): string {
  return `${source.file}:${source.startLine}`;
}

/** `main.tf:12  cidr_blocks = ["0.0.0.0/0"]`, cut to the columns. */
export function sourceLine(page: Page, source: SourceRange, columns: number): string {
  const where = place(source);
  const text = page.lineAt(source)?.trim() ?? '';
  const room = columns - where.length - 2;
  if (text === '' || room < 8) return page.paint.cyan(cut(where, columns));
  return `${page.paint.cyan(where)}  ${cut(text, room)}`;
}

/** A heading with a rule to the right edge. */
export function heading(page: Page, text: string): string {
  const rule = '─'.repeat(Math.max(0, page.width - text.length - 1));
  return `${page.paint.bold(text)} ${page.paint.dim(rule)}`;
}
