/** Compares what we accept and reject with `@cdktf/hcl2json`, the reference parser in WebAssembly. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { parseFile } from '#hcl/parse/parse.js';
import { print } from '#hcl/print/print.js';
import type { Outcome } from './case.js';

/** All `.tf` files below a folder, sorted. */
export function terraformFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.tf'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export async function runParse(path: string, folder: string): Promise<Outcome> {
  const text = readFileSync(path, 'utf8');
  const id = relative(folder, path);
  const expected = await accepts(id, text);
  const file = parseFile(id, text);
  const actual = file.diagnostics.length === 0;
  const printed = !actual || print(file) === text;
  const [first] = file.diagnostics;
  return {
    id,
    passed: expected === actual && printed,
    expected,
    actual: first ? first.summary : printed || 'printed differently',
  };
}

/**
 * hcl2json parses and then converts to JSON, where it also evaluates operators on literals and refuses `!1` or `1e9999`.
 * Such a text has parsed: Terraform too reads it and complains only when it evaluates. So it counts as accepted.
 */
const REFUSED_IN_CONVERSION = 'convert to HCL: ';

async function accepts(id: string, text: string): Promise<boolean> {
  try {
    await parse(id, text);
    return true;
  } catch (error) {
    return error instanceof Error && error.message.startsWith(REFUSED_IN_CONVERSION);
  }
}
