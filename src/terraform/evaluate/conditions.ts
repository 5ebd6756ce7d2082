/** Validations, preconditions, postconditions and checks. https://developer.hashicorp.com/terraform/language/validate */
import { type Content, contentOf, type PlacedBlock } from '../module/content.js';
import type { Cause } from '#model/diagnostic.js';
import { BOOL, STRING } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { evaluateAttribute, type Surroundings } from './program.js';

export interface ConditionKind {
  readonly code: string;
  readonly summary: string;
  readonly severity?: 'warning';
  readonly cause?: Cause;
}

export const RESOURCE_PRECONDITION: ConditionKind = {
  code: 'precondition-failed',
  summary: 'Resource precondition failed',
};
export const RESOURCE_POSTCONDITION: ConditionKind = {
  code: 'postcondition-failed',
  summary: 'Resource postcondition failed',
};
export const OUTPUT_PRECONDITION: ConditionKind = {
  code: 'precondition-failed',
  summary: 'Module output value precondition failed',
};
export const CHECK: ConditionKind = {
  code: 'check-failed',
  summary: 'Check block assertion failed',
  severity: 'warning',
};
export const VALIDATION: ConditionKind = { code: 'invalid-variable-value', summary: 'Invalid value for variable' };

/** A default that the variable itself refuses: somebody has to give a value. */
export function defaultValidation(variable: string): ConditionKind {
  return {
    ...VALIDATION,
    severity: 'warning',
    cause: {
      key: 'variable-needs-value',
      summary: 'Variables need a value',
      detail: 'Their defaults do not pass their own validations; give them values with --var-file or --var:',
      about: variable,
    },
  };
}

/** Reports each condition of the blocks that is known not to hold. */
export function checkConditions(
  blocks: readonly PlacedBlock[] | undefined,
  kind: ConditionKind,
  around: Surroundings,
): void {
  for (const block of blocks ?? []) checkCondition(contentOf(block.node.body, block.file), kind, around);
}

function checkCondition(content: Content, kind: ConditionKind, around: Surroundings): void {
  const condition = content.attributes.get('condition');
  if (!condition) return;
  const { diagnostics } = around.program;
  const place = { file: condition.file, span: condition.node.value };
  const given = evaluateAttribute(condition, around);
  if (given.kind === 'null') {
    diagnostics.reportValue(
      {
        code: 'invalid-condition',
        summary: 'Invalid condition result',
        detail: 'Condition expression must return either true or false, not null.',
      },
      place,
    );
    return;
  }
  const holds = convert(given, BOOL);
  if (isFailure(holds)) {
    diagnostics.reportValue(
      {
        code: 'invalid-condition',
        summary: 'Invalid condition result',
        detail: `Invalid condition result value: ${holds.detail}.`,
      },
      place,
    );
  } else if (holds.kind === 'bool' && !holds.value) {
    diagnostics.reportValue({ ...kind, detail: messageOf(content, around) }, place);
  }
}

function messageOf(content: Content, around: Surroundings): string {
  const attribute = content.attributes.get('error_message');
  const given: Value | undefined = attribute ? evaluateAttribute(attribute, around) : undefined;
  const text = given ? convert(given, STRING) : undefined;
  if (!text || isFailure(text) || text.kind !== 'string') return 'This check failed, but has an unknown error message.';
  return given?.sensitive
    ? 'This check failed, but has an invalid error message as described in the other accompanying messages.'
    : text.value.trim();
}
