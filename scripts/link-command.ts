import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lets `npx chokepoint` in this checkout find the command where it looks first. Without the link npx installs the package
 * into a cache of its own, and builds it once more for that.
 */
const folder = 'node_modules/.bin';
const link = join(folder, 'chokepoint');
if (existsSync('node_modules') && process.platform !== 'win32') {
  mkdirSync(folder, { recursive: true });
  rmSync(link, { force: true });
  symlinkSync('../../dist/cli.js', link);
}
