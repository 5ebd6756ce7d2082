import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openArchive } from '#terraform/schema/archive.js';

/** The table of module summaries in docs/modules.md is what the archive holds. */
const PLACE = /(<!-- summaries:begin -->\n)[\s\S]*(<!-- summaries:end -->)/;

export function modulesPage(root: string): string {
  const names = openArchive(readFileSync(join(root, 'data/module-summaries.bin'))).names();
  const releases = new Map<string, string[]>();
  for (const name of names) {
    const at = name.lastIndexOf('@');
    const module = name.slice(0, at).replace(/\/\/$/, '');
    releases.set(module, [...(releases.get(module) ?? []), name.slice(at + 1)]);
  }
  const rows = [...releases].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const table = [
    '| module | releases |',
    '| --- | --- |',
    ...rows.map(([module, all]) => `| \`${module}\` | ${all.join(', ')} |`),
  ];
  const text = readFileSync(join(root, 'docs/modules.md'), 'utf8');
  return text.replace(PLACE, (_, begin: string, end: string) => `${begin}${table.join('\n')}\n${end}`);
}
