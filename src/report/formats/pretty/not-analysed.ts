/** What is here and no part of the analysis follows: what the absence of an attack path says nothing about. */
import { schemaOf } from '#terraform/schema/provider-schema.js';
import type { BlindSpotResult, Result } from '#analysis/result/result.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { counted } from '../../words.js';
import { cut, labelled, wrap } from './text.js';

const SPOTS_SHOWN = 10;
const ADDRESSES_SHOWN = 4;
const TYPES_SHOWN = 12;
const INDENT = 2;

export function notAnalysedLines(page: Page, { blindSpots, summary }: Result): string[] {
  const { unmodelled } = summary.coverage;
  const groups = alike(blindSpots);
  if (groups.length === 0 && unmodelled.length === 0) return [];
  const left = groups.slice(SPOTS_SHOWN).flatMap(({ spots }) => spots).length;
  return [
    heading(page, 'Not analysed: nothing here says that these are safe'),
    ...groups.slice(0, SPOTS_SHOWN).flatMap((group) => groupLines(page, group)),
    ...(left > 0 ? [page.paint.dim(`${' '.repeat(INDENT)}and ${left} more: --format json has all`)] : []),
    ...typeLines(page, unmodelled),
    '',
  ];
}

interface Group {
  readonly what: string;
  readonly spots: readonly BlindSpotResult[];
}

/** Permissions before doors: who holds one is named by it. */
function alike(spots: readonly BlindSpotResult[]): readonly Group[] {
  const groups = new Map<string, BlindSpotResult[]>();
  for (const spot of spots) groups.set(spot.what, [...(groups.get(spot.what) ?? []), spot]);
  return [...groups].map(([what, of]) => ({ what, spots: of }));
}

function groupLines({ paint, width }: Page, { what, spots }: Group): string[] {
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

function typeLines({ width }: Page, types: Result['summary']['coverage']['unmodelled']): string[] {
  if (types.length === 0) return [];
  const total = types.reduce((sum, { count }) => sum + count, 0);
  const ordered = types.toSorted((a, b) => Number(matters(b.type)) - Number(matters(a.type)));
  const named = ordered.slice(0, TYPES_SHOWN).map(({ type, count }) => `${type} (${count})`);
  const more = types.length > named.length ? [`and ${counted(types.length - named.length, 'more type')}`] : [];
  const text = `${counted(total, 'resource')} of ${counted(types.length, 'type')}: ${[...named, ...more].join(', ')}`;
  return labelled('', text, INDENT, width);
}

const TELLING =
  /^policy$|(^|_)(role|role_arn|password|security_groups|security_group_ids|subnets|subnet_ids|publicly_accessible)$/;

/** It works with a role, has a policy or a password, or is in a network: such types come before records and alarms. */
function matters(type: string): boolean {
  const schema = schemaOf('managed', type);
  const blocks = [...(schema?.blocks.values() ?? [])].map(({ block }) => block);
  return [schema, ...blocks].some((block) =>
    [...(block?.attributes ?? [])].some(
      ([name, { optional, required }]) => (optional || required) && TELLING.test(name),
    ),
  );
}
