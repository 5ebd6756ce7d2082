import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * `npm run build:types`, after the compiler. Premises are declared beside who makes them (src/aws/premise.ts), in files that the
 * declarations of the library need not lead to: the compiler of its users is told to read them.
 */
const TYPES = 'dist/types';
const INDEX = `${TYPES}/index.d.ts`;
const references = readdirSync(TYPES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.d.ts'))
  .filter((file) => readFileSync(`${TYPES}/${file}`, 'utf8').includes("declare module '#aws/premise.js'"))
  .map((file) => `/// <reference path="./${file.replaceAll('\\', '/')}" />\n`);
writeFileSync(INDEX, references.toSorted().join('') + readFileSync(INDEX, 'utf8'));
