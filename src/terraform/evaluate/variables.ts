/** Values of input variables: converted, defaults filled in, marked. */
import type { SyntaxFile } from '#hcl/syntax.js';
import { inModule } from '#model/address.js';
import { headerOf, placeOf } from '../module/build.js';
import type { VariableDefinition } from '../module/definition.js';
import { applyDefaults } from '../module/type-defaults.js';
import type { TextFile, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { withoutOptional } from '#model/values/types.js';
import { nullOf } from '#model/values/make.js';
import type { ModuleCall, EvaluatedModule } from './module.js';
import { evaluateAttribute, type Program } from './program.js';
import { blockOrigin } from './provenance.js';

/** The values that the root module's variables are given from outside. */
export interface VariableInputs {
  value(definition: VariableDefinition): Value;
  has(name: string): boolean;
}

/** A module's variable, from the argument of its call. */
export function childVariable(module: EvaluatedModule, how: ModuleCall, definition: VariableDefinition): Value {
  const { parent, call, plan } = how;
  const argument = call.content.attributes.get(definition.name);
  const address = inModule(module.address, `var.${definition.name}`);
  if (!argument) return withoutValue(definition, address, module.definition.readOnly);
  const given = evaluateAttribute(argument, parent.surroundings(plan.repetition));
  return finishVariable(given, definition, address, {
    program: module.program,
    file: argument.file,
    span: argument.node.value,
  });
}

export interface VariableSource {
  readonly program: Program;
  readonly file: SyntaxFile | TextFile;
  readonly span: { readonly start: number; readonly end: number };
}

/** A value that was given, as the variable has it. */
export function finishVariable(
  given: Value,
  definition: VariableDefinition,
  address: string,
  source: VariableSource,
): Value {
  const { program, file, span } = source;
  if (given.kind === 'null' && !definition.nullable) {
    if (definition.fallback) return marked(definition.fallback, definition);
    const detail = `The given value is not suitable for ${address} defined at ${placeOf(definition.file, headerOf(definition.block))}: required variable may not be set to null.`;
    program.diagnostics.reportValue(
      { code: 'required-variable-not-set', summary: 'Required variable not set', detail },
      { file, span },
    );
    return withoutValue(definition, address, false);
  }
  const value = convert(applyDefaults(given, definition.defaults), definition.type);
  if (!isFailure(value)) return marked(named(value, definition), definition);
  // What stands in for a module may be of another version.
  if (definition.file.standsFor) return withoutValue(definition, address, false);
  const path = value.path?.length ? ` ${attributePath(value.path)}:` : '';
  const detail = `The given value is not suitable for ${address} declared at ${placeOf(definition.file, headerOf(definition.block))}:${path} ${value.detail}.`;
  program.diagnostics.reportValue(
    { code: 'invalid-variable-value', summary: 'Invalid value for input variable', detail },
    { file, span },
  );
  return withoutValue(definition, address, false);
}

/** The default, or an unknown that names the variable. */
export function withoutValue(definition: VariableDefinition, address: string, readOnly: boolean): Value {
  if (definition.fallback) return marked(definition.fallback, definition);
  return marked(
    {
      kind: 'unknown',
      type: withoutOptional(definition.type),
      dependsOn: [{ address, path: [] }],
      reason: `variable "${definition.name}" has no value`,
      origin: blockOrigin(definition.file, definition.block, readOnly),
    },
    definition,
  );
}

/** A null without a type takes the variable's. */
function named(value: Value, definition: VariableDefinition): Value {
  if (value.kind !== 'null' || value.type.kind !== 'dynamic') return value;
  return nullOf(withoutOptional(definition.type), value.origin ? { origin: value.origin } : {});
}

function marked(value: Value, definition: VariableDefinition): Value {
  if (!definition.sensitive && !definition.ephemeral) return value;
  return {
    ...value,
    ...(definition.sensitive ? { sensitive: true } : {}),
    ...(definition.ephemeral ? { ephemeral: true } : {}),
  };
}

function attributePath(path: readonly (string | number)[]): string {
  const steps = path.map((step, at) => {
    if (typeof step === 'number') return at === 0 ? `element ${step}` : `[${step}]`;
    return at === 0 ? `attribute "${step}"` : `.${step}`;
  });
  return steps.join('');
}
