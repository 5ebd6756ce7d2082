import { evaluate } from '../evaluate/expression.js';
import { constantScope } from '../evaluate/constant-scope.js';
import type { Diagnostics } from '../load/report.js';
import { DYNAMIC } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { type Failure, isFailure } from '#model/values/failure.js';
import type { Declaration, VariableDefinition } from './definition.js';
import { type Constraint, readConstraint } from './type-constraint.js';
import { applyDefaults } from './type-defaults.js';

/** A variable block: its type, its default and its flags. The default is evaluated with constants only. */
export function readVariable(
  declaration: Declaration,
  diagnostics: Diagnostics,
  readOnly: boolean,
): VariableDefinition {
  const { content, file, block } = declaration;
  const failures: Failure[] = [];
  const typeAttribute = content.attributes.get('type');
  const constraint: Constraint = typeAttribute
    ? readConstraint(typeAttribute.node.value, typeAttribute.file, failures)
    : { type: DYNAMIC, defaults: undefined };
  const flag = (name: string, otherwise: boolean): boolean => {
    const attribute = content.attributes.get(name);
    if (!attribute) return otherwise;
    const value = evaluate(attribute.node.value, constantScope(attribute.file, failures));
    return value.kind === 'bool' ? value.value : otherwise;
  };
  const nullable = flag('nullable', true);
  const fallback = readDefault(declaration, constraint, failures, readOnly);
  const definition: VariableDefinition = {
    ...declaration,
    type: constraint.type,
    defaults: constraint.defaults,
    fallback,
    nullable,
    sensitive: flag('sensitive', false),
    ephemeral: flag('ephemeral', false),
  };
  diagnostics.failures(failures, { file, span: block });
  return definition;
}

function readDefault(
  declaration: Declaration,
  constraint: Constraint,
  failures: Failure[],
  readOnly: boolean,
): Value | undefined {
  const attribute = declaration.content.attributes.get('default');
  if (!attribute) return undefined;
  const { node, file } = attribute;
  const given = evaluate(node.value, constantScope(file, failures, readOnly));
  const value = convert(applyDefaults(given, constraint.defaults), constraint.type);
  if (!isFailure(value)) return value;
  const detail = `This default value is not compatible with the variable's type constraint: ${value.detail}.`;
  failures.push({ kind: 'failure', summary: 'Invalid default value for variable', detail, span: node.value, file });
  return given;
}
