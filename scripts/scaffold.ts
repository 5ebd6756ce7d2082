import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlFiles } from './templates/control.js';
import { techniqueFiles } from './templates/technique.js';
import { exportName, groupsIn, updateRegistries } from './registry.js';

/** A folder for a new technique or control, with files that compile and pass the generic test, to be rewritten from there. */
export type Kind = 'technique' | 'control';

export const KINDS: Readonly<
  Record<Kind, { readonly folder: string; readonly files: (id: string, name: string) => ReadonlyMap<string, string> }>
> = {
  technique: { folder: 'src/attack/techniques', files: techniqueFiles },
  control: { folder: 'src/harden/controls', files: controlFiles },
};

/** The group that the folder goes into, and the id. */
const PLACE = /^(?<group>[a-z]+)\/(?<id>[a-z][a-z0-9]*(-[a-z0-9]+)+)$/;

/** Writes the folder and the registry; returns the paths written, or what is wrong with the place (`identity/assume-role`). */
export function scaffold(
  root: string,
  kind: Kind,
  place: string,
): { readonly written: string[] } | { readonly fault: string } {
  const { group = '', id = '' } = PLACE.exec(place)?.groups ?? {};
  if (id === '') {
    return { fault: `"${place}" is no group and kebab-case id of two words or more, such as compute/require-imdsv2` };
  }
  const { folder, files } = KINDS[kind];
  const groups = groupsIn(root, folder);
  if (!groups.includes(group)) return { fault: `there is no group "${group}" in ${folder}: ${groups.join(', ')}` };
  const path = join(folder, group, id);
  if (existsSync(join(root, path))) return { fault: `${path} exists already` };
  mkdirSync(join(root, path), { recursive: true });
  const written: string[] = [];
  for (const [name, text] of files(id, exportName(id))) {
    writeFileSync(join(root, path, name), text);
    written.push(join(path, name));
  }
  return { written: [...written, ...updateRegistries(root, false)] };
}

/** The command `npm run new:technique GROUP/ID`, `npm run new:control GROUP/ID`. */
export function runScaffold(kind: Kind, args: readonly string[]): void {
  const [place, ...rest] = args;
  if (place === undefined || rest.length > 0) {
    console.error(`usage: npm run new:${kind} GROUP/ID`);
    process.exitCode = 2;
    return;
  }
  const result = scaffold(process.cwd(), kind, place);
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
