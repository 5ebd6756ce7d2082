/**
 * Which root module keeps its state where a `terraform_remote_state` reads one.
 * https://developer.hashicorp.com/terraform/language/state/remote-state-data
 */
import { posix } from 'node:path';
import { evaluate } from '../evaluate/expression.js';
import { constantScope } from '../evaluate/constant-scope.js';
import { blocksOf, type Content, contentOf, type PlacedBlock } from '../module/content.js';
import type { BodyView } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { isMapping } from '#model/values/inspect.js';
import type { StatePlace } from '#model/configuration.js';

interface Backend {
  /** What tells the states apart that it keeps in one place. */
  readonly name: string;
  /** What tells the places apart: not always written, since `terraform init -backend-config` may give it. */
  readonly within: readonly string[];
}

/** https://developer.hashicorp.com/terraform/language/backend and the page of each. */
const BACKENDS: ReadonlyMap<string, Backend> = new Map<string, Backend>([
  ['s3', { name: 'key', within: ['bucket'] }],
  ['local', { name: 'path', within: [] }],
  ['gcs', { name: 'prefix', within: ['bucket'] }],
  ['azurerm', { name: 'key', within: ['container_name', 'storage_account_name'] }],
  ['http', { name: 'address', within: [] }],
  ['consul', { name: 'path', within: ['address'] }],
  ['remote', { name: 'workspaces.name', within: ['organization', 'hostname'] }],
]);

const NOWHERE: ReadonlyMap<string, Value> = new Map();

/** Where the `terraform` blocks of a root module say that its state is; by default, in its folder. */
export function statePlaceOf(terraform: readonly PlacedBlock[]): StatePlace {
  for (const { node, file } of terraform) {
    const content = contentOf(node.body, file);
    for (const block of blocksOf(content, 'backend'))
      return { backend: block.node.labels[0]?.value ?? '', config: constants(contentOf(block.node.body, block.file)) };
    for (const block of blocksOf(content, 'cloud'))
      return { backend: 'remote', config: constants(contentOf(block.node.body, block.file)) };
  }
  return { backend: 'local', config: NOWHERE };
}

function constants({ attributes, blocks }: Content): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const [name, { node, file }] of attributes) found.set(name, evaluate(node.value, constantScope(file, [])));
  for (const [name, [block]] of blocks)
    if (block) found.set(name, { kind: 'object', entries: constants(contentOf(block.node.body, block.file)) });
  return found;
}

/** What a `terraform_remote_state` reads. */
export function stateReadBy(body: BodyView): StatePlace | undefined {
  const backend = body.attribute('backend');
  const config = body.attribute('config');
  if (backend?.kind !== 'string') return undefined;
  return { backend: backend.value, config: config && isMapping(config) ? config.entries : NOWHERE };
}

/** The folder of the only root module that may keep the state; `from` is the one that reads it. */
export function keeperOf(state: StatePlace, from: string, places: ReadonlyMap<string, StatePlace>): string | undefined {
  const backend = BACKENDS.get(state.backend);
  const name = backend && nameOf(state, backend, from);
  if (!backend || name === undefined) return undefined;
  const folders = [...places].filter(([folder, place]) => {
    if (folder === from || place.backend !== state.backend || nameOf(place, backend, folder) !== name) return false;
    return backend.within.every((each) => !differ(textAt(place, each), textAt(state, each)));
  });
  const [only, another] = folders;
  if (!another) return only?.[0];
  const [sure, more] = folders.filter(([, place]) =>
    backend.within.every((each) => textAt(place, each) !== undefined && textAt(place, each) === textAt(state, each)),
  );
  return more ? undefined : sure?.[0];
}

function nameOf(state: StatePlace, { name }: Backend, folder: string): string | undefined {
  const text = textAt(state, name);
  if (state.backend !== 'local') return text;
  return state.config.has('path') && text === undefined ? undefined : posix.join(folder, text ?? 'terraform.tfstate');
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function textAt({ config }: StatePlace, path: string): string | undefined {
  let entries: ReadonlyMap<string, Value> | undefined = config;
  let value: Value | undefined;
  for (const step of path.split('.')) {
    value = entries?.get(step);
    entries = value && isMapping(value) ? value.entries : undefined;
  }
  return value?.kind === 'string' ? value.value : undefined;
}
