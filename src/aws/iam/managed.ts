import { literal, PARTITION, type SymbolicString } from '../symbolic.js';
import { dataFile } from './data-file.js';
import { parsePolicy } from './parse.js';
import type { PolicyDocument } from './policy.js';
import { object, string, tuple } from '#model/values/make.js';
import type { Value } from '#model/value.js';

/**
 * Policies that AWS manages, as AWS publishes them (distilled by scripts/build-managed-policies.ts). One is read when its
 * statements are asked for.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const file = dataFile('managed-policies.bin');
const documents = new Map<string, PolicyDocument>();

/** `service-role/AmazonEC2ContainerServiceforEC2Role` from the ARN of an AWS-managed policy, whichever the partition. */
export function managedPolicyName(arn: SymbolicString): string | undefined {
  const text = arn.parts
    .map((part) => (typeof part === 'string' ? part : part.id === PARTITION.id ? 'aws' : '\0'))
    .join('');
  return /^arn:aws[a-z-]*:iam::aws:policy\/([\w+=,.@/-]+)$/.exec(text)?.[1];
}

/** The path and name of an AWS-managed policy by its name alone, as `data "aws_iam_policy"` finds it. */
export function managedPolicyByName(name: SymbolicString | undefined): string | undefined {
  const text = name && literal(name);
  if (text === undefined) return undefined;
  return file.keys().find((key) => key === text || key.endsWith(`/${text}`));
}

export function managedPolicyArn(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}

/** The document of an AWS-managed policy. One that is not known here is empty and incomplete. */
export function managedPolicy(name: string): PolicyDocument {
  let document = documents.get(name);
  if (!document) documents.set(name, (document = lazily(name)));
  return document;
}

function lazily(name: string): PolicyDocument {
  const id = managedPolicyArn(name);
  let parsed: PolicyDocument | undefined;
  const read = () => (parsed ??= parseManaged(id, name));
  return {
    id,
    resource: undefined,
    attribute: '',
    value: undefined,
    get statements() {
      return read().statements;
    },
    get incomplete() {
      return read().incomplete;
    },
    get version() {
      return read().version;
    },
  };
}

function parseManaged(id: string, name: string): PolicyDocument {
  const document = file.read(name);
  const source = { id, resource: undefined, attribute: '', canonical: (text: SymbolicString) => text };
  if (document === undefined) return { ...source, statements: [], value: undefined, incomplete: true };
  const report = (): never => {
    throw new Error(`the published document of ${id} does not parse`);
  };
  return parsePolicy(valueOf(document), { ...source, report });
}

/** Published documents hold objects, lists and strings, and now and then a number or boolean where a string is meant. */
function valueOf(json: unknown): Value {
  if (Array.isArray(json)) return tuple(json.map(valueOf));
  if (typeof json !== 'object' || json === null) return string(String(json));
  return object(Object.entries(json).map(([key, value]): [string, Value] => [key, valueOf(value)]));
}
