import picocolors from 'picocolors';
import type { Severity } from '#harden/control.js';

export type Paint = ReturnType<typeof picocolors.createColors>;

/** Styles for one stream; without colour they return the text as it is. */
export function paintFor(color: boolean): Paint {
  return picocolors.createColors(color);
}

const SEVERITY_STYLES: Readonly<Record<Severity, (paint: Paint, text: string) => string>> = {
  critical: (paint, text) => paint.bold(paint.inverse(paint.red(` ${text} `))),
  high: (paint, text) => paint.bold(paint.red(` ${text} `)),
  medium: (paint, text) => paint.bold(paint.yellow(` ${text} `)),
  low: (paint, text) => paint.cyan(` ${text} `),
  info: (paint, text) => paint.dim(` ${text} `),
};

/** The columns that a badge takes. */
export const BADGE_COLUMNS = 10;

/** ` CRITICAL `, all of one width. */
export function badge(paint: Paint, severity: Severity): string {
  return SEVERITY_STYLES[severity](paint, severity.toUpperCase().padEnd(BADGE_COLUMNS - 2));
}

/** `2 critical, 1 high`, the worst first. */
export function severityCounts(
  paint: Paint,
  counts: readonly { readonly severity: Severity; readonly count: number }[],
): string {
  return counts
    .map(({ severity, count }) => {
      const text = `${count} ${severity}`;
      return severity === 'critical' || severity === 'high' ? paint.bold(text) : text;
    })
    .join(', ');
}
