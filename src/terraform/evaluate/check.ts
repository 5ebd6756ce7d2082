/** Evaluates everything, so that all diagnostics are known. */
import type { Cause } from '#model/diagnostic.js';
import { headerOf } from '../module/build.js';
import { blocksOf, CALL_ARGUMENTS, contentOf } from '../module/content.js';
import type { Declaration, ModuleDefinition, ResourceDefinition } from '../module/definition.js';
import { checkReferences, ROOT } from '../module/static-check.js';
import type { BodyView } from '#model/resource.js';
import { suggestion } from '../functions/suggestion.js';
import { checkResource } from '../schema/check.js';
import { containsSensitive } from '#model/values/inspect.js';
import { checkVersion } from './versions.js';
import {
  CHECK,
  checkConditions,
  defaultValidation,
  OUTPUT_PRECONDITION,
  RESOURCE_POSTCONDITION,
  RESOURCE_PRECONDITION,
  VALIDATION,
} from './conditions.js';
import type { ModuleInstance } from './module-instance.js';
import type { SourceResource } from './resource-instance.js';

export function checkConfiguration(root: ModuleInstance, resources: readonly SourceResource[]): void {
  const definitions = new Set<ModuleDefinition>();
  checkModule(root, definitions);
  checkSensitiveOutputs(root);
  for (const resource of resources) {
    evaluateBody(resource.body);
    checkLifecycle(resource);
  }
}

function checkModule(module: ModuleInstance, seen: Set<ModuleDefinition>): void {
  const { definition, program } = module;
  if (!seen.has(definition)) {
    seen.add(definition);
    checkReferences(definition, module.caller === undefined ? ROOT : module.address, program.diagnostics);
    checkVersion(definition, program);
    for (const resource of definition.resources.values()) checkSchema(resource, module);
  }
  const around = module.surroundings();
  for (const variable of definition.variables.values()) {
    module.variable(variable);
    const kind = module.isDefault(variable) ? defaultValidation(variable.name) : VALIDATION;
    checkConditions(variable.content.blocks.get('validation'), kind, around);
  }
  for (const local of definition.locals.values()) module.local(local);
  for (const output of definition.outputs.values()) {
    module.output(output);
    checkConditions(output.content.blocks.get('precondition'), OUTPUT_PRECONDITION, around);
  }
  for (const { node, file } of definition.checks) {
    checkConditions(blocksOf(contentOf(node.body, file), 'assert'), CHECK, around);
  }
  for (const call of definition.calls.values()) checkCall(module, call, seen);
}

function checkCall(module: ModuleInstance, call: Declaration, seen: Set<ModuleDefinition>): void {
  const { instances } = module.call(call);
  const target = module.program.loader.known(module, call);
  if (target && !target.incomplete) checkArguments(module, call, target);
  for (const child of instances?.values() ?? []) checkModule(child, seen);
}

function checkArguments(module: ModuleInstance, call: Declaration, target: ModuleDefinition): void {
  const { diagnostics } = module.program;
  for (const [name, { node, file }] of call.content.attributes) {
    if (CALL_ARGUMENTS.has(name) || target.variables.has(name)) continue;
    const near = suggestion(name, [...target.variables.keys()]);
    const detail = `An argument named ${JSON.stringify(name)} is not expected here.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`;
    const cause: Cause = {
      key: `unsupported-argument:${target.folder}`,
      summary: 'Unsupported arguments',
      detail: `The module in ${target.folder} does not declare them:`,
      about: name,
    };
    diagnostics.report(
      {
        code: 'unsupported-argument',
        summary: 'Unsupported argument',
        detail,
        ...(near === undefined ? { cause } : {}),
      },
      { file, span: { start: node.start, end: node.nameEnd } },
    );
  }
  for (const [name, variable] of target.variables) {
    if (variable.content.attributes.has('default') || call.content.attributes.has(name)) continue;
    const detail = `The argument ${JSON.stringify(name)} is required, but no definition was found.`;
    const { openBrace } = call.block;
    const cause: Cause = {
      key: `missing-required-argument:${target.folder}`,
      summary: 'Missing required arguments',
      detail: `The module in ${target.folder} requires them, and no definition was found:`,
      about: name,
    };
    diagnostics.report(
      { code: 'missing-required-argument', summary: 'Missing required argument', detail, cause },
      { file: call.file, span: { start: openBrace, end: openBrace + 1 } },
    );
  }
}

/** A root output that shows something sensitive must say so. */
function checkSensitiveOutputs(root: ModuleInstance): void {
  for (const output of root.definition.outputs.values()) {
    const flag = output.content.attributes.get('sensitive')?.node.value;
    if (flag && !(flag.kind === 'bool' && !flag.value)) continue;
    if (!containsSensitive(root.output(output))) continue;
    root.program.diagnostics.report(
      { code: 'sensitive-output', summary: 'Output refers to sensitive values', detail: SENSITIVE_OUTPUT },
      { file: output.file, span: headerOf(output.block) },
    );
  }
}

const SENSITIVE_OUTPUT =
  'To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, Terraform requires that any root module output containing sensitive data be explicitly marked as sensitive, to confirm your intent.\n\nIf you do intend to export this data, annotate the output value as sensitive by adding the following argument:\n    sensitive = true';

function checkSchema(resource: ResourceDefinition, module: ModuleInstance): void {
  const { definition, program } = module;
  checkResource(resource, program.provider.isOfSchema(resource.type, definition), program.diagnostics);
}

function checkLifecycle(resource: SourceResource): void {
  for (const { node, file } of blocksOf(resource.definition.content, 'lifecycle')) {
    const { blocks } = contentOf(node.body, file);
    checkConditions(blocks.get('precondition'), RESOURCE_PRECONDITION, resource.around);
    checkConditions(blocks.get('postcondition'), RESOURCE_POSTCONDITION, resource.around);
  }
}

function evaluateBody(body: BodyView): void {
  for (const name of body.names()) {
    body.attribute(name);
    for (const block of body.blocks(name)) evaluateBody(block);
  }
}
