import type { FunctionContext } from '../functions/index.js';
import type { BodyView } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { policyDocument } from './policy-document.js';
import { templateFile } from './template-file.js';

type Computation = (attribute: string, body: BodyView, functions: FunctionContext) => Value | undefined;

const COMPUTED = new Map<string, Computation>([
  ['aws_iam_policy_document', policyDocument],
  ['template_file', templateFile],
  // The partition is `aws` unless the provider's region says otherwise, which is rare enough to be told by the user.
  ['aws_partition', (attribute) => PARTITION.get(attribute)],
]);

const PARTITION = new Map<string, Value>([
  ['partition', { kind: 'string', value: 'aws' }],
  ['id', { kind: 'string', value: 'aws' }],
  ['dns_suffix', { kind: 'string', value: 'amazonaws.com' }],
  ['reverse_dns_prefix', { kind: 'string', value: 'com.amazonaws' }],
]);

/** The value of a data source's attribute that can be computed without asking anybody; `undefined` for all others. */
export function computedAttribute(
  type: string,
  attribute: string,
  body: BodyView,
  functions: FunctionContext,
): Value | undefined {
  return COMPUTED.get(type)?.(attribute, body, functions);
}
