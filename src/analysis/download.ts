import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Diagnostic } from '#model/diagnostic.js';

const MINUTES = 10;
const SHOWN_LINES = 5;

const run = promisify(execFile);

/**
 * Has terraform fetch the modules of a root module, as `terraform get` does: nothing else of this program uses the network or
 * starts another one, and this only because the user asked for it.
 * https://developer.hashicorp.com/terraform/cli/commands/get
 */
export async function downloadModules(
  root: string,
  rootModule: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Diagnostic | undefined> {
  try {
    await run('terraform', ['get', '-no-color'], {
      cwd: join(root, rootModule),
      env: { ...env, TF_INPUT: '0', TF_IN_AUTOMATION: '1' },
      timeout: MINUTES * 60_000,
    });
    return undefined;
  } catch (error) {
    return {
      severity: 'warning',
      code: 'modules-not-downloaded',
      summary: 'Modules could not be downloaded',
      detail: `terraform get in ${rootModule}: ${reasonOf(error)}`,
    };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'terraform is not on the PATH.';
  const printed = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : '';
  const lines = printed.split('\n').filter((line) => /\w/.test(line));
  return lines.length > 0 ? lines.slice(0, SHOWN_LINES).join(' ').replaceAll(/\s+/g, ' ') : error.message;
}
