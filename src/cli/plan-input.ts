import { readFileSync } from 'node:fs';
import type { PlanInput } from '#analysis/options.js';
import { UsageError } from '#analysis/usage-error.js';

const STANDARD_INPUT = 0;

/** The text of a plan or a state, from a file or, for `-`, from standard input. */
export function planInput(name: string): PlanInput {
  return textInput(name, 'plan', 'Make it with `terraform show -json PLANFILE > plan.json`.');
}

export function textInput(name: string, what: string, hint: string): PlanInput {
  try {
    return { name, text: readFileSync(name === '-' ? STANDARD_INPUT : name, 'utf8') };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The ${what} ${name} can't be read: ${why}.`, hint);
  }
}
