/**
 * Writes a synthetic trail: `npx tsx bench/trail/generate.ts FOLDER [--days 90] [--per-hour 200] [--seed 1] [--attack 2026-08-20]`
 */
import { parseArgs } from 'node:util';
import { ARCHIVE, archiveAttack } from './archive.js';
import { writeTrail } from './write.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    days: { type: 'string', default: '90' },
    'per-hour': { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '2026-08-01' },
    attack: { type: 'string' },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('Name the folder to write into.');
const { events, bytes, zipped } = await writeTrail(ARCHIVE, {
  folder,
  seed: Number(values.seed),
  from: values.from,
  days: Number(values.days),
  perHour: Number(values['per-hour']),
  deeds: values.attack === undefined ? [] : archiveAttack(values.attack),
});
const mega = (size: number): string => (size / 1e6).toFixed(1);
console.log(`${events} events, ${mega(bytes)} MB of JSON, ${mega(zipped)} MB zipped`);
