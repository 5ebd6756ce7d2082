/** From a module's source to its summary: what there is and what comes of which input, without texts, tags and messages. */
import type { Content, PlacedBlock } from '#terraform/module/content.js';
import { CALL_ARGUMENTS, contentOf } from '#terraform/module/content.js';
import type { Declaration, ModuleDefinition, ResourceDefinition } from '#terraform/module/definition.js';
import { literalText } from '#terraform/module/requirements.js';
import type {
  Summary,
  Told,
  ToldBlock,
  ToldBody,
  ToldCall,
  ToldInput,
  ToldResource,
} from '#terraform/summaries/summary.js';
import { Teller, typeText } from './expression.js';

/** Arguments that say nothing of what a resource is open to. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  (
    'connection depends_on description lifecycle provider provisioner region tags tags_all ' +
    'timeouts tag_specifications'
  ).split(' '),
);

const REPETITION: ReadonlySet<string> = new Set(['count', 'for_each']);

export type Identity = Pick<Summary, 'module' | 'folder' | 'version' | 'license'>;

export function distil(definition: ModuleDefinition, identity: Identity): Summary {
  const teller = new Teller();
  const value = (declaration: Declaration): Told => {
    const attribute = declaration.content.attributes.get('value');
    return attribute ? teller.tell(attribute.node.value) : null;
  };
  const summary = {
    ...identity,
    inputs: Object.fromEntries([...definition.variables.values()].map((each) => [each.name, inputOf(each, teller)])),
    resources: [...definition.resources.values()].flatMap((each) => resourceOf(each, teller) ?? []),
    calls: [...definition.calls.values()].map((each) => callOf(each, teller)),
    outputs: Object.fromEntries([...definition.outputs.values()].map((each) => [each.name, value(each)])),
    locals: Object.fromEntries(
      [...definition.locals.values()].map(({ name, attribute }) => [teller.local(name), teller.tell(attribute.value)]),
    ),
  };
  return { ...summary, locals: usedLocals(summary) };
}

/** Of the local values, those that something else needs. */
function usedLocals(summary: Summary): Summary['locals'] {
  const used = new Map<string, Told>();
  const find = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/"local\.(l\d+)(?=["[.])/g)) {
      const told = summary.locals[name];
      if (told === undefined || used.has(name)) continue;
      used.set(name, told);
      find(JSON.stringify(told));
    }
  };
  find(JSON.stringify([summary.resources, summary.calls, summary.outputs]));
  return Object.fromEntries([...used].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function inputOf({ content }: Declaration, teller: Teller): ToldInput {
  const type = content.attributes.get('type')?.node.value;
  const fallback = content.attributes.get('default')?.node.value;
  const nullable = content.attributes.get('nullable')?.node.value;
  return {
    ...(type ? { type: typeText(type) } : {}),
    ...(fallback ? { default: teller.tell(fallback) } : {}),
    ...(nullable?.kind === 'bool' && !nullable.value ? { nullable: false } : {}),
  };
}

function resourceOf(definition: ResourceDefinition, teller: Teller): ToldResource | undefined {
  const { mode, type, name, content } = definition;
  if (mode === 'ephemeral') return undefined;
  return {
    mode: mode === 'managed' ? 'resource' : 'data',
    type,
    name,
    ...repetitionOf(content, teller),
    ...bodyOf(content, teller),
  };
}

function callOf({ name, content }: Declaration, teller: Teller): ToldCall {
  const version = literalText(content.attributes.get('version')?.node.value);
  const given = [...content.attributes].filter(
    ([argument]) => !CALL_ARGUMENTS.has(argument) && !LEFT_OUT.has(argument),
  );
  return {
    name,
    source: literalText(content.attributes.get('source')?.node.value) ?? '',
    ...(version === undefined ? {} : { version }),
    ...repetitionOf(content, teller),
    arguments: Object.fromEntries(given.map(([argument, { node }]) => [argument, teller.tell(node.value)])),
  };
}

function repetitionOf(content: Content, teller: Teller): { readonly count?: Told; readonly forEach?: Told } {
  const count = content.attributes.get('count');
  const forEach = content.attributes.get('for_each');
  return {
    ...(count ? { count: teller.tell(count.node.value) } : {}),
    ...(forEach ? { forEach: teller.tell(forEach.node.value) } : {}),
  };
}

function bodyOf(content: Content, teller: Teller): ToldBody {
  const attributes = [...content.attributes].filter(([name]) => !REPETITION.has(name) && !LEFT_OUT.has(name));
  const blocks = [...content.blocks].flatMap(([type, placed]) =>
    LEFT_OUT.has(type) ? [] : placed.map((block) => blockOf(type, block, teller)),
  );
  return {
    ...(attributes.length > 0
      ? { attributes: Object.fromEntries(attributes.map(([name, { node }]) => [name, teller.tell(node.value)])) }
      : {}),
    ...(blocks.length > 0 ? { blocks } : {}),
  };
}

function blockOf(type: string, { node, file }: PlacedBlock, teller: Teller): ToldBlock {
  const content = contentOf(node.body, file);
  if (node.type !== 'dynamic') return { type, ...bodyOf(content, teller) };
  const each = content.attributes.get('for_each');
  const iterator = content.attributes.get('iterator')?.node.value;
  const [inner] = content.blocks.get('content') ?? [];
  return {
    type,
    each: each ? teller.tell(each.node.value) : { unknown: true },
    ...(iterator?.kind === 'variable' ? { iterator: iterator.name } : {}),
    ...(inner ? bodyOf(contentOf(inner.node.body, inner.file), teller) : {}),
  };
}
