/** Writes a summary as Terraform, so that it is evaluated as every other module. */
import {
  type For,
  NOT_TOLD,
  type Operation,
  type Summary,
  type Told,
  type ToldBlock,
  type ToldBody,
} from './summary.js';

export function writtenSummary(summary: Summary): string {
  const { inputs, locals, resources, calls, outputs } = summary;
  return [
    ...Object.entries(inputs).map(([name, { type, default: fallback, nullable }]) =>
      block(`variable "${name}"`, [
        ...(type === undefined ? [] : [`type = ${type}`]),
        ...(fallback === undefined ? [] : [`default = ${written(fallback)}`]),
        ...(nullable === undefined ? [] : ['nullable = false']),
      ]),
    ),
    block('locals', Object.entries(locals).map(assignment)),
    ...resources.map((each) =>
      block(`${each.mode} "${each.type}" "${each.name}"`, [...repetition(each), ...bodyLines(each)]),
    ),
    ...calls.map((each) =>
      block(`module "${each.name}"`, [
        `source = ${JSON.stringify(each.source)}`,
        ...(each.version === undefined ? [] : [`version = ${JSON.stringify(each.version)}`]),
        ...repetition(each),
        ...Object.entries(each.arguments).map(assignment),
      ]),
    ),
    ...Object.entries(outputs).map(([name, value]) => block(`output "${name}"`, [assignment(['value', value])])),
  ].join('\n');
}

function block(header: string, lines: readonly string[]): string {
  return [`${header} {`, ...lines, '}'].join('\n');
}

function assignment([name, value]: readonly [string, Told]): string {
  return `${name} = ${written(value)}`;
}

function repetition({ count, forEach }: { readonly count?: Told; readonly forEach?: Told }): string[] {
  return [
    ...(count === undefined ? [] : [`count = ${written(count)}`]),
    ...(forEach === undefined ? [] : [`for_each = ${written(forEach)}`]),
  ];
}

function bodyLines({ attributes = {}, blocks = [] }: ToldBody): string[] {
  return [...Object.entries(attributes).map(assignment), ...blocks.map(writtenBlock)];
}

function writtenBlock(told: ToldBlock): string {
  if (told.each === undefined) return block(told.type, bodyLines(told));
  return block(`dynamic "${told.type}"`, [
    `for_each = ${written(told.each)}`,
    ...(told.iterator === undefined ? [] : [`iterator = ${told.iterator}`]),
    block('content', bodyLines(told)),
  ]);
}

export function written(told: Told): string {
  if (told === null || typeof told === 'boolean' || typeof told === 'number') return String(told);
  if (typeof told === 'string') return `"${quoted(told)}"`;
  if (isList(told)) return `[${told.map(written).join(', ')}]`;
  if ('ref' in told) return told.ref;
  if ('for' in told) return writtenFor(told.for);
  if ('object' in told)
    return `{${told.object.map(([key, value]) => `(${written(key)}) = ${written(value)}`).join(', ')}}`;
  if ('text' in told)
    return `"${told.text.map((part) => (typeof part === 'string' ? quoted(part) : `\${${written(part)}}`)).join('')}"`;
  return writtenOperation(told);
}

function writtenOperation(told: Operation): string {
  if ('attribute' in told) return `${written(told.attribute[0])}.${told.attribute[1]}`;
  if ('at' in told) return `${written(told.at[0])}[${written(told.at[1])}]`;
  if ('splat' in told) {
    const [of, ...steps] = told.splat;
    return `${written(of)}[*]${steps.map((step) => (typeof step === 'string' ? `.${step}` : `[${step}]`)).join('')}`;
  }
  if ('if' in told) return `(${written(told.if[0])} ? ${written(told.if[1])} : ${written(told.if[2])})`;
  if ('not' in told) return `(!${written(told.not)})`;
  if ('op' in told) return `(${written(told.op[1])} ${told.op[0]} ${written(told.op[2])})`;
  if ('unknown' in told) return `${NOT_TOLD}.value`;
  const [name, ...args] = told.call;
  return `${name}(${args.map(written).join(', ')}${told.spread ? '...' : ''})`;
}

function writtenFor({ names, over, name, value, if: condition }: For): string {
  const head = `for ${names.join(', ')} in ${written(over)} :`;
  const tail = condition === undefined ? '' : ` if ${written(condition)}`;
  return name === undefined
    ? `[${head} ${written(value)}${tail}]`
    : `{${head} ${written(name)} => ${written(value)}${tail}}`;
}

function isList(told: Told): told is readonly Told[] {
  return Array.isArray(told);
}

/** As HCL has it inside of quotes. */
function quoted(text: string): string {
  return text
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[$%](?=\{)/g, '$&$&');
}
