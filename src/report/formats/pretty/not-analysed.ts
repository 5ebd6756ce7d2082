/** What is here and no part of the analysis follows: what the absence of an attack path says nothing about. */
import type { NotAnalysed, SpotGroup } from '../../digest/not-analysed.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { counted } from '../../words.js';
import { cut, labelled, wrap } from './text.js';

const SPOTS_SHOWN = 10;
const ADDRESSES_SHOWN = 4;
const TYPES_SHOWN = 12;
const INDENT = 2;

export function notAnalysedLines(page: Page, { spots: groups, types }: NotAnalysed): string[] {
  if (groups.length === 0 && types.length === 0) return [];
  const left = groups.slice(SPOTS_SHOWN).flatMap(({ spots }) => spots).length;
  return [
    heading(page, 'Not analysed: this does not say that these are safe'),
    ...groups.slice(0, SPOTS_SHOWN).flatMap((group) => groupLines(page, group)),
    ...(left > 0 ? [page.paint.dim(`${' '.repeat(INDENT)}and ${left} more: --format json has all`)] : []),
    ...typeLines(page, types),
    '',
  ];
}

function groupLines({ paint, width }: Page, { what, spots }: SpotGroup): string[] {
  const addresses = [...new Set(spots.map(({ address }) => address))];
  const shown = addresses.slice(0, ADDRESSES_SHOWN);
  const more = addresses.length > shown.length ? [`and ${addresses.length - shown.length} more`] : [];
  return [
    ...wrap([...shown, ...more].join(', '), width - INDENT).map(
      (line) => ' '.repeat(INDENT) + cut(line, width - INDENT),
    ),
    ...labelled('', what, INDENT + 2, width).map((line) => paint.dim(line)),
  ];
}

function typeLines({ width }: Page, types: NotAnalysed['types']): string[] {
  if (types.length === 0) return [];
  const total = types.reduce((sum, { count }) => sum + count, 0);
  const named = types.slice(0, TYPES_SHOWN).map(({ type, count }) => `${type} (${count})`);
  const more = types.length > named.length ? [`and ${counted(types.length - named.length, 'more type')}`] : [];
  const text = `${counted(total, 'resource')} of ${counted(types.length, 'type')}: ${[...named, ...more].join(', ')}`;
  return labelled('', text, INDENT, width);
}
