import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '#analysis/usage-error.js';

/** The folders of `--root-module`, relative to the scanned folder; named so, or relative to the working directory. */
export function rootModuleFolders(folders: readonly string[], root: string): string[] {
  if (!existsSync(root)) return [...folders];
  const base = realpathSync(root);
  return folders.map((named) => {
    const way = relative(base, folderAt(named, [join(base, named), resolve(named)]))
      .split(sep)
      .join('/');
    if (isAbsolute(way) || way.split('/')[0] === '..')
      throw new UsageError(`The root module ${named} is not below ${root}.`, 'Scan a folder that holds it.');
    return way === '' ? '.' : way;
  });
}

/** The folders of `--module SOURCE=DIR`, absolute, by source. The last `=` counts: a source may end in `?ref=v1`. */
export function moduleFolders(pairs: readonly string[], root: string): Map<string, string> {
  const base = existsSync(root) ? realpathSync(root) : resolve(root);
  return new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      if (at <= 0) throw new UsageError(`--module ${pair} names no folder.`, 'It must be SOURCE=DIR.');
      const named = pair.slice(at + 1);
      return [pair.slice(0, at), folderAt(named, [resolve(named), join(base, named)])];
    }),
  );
}

/** The first of the places that is a folder. */
function folderAt(named: string, places: readonly string[]): string {
  const found = places.find((path) => existsSync(path) && statSync(path).isDirectory());
  if (found === undefined) throw new UsageError(`There is no folder ${named}.`, 'Check the path.');
  return realpathSync(found);
}
