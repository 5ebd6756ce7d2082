/**
 * Distils the AWS provider's schema into `data/aws-schema.bin`.
 *
 *     npx tsx --conditions=source scripts/build-schema.ts [FILE]
 *
 * FILE is a compact schema as `data/aws-provider-schema.json.gz` (made of `terraform providers schema -json`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { packArchive, type RawBlock } from '../src/terraform/schema/archive.js';

const DICTIONARY_BYTES = 32 * 1024;

interface Source {
  readonly resources: Readonly<Record<string, RawBlock>>;
  readonly dataSources: Readonly<Record<string, RawBlock>>;
}

const [, , input = fileURLToPath(new URL('../data/aws-provider-schema.json.gz', import.meta.url))] = process.argv;
const output = fileURLToPath(new URL('../data/aws-schema.bin', import.meta.url));
const source: Source = JSON.parse(gunzipSync(readFileSync(input)).toString());
const blocks = new Map<string, RawBlock>();
for (const [name, block] of Object.entries(source.resources)) blocks.set(name, block);
for (const [name, block] of Object.entries(source.dataSources)) blocks.set(`data.${name}`, block);
const bytes = packArchive(blocks, Buffer.from(dictionaryOf([...blocks.values()])));
writeFileSync(output, bytes);
console.log(`${blocks.size} types, ${bytes.length} bytes`);

/** The most frequent attribute texts; deflate reaches back 32 KiB, and what stands last is cheapest to reach. */
function dictionaryOf(all: readonly RawBlock[]): string {
  const counts = new Map<string, number>();
  for (const block of all) countIn(block, counts);
  const worth = [...counts].filter(([, count]) => count > 3).sort(([a, x], [b, y]) => y * b.length - x * a.length);
  const chosen: string[] = [];
  let size = 0;
  for (const [text] of worth) {
    if (size + text.length > DICTIONARY_BYTES) break;
    chosen.push(text);
    size += text.length;
  }
  return chosen.reverse().join('');
}

function countIn(block: RawBlock, counts: Map<string, number>): void {
  for (const [name, attribute] of Object.entries(block.a ?? {})) {
    const text = `${JSON.stringify(name)}:${JSON.stringify(attribute)},`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  for (const [name, nested] of Object.entries(block.b ?? {})) {
    const text = `${JSON.stringify(name)}:{"n":${JSON.stringify(nested.n)},`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
    countIn(nested, counts);
  }
}
