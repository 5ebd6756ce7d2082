/**
 * Evaluation time: a large generated estate, and growth with the number of resources.
 *
 *     npx tsx --conditions=source bench/evaluate.ts [FOLDER]
 *
 * With a folder, the root modules below it are measured instead.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadConfiguration } from '../src/terraform/configuration.js';
import { memoryFileSystem } from '../src/terraform/load/file-system.js';
import { findRootModules } from '../src/terraform/load/discover.js';
import { LARGE, resourcesText, writeEstate } from './estate.js';

const MAIN = `variable "name" {
  default = "estate"
}
variable "subnets" {
  default = { a = { cidr = "10.0.0.0/24", public = true } }
}
locals {
  prefix = "\${var.name}-x"
  tags   = { Name = var.name }
  public = { for key, subnet in var.subnets : key => subnet if subnet.public }
}
`;

const [, , given] = process.argv;
if (given === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'estate-'));
  const written = writeEstate(folder, LARGE);
  console.log(
    `estate: ${written.files} files, ${written.lines} lines, ${LARGE.modules} modules, ${LARGE.roots} root modules`,
  );
  measureFolder(folder);
  rmSync(folder, { recursive: true });
  measureGrowth();
} else {
  measureFolder(resolve(given));
}

function measureFolder(root: string): void {
  const start = performance.now();
  const { rootModules, cache } = findRootModules(root);
  const found = performance.now();
  let resources = 0;
  let diagnostics = 0;
  for (const rootModule of rootModules) {
    const configuration = loadConfiguration({ root, rootModule, cache });
    configuration.evaluateAll();
    resources += configuration.resources.length;
    diagnostics += configuration.diagnostics.length;
  }
  const end = performance.now();
  const { user, system } = process.cpuUsage();
  console.log(`processor time ${Math.round((user + system) / 1000)} ms`);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `read and parsed in ${Math.round(found - start)} ms, evaluated in ${Math.round(end - found)} ms: ${rootModules.length} root modules, ${resources} resources, ${diagnostics} diagnostics, peak ${Math.round(peak)} MiB`,
  );
}

function measureGrowth(): void {
  const sizes = [1_000, 10_000, 100_000];
  const times: number[] = [];
  for (const size of sizes) {
    const files = new Map<string, string>([['main.tf', MAIN]]);
    for (let file = 0; file * 10 < size; file += 1) files.set(`f${file}.tf`, resourcesText(file, 7));
    const start = performance.now();
    const configuration = loadConfiguration({ root: '/estate', rootModule: '.' }, { files: memoryFileSystem(files) });
    configuration.evaluateAll();
    const time = performance.now() - start;
    times.push(time);
    console.log(
      `${configuration.resources.length} resources: ${Math.round(time)} ms, ${configuration.diagnostics.length} diagnostics`,
    );
  }
  const [first = 1, , last = 1] = times;
  console.log(`growth exponent ${(Math.log(last / first) / Math.log(100)).toFixed(2)}`);
}
