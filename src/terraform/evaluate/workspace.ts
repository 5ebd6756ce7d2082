/**
 * `terraform.workspace`. Not told, it is unknown: taken to be `default`, the maps that it indexes would have no such key, and
 * what is only in other workspaces would not exist. The names that the configuration compares it with are noted, so that a
 * person can choose one.
 */
import { STRING } from '#model/type.js';
import type { Reference, Value } from '#model/value.js';

const REFERENCE: Reference = { address: 'terraform.workspace', path: [] };

export interface Workspace {
  /** Absent where nobody told it. */
  readonly name: string | undefined;
  /** Something has asked for it. */
  used: boolean;
  /** Workspaces that the configuration names. */
  readonly mentioned: Set<string>;
}

export function workspaceValue(workspace: Workspace): Value {
  workspace.used = true;
  const { name } = workspace;
  if (name !== undefined) return { kind: 'string', value: name };
  return {
    kind: 'unknown',
    type: STRING,
    dependsOn: [REFERENCE],
    ref: REFERENCE,
    notNull: true,
    reason: 'the workspace is not known',
  };
}

/** Notes the names of `candidates` where `value` is the workspace. */
export function noteWorkspaces(
  value: Value | undefined,
  candidates: Iterable<string>,
  from: { readonly workspace?: Workspace } | undefined,
): void {
  if (value?.kind !== 'unknown' || value.ref?.address !== REFERENCE.address) return;
  for (const name of candidates) from?.workspace?.mentioned.add(name);
}
