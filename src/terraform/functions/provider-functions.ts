import { STRING } from '#model/type.js';
import type { Value } from '#model/value.js';
import { formatNumber } from '#model/number.js';
import { isMapping, isSequence, object, string } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import { anything, fault, type Fault, type FunctionSpec, parameter } from './define.js';
import { textOf } from './integers.js';

/**
 * Functions that providers bring, as far as they decide something here:
 * https://developer.hashicorp.com/terraform/language/functions/terraform-encode_tfvars,
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/functions/arn_parse
 */
const ARN_PARTS = ['partition', 'service', 'region', 'account_id', 'resource'] as const;

function arnParts(arn: string): readonly string[] | undefined {
  const [scheme, ...rest] = arn.split(':');
  if (scheme !== 'arn' || rest.length < 5) return undefined;
  return [...rest.slice(0, 4), rest.slice(4).join(':')];
}

const arnParse: FunctionSpec = {
  name: 'provider::aws::arn_parse',
  params: [parameter('arn', STRING)],
  returns: { kind: 'object', attributes: new Map(ARN_PARTS.toSorted().map((name) => [name, STRING])) },
  apply: ([arn]) => {
    const parts = arnParts(textOf(arn));
    if (!parts) return fault(`"${textOf(arn)}" is an invalid ARN`, 0);
    return object(ARN_PARTS.map((name, at) => [name, string(parts[at] ?? '')] as const));
  },
};

const arnBuild: FunctionSpec = {
  name: 'provider::aws::arn_build',
  params: ARN_PARTS.map((name) => parameter(name, STRING)),
  returns: STRING,
  apply: (parts) => string(['arn', ...parts.map(textOf)].join(':')),
};

const trimRolePath: FunctionSpec = {
  name: 'provider::aws::trim_iam_role_path',
  params: [parameter('arn', STRING)],
  returns: STRING,
  apply: ([arn]) => {
    const parts = arnParts(textOf(arn));
    const resource = parts?.[4] ?? '';
    if (!parts || parts[1] !== 'iam' || !resource.startsWith('role/')) {
      return fault(`"${textOf(arn)}" is not the ARN of an IAM role`, 0);
    }
    const name = resource.slice(resource.lastIndexOf('/') + 1);
    return string(['arn', ...parts.slice(0, 4), `role/${name}`].join(':'));
  },
};

const encodeExpr: FunctionSpec = {
  name: 'provider::terraform::encode_expr',
  params: [anything('value', { allowNull: true, whollyKnown: true })],
  returns: STRING,
  apply: ([value]) => (value ? string(expressionText(value)) : fault('no value')),
};

const encodeTfvars: FunctionSpec = {
  name: 'provider::terraform::encode_tfvars',
  params: [anything('value', { whollyKnown: true })],
  returns: STRING,
  apply: ([value]) => {
    if (!value || !isMapping(value)) {
      return fault(
        'invalid value to encode: must be an object whose attribute names will become the encoded variable names',
        0,
      );
    }
    const invalid = [...value.entries.keys()].find((name) => !IDENTIFIER.test(name));
    return invalid === undefined ? string(attributeLines(value.entries, '')) : invalidName(invalid);
  },
};

function invalidName(name: string): Fault {
  const message = `invalid variable name ${quoted(name)}: must be a valid identifier, per Terraform's rules for input variable declarations`;
  return fault(message, 0);
}

const IDENTIFIER = /^[\p{ID_Start}][\p{ID_Continue}-]*$/u;

function expressionText(value: Value, indent = ''): string {
  if (value.kind === 'string') return stringText(value.value);
  if (value.kind === 'number') return formatNumber(value.value);
  if (value.kind === 'bool') return String(value.value);
  if (isSequence(value)) return `[${value.elements.map((element) => expressionText(element, indent)).join(', ')}]`;
  if (!isMapping(value)) return 'null';
  return value.entries.size === 0 ? '{}' : `{\n${attributeLines(value.entries, `${indent}  `)}${indent}}`;
}

function stringText(text: string): string {
  return quoted(text).replaceAll(/([$%])\{/g, '$1$1{');
}

/** `name = value` lines, the signs aligned among neighbours of one line each, as `terraform fmt` does. */
function attributeLines(entries: ReadonlyMap<string, Value>, indent: string): string {
  const rows = [...entries].map(([name, value]) => ({
    name: IDENTIFIER.test(name) ? name : quoted(name),
    text: expressionText(value, indent),
  }));
  return rows
    .map(({ name, text }, at) => {
      const width = text.includes('\n') ? name.length : groupWidth(rows, at);
      return `${indent}${name.padEnd(width)} = ${text}\n`;
    })
    .join('');
}

function groupWidth(rows: readonly { readonly name: string; readonly text: string }[], at: number): number {
  let width = 0;
  for (const step of [-1, 1]) {
    for (let next = at; ; next += step) {
      const row = rows[next];
      if (!row || row.text.includes('\n')) break;
      width = Math.max(width, row.name.length);
    }
  }
  return width;
}

export const PROVIDER_FUNCTIONS: readonly FunctionSpec[] = [arnParse, arnBuild, trimRolePath, encodeExpr, encodeTfvars];
