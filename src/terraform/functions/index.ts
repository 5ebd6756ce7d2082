import type { Value } from '#model/value.js';
import { failure, type Failure, type Outcome } from '#model/values/failure.js';
import { CIDR_FUNCTIONS } from './cidr.js';
import type { FunctionContext } from './context.js';
import { CONVERSION_FUNCTIONS } from './conversions.js';
import { CSV_FUNCTIONS } from './csv.js';
import { DATE_FUNCTIONS } from './dates.js';
import { type FunctionSpec, invoke } from './define.js';
import { ENCODING_FUNCTIONS } from './encoding.js';
import { FILE_FUNCTIONS } from './files.js';
import { FORMAT_FUNCTIONS } from './format.js';
import { HASH_FUNCTIONS } from './hash.js';
import { JSON_FUNCTIONS } from './json.js';
import { MAPPING_FUNCTIONS } from './mappings.js';
import { NUMBER_FUNCTIONS } from './numbers.js';
import { PROVIDER_FUNCTIONS } from './provider-functions.js';
import { REGEX_FUNCTIONS } from './regex.js';
import { SEARCH_FUNCTIONS } from './search.js';
import { SEQUENCE_FUNCTIONS } from './sequences.js';
import { SET_FUNCTIONS } from './sets.js';
import { STRING_FUNCTIONS } from './strings.js';
import { suggestion } from './suggestion.js';
import { TEMPLATE_FUNCTIONS } from './templates.js';
import { yamldecode } from './yaml-decode.js';
import { yamlencode } from './yaml-encode.js';

export { DEFAULT_LIMITS, type FunctionContext, type FunctionLimits } from './context.js';

const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map(
  [
    ...NUMBER_FUNCTIONS,
    ...STRING_FUNCTIONS,
    ...FORMAT_FUNCTIONS,
    ...REGEX_FUNCTIONS,
    ...SEQUENCE_FUNCTIONS,
    ...SEARCH_FUNCTIONS,
    ...MAPPING_FUNCTIONS,
    ...SET_FUNCTIONS,
    ...CONVERSION_FUNCTIONS,
    ...CIDR_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...HASH_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...JSON_FUNCTIONS,
    ...CSV_FUNCTIONS,
    yamlencode,
    yamldecode,
    ...FILE_FUNCTIONS,
    ...TEMPLATE_FUNCTIONS,
    ...PROVIDER_FUNCTIONS,
  ].map((spec) => [spec.name, spec]),
);

/** All functions of the language by name, those included that the evaluator computes itself. */
export const functionNames: readonly string[] = [...FUNCTIONS.keys(), 'can', 'try'].sort();

/** Calls a built-in function. Its mistakes are failures, worded as terraform words them. */
export function callFunction(name: string, args: readonly Value[], context: FunctionContext): Outcome {
  const plain = name.startsWith('core::') ? name.slice('core::'.length) : name;
  const spec = FUNCTIONS.get(plain);
  return spec ? invoke(spec, name, args, context) : unknownFunction(name, plain);
}

function unknownFunction(name: string, plain: string): Failure {
  const namespace = /^(.*::)[^:]*$/.exec(name)?.[1];
  if (namespace === undefined || namespace === 'core::') {
    const similar = suggestion(plain, functionNames);
    const hint = similar === undefined ? '' : ` Did you mean ${namespace ? `${namespace}${similar}` : `"${similar}"`}?`;
    const where = namespace ? ` in namespace ${namespace}` : '';
    return failure('Call to unknown function', `There is no function named "${plain}"${where}.${hint}`);
  }
  const [root, provider, own] = name.split('::');
  if (root !== 'provider') {
    const detail = `The function namespace "${namespace.slice(0, -2)}" is not valid. Provider function calls must use the "provider::" namespace prefix.`;
    return failure('Unknown provider function', detail);
  }
  const detail = `There is no function named "${name}". Ensure that provider name "${provider ?? ''}" is declared in this module's required_providers block, and that this provider offers a function named "${own ?? ''}".`;
  return failure('Unknown provider function', detail);
}
