import type { RecordedEdit } from '#live/verify/fixes.js';
import { UsageError } from '#analysis/usage-error.js';
import { textInput } from './plan-input.js';

const HINT = 'Make it with `chokepoint harden DIR -f json -o FILE`.';

/** The edits of a plan, from the result of `harden` as JSON. */
export function editsIn(name: string): readonly RecordedEdit[] {
  const { text } = textInput(name, 'plan', HINT);
  const edits = member(member(parsed(text), 'plan'), 'edits');
  if (!Array.isArray(edits)) throw new UsageError(`${name} is no result of harden.`, HINT);
  return edits.flatMap((edit: unknown) => recorded(edit) ?? []);
}

function recorded(edit: unknown): RecordedEdit | undefined {
  const [id, control, rootModule, address, summary] = ['id', 'control', 'rootModule', 'address', 'summary'].map(
    (name) => {
      const value = member(edit, name);
      return typeof value === 'string' ? value : undefined;
    },
  );
  if (!id || !control || !rootModule || !address || !summary) return undefined;
  return { id, control, rootModule, address, summary };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
