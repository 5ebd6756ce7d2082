import type { ModuleDefinition } from '../module/definition.js';
import { contentOf } from '../module/content.js';
import { literalText } from '../module/requirements.js';
import type { Diagnostic } from '#model/diagnostic.js';
import type { Program } from './program.js';
import { admits, admitsWithin } from '../module/version-constraint.js';

/** The version of Terraform whose language this is. */
export const LANGUAGE_VERSION = '1.11.4';

/** From here on logical operators do not need both operands. https://github.com/hashicorp/terraform/releases/tag/v1.12.0 */
const SHORT_CIRCUIT = '1.12.0';

/** Whether the root module may be used with a version of Terraform whose logical operators need not both operands. */
export function shortCircuits(definition: ModuleDefinition): boolean {
  return [...requiredVersions(definition)].every(({ constraint }) =>
    admitsWithin(constraint, { least: SHORT_CIRCUIT }),
  );
}

/** From here on the language is the one that is read here, but for what was added to it. */
const THIS_LANGUAGE = '1.0.0';

/** The constraint of a root module that no version of Terraform with this language meets. */
export function olderLanguage(definition: ModuleDefinition): string | undefined {
  const older = [...requiredVersions(definition)].find(
    ({ constraint }) => !admitsWithin(constraint, { least: THIS_LANGUAGE }),
  );
  return older?.constraint;
}

/** What is a mistake in this language need not be one in the older one. */
export function inOlderLanguage(diagnostic: Diagnostic, constraint: string): Diagnostic {
  if (diagnostic.severity !== 'error') return diagnostic;
  return {
    ...diagnostic,
    severity: 'warning',
    unsure: true,
    cause: {
      key: 'older-language',
      code: 'older-language',
      summary: 'Written for an older Terraform',
      detail: `The configuration requires Terraform ${constraint} and is read as Terraform ${LANGUAGE_VERSION} would read it, which does not accept all of it:`,
      about: lowerFirst(diagnostic.summary),
    },
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `required_version` is an error only where we stand in for Terraform itself. */
export function checkVersion(definition: ModuleDefinition, program: Program): void {
  if (!program.strict) return;
  for (const { constraint, required, file } of requiredVersions(definition)) {
    if (admits(constraint, LANGUAGE_VERSION) !== false) continue;
    const detail = `This configuration does not support Terraform version ${LANGUAGE_VERSION}. To proceed, either choose another supported Terraform version or update this version constraint. Version constraints are normally set for good reason, so updating the constraint may lead to other errors or unexpected behavior.`;
    program.diagnostics.report(
      { code: 'unsupported-version', summary: 'Unsupported Terraform Core version', detail },
      { file, span: required.node.value },
    );
  }
}

function* requiredVersions(definition: ModuleDefinition) {
  for (const { node, file } of definition.terraform) {
    const required = contentOf(node.body, file).attributes.get('required_version');
    const constraint = literalText(required?.node.value);
    if (required && constraint !== undefined) yield { constraint, required, file };
  }
}
