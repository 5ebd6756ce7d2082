import type { BodyView } from '../resource.js';
import type { Value } from '../value.js';
import { policyDocument } from './policy-document.js';

type Computation = (attribute: string, body: BodyView) => Value | undefined;

const COMPUTED = new Map<string, Computation>([
  ['aws_iam_policy_document', policyDocument],
  // The partition is `aws` unless the provider's region says otherwise, which is rare enough to be told by the user.
  ['aws_partition', (attribute) => PARTITION.get(attribute)],
]);

const PARTITION = new Map<string, Value>([
  ['partition', { kind: 'string', value: 'aws' }],
  ['id', { kind: 'string', value: 'aws' }],
  ['dns_suffix', { kind: 'string', value: 'amazonaws.com' }],
  ['reverse_dns_prefix', { kind: 'string', value: 'com.amazonaws' }],
]);

/** The value of a data source's attribute that can be computed without asking AWS; `undefined` for all others. */
export function computedAttribute(type: string, attribute: string, body: BodyView): Value | undefined {
  return COMPUTED.get(type)?.(attribute, body);
}
