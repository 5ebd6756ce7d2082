import type { PlanInput } from '#analysis/options.js';
import { UsageError } from '#analysis/usage-error.js';
import { decodeUtf8 } from '#terraform/load/file-system.js';
import { readNamedFile, whyUnread } from './named-file.js';

/** Beyond it, what JSON.parse makes of the text would not fit into the memory that Node has by default. */
const MAX_PLAN_BYTES = 200 * 1024 * 1024;

/** The text of a plan or a state, from a file or, for `-`, from standard input. */
export function planInput(name: string): PlanInput {
  return textInput(name, 'plan', 'Make it with `terraform show -json PLANFILE > plan.json`.');
}

export function textInput(name: string, what: string, hint: string): PlanInput {
  const bytes = readNamedFile(name, MAX_PLAN_BYTES);
  const text = typeof bytes === 'string' ? undefined : decodeUtf8(bytes);
  if (text !== undefined) return { name, text };
  const why = whyUnread(typeof bytes === 'string' ? bytes : 'not-utf8', MAX_PLAN_BYTES);
  throw new UsageError(`The ${what} ${name} can't be read: it is ${why}.`, hint);
}
