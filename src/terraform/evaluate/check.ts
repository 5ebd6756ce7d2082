/** Evaluates everything, so that all diagnostics are known. */
import type { BodyView } from '../resource.js';
import type { SourceBody } from './body-view.js';
import type { ModuleInstance } from './module-instance.js';
import type { SourceResource } from './resource-instance.js';

export function checkConfiguration(root: ModuleInstance, resources: readonly SourceResource[]): void {
  checkModule(root);
  for (const resource of resources) evaluateBody(resource.body);
}

function checkModule(module: ModuleInstance): void {
  const { definition } = module;
  for (const variable of definition.variables.values()) module.variable(variable);
  for (const local of definition.locals.values()) module.local(local);
  for (const output of definition.outputs.values()) module.output(output);
  for (const call of definition.calls.values()) {
    for (const child of module.call(call).instances?.values() ?? []) checkModule(child);
  }
}

function evaluateBody(body: SourceBody | BodyView): void {
  for (const name of body.names()) {
    body.attribute(name);
    for (const block of body.blocks(name)) evaluateBody(block);
  }
}
