/** What a configuration has of sensitive values, once everything has been evaluated. */
import { collectSecrets } from '#model/secret-texts.js';
import type { BodyView } from '#model/resource.js';
import type { ModuleDefinition } from '../module/definition.js';
import type { ModuleInstance } from './module-instance.js';
import type { SourceResource } from './resource-instance.js';

/** Sensitive are variables that say so, and what `sensitive` and its like return: without either, nothing is. */
function mayHaveSecrets(definitions: Iterable<ModuleDefinition>): boolean {
  for (const { variables, files } of definitions) {
    for (const variable of variables.values()) if (variable.sensitive) return true;
    if (files.some(({ text }) => /\b(sensitive|sensitive_content|random_password)\b/.test(text))) return true;
  }
  return false;
}

export function secretsOf(root: ModuleInstance, resources: readonly SourceResource[]): ReadonlySet<string> {
  const found = new Set<string>();
  if (!mayHaveSecrets(root.program.loader.definitions)) return found;
  ofModule(root, found);
  for (const resource of resources) ofBody(resource.body, found);
  return found;
}

function ofModule(module: ModuleInstance, found: Set<string>): void {
  const { variables, locals, outputs, calls } = module.definition;
  for (const variable of variables.values()) collectSecrets(module.variable(variable), found);
  for (const local of locals.values()) collectSecrets(module.local(local), found);
  for (const output of outputs.values()) collectSecrets(module.output(output), found);
  for (const call of calls.values())
    for (const child of module.call(call).instances?.values() ?? []) ofModule(child, found);
}

function ofBody(body: BodyView, found: Set<string>): void {
  for (const name of body.names()) {
    const value = body.attribute(name);
    if (value) collectSecrets(value, found);
    for (const block of body.blocks(name)) ofBody(block, found);
  }
}
