import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Folders of files on disk, for what a file system in memory has not: links, and folders around the root. */
export function diskFolders(): { make(files: Readonly<Record<string, string>>): string; clear(): void } {
  const made: string[] = [];
  return {
    make: (files) => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'terraform-')));
      made.push(root);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      return root;
    },
    clear: () => {
      for (const folder of made) rmSync(folder, { recursive: true });
    },
  };
}

/** `.git/config` of a clone. */
export function clonedFrom(url: string): string {
  return `[core]\n\tbare = false\n[user]\n\turl = https://github.com/acme/no-remote\n[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/heads/*\n`;
}
