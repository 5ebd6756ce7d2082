import type { PathResult, Result } from '#analysis/result/result.js';
import { closingTexts } from '../../digest/plan.js';
import type { Page } from './page.js';
import { labelled } from './text.js';

const SHOWN = 2;
const INDENT = 5;

export function closedByLines({ paint, width }: Page, path: PathResult, plan: Result['plan']): string[] {
  const all = closingTexts(path, plan);
  const texts = [...all.slice(0, SHOWN), ...(all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : [])];
  return texts.flatMap((text, at) =>
    labelled(at === 0 ? paint.green('closed by ') : ' '.repeat(10), text, INDENT, width),
  );
}
