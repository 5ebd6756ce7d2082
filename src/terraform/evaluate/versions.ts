import type { ModuleDefinition } from '../module/definition.js';
import { contentOf } from '../module/content.js';
import { literalText } from '../module/requirements.js';
import type { Program } from './program.js';
import { admits } from '../module/version-constraint.js';

/** The version of Terraform whose language this is. */
export const LANGUAGE_VERSION = '1.11.4';

/** `required_version` matters only where we stand in for Terraform itself. */
export function checkVersion(definition: ModuleDefinition, program: Program): void {
  if (!program.strict) return;
  for (const { node, file } of definition.terraform) {
    const required = contentOf(node.body, file).attributes.get('required_version');
    const constraint = literalText(required?.node.value);
    if (!required || constraint === undefined || admits(constraint, LANGUAGE_VERSION) !== false) continue;
    const detail = `This configuration does not support Terraform version ${LANGUAGE_VERSION}. To proceed, either choose another supported Terraform version or update this version constraint. Version constraints are normally set for good reason, so updating the constraint may lead to other errors or unexpected behavior.`;
    program.diagnostics.report(
      { code: 'unsupported-version', summary: 'Unsupported Terraform Core version', detail },
      { file, span: required.node.value },
    );
  }
}
