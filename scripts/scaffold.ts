import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlFiles } from './templates/control.js';
import { techniqueFiles } from './templates/technique.js';
import { exportName, updateRegistries } from './registry.js';

/** A folder for a new technique or control, with files that compile and pass the generic test, to be rewritten from there. */
export type Kind = 'technique' | 'control';

export const KINDS: Readonly<
  Record<Kind, { readonly folder: string; readonly files: (id: string, name: string) => ReadonlyMap<string, string> }>
> = {
  technique: { folder: 'src/attack/techniques', files: techniqueFiles },
  control: { folder: 'src/harden/controls', files: controlFiles },
};

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

/** Writes the folder and the registry; returns the paths written, or what is wrong with the id. */
export function scaffold(
  root: string,
  kind: Kind,
  id: string,
): { readonly written: string[] } | { readonly fault: string } {
  if (!ID.test(id)) return { fault: `"${id}" is no kebab-case id of two words or more, such as require-imdsv2` };
  const { folder, files } = KINDS[kind];
  const path = join(folder, id);
  if (existsSync(join(root, path))) return { fault: `${path} exists already` };
  mkdirSync(join(root, path), { recursive: true });
  const written: string[] = [];
  for (const [name, text] of files(id, exportName(id))) {
    writeFileSync(join(root, path, name), text);
    written.push(join(path, name));
  }
  return { written: [...written, ...updateRegistries(root, false)] };
}

/** The command `npm run new:technique ID`, `npm run new:control ID`. */
export function runScaffold(kind: Kind, args: readonly string[]): void {
  const [id, ...rest] = args;
  if (id === undefined || rest.length > 0) {
    console.error(`usage: npm run new:${kind} ID`);
    process.exitCode = 2;
    return;
  }
  const result = scaffold(process.cwd(), kind, id);
  if ('fault' in result) {
    console.error(result.fault);
    process.exitCode = 2;
    return;
  }
  for (const path of result.written) console.log(path);
  console.log(
    `Rewrite them, then: npm run generate && npx vitest run ${kind === 'technique' ? 'test/attack' : 'test/harden'}`,
  );
}
