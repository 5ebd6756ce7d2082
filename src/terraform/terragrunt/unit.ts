/**
 * A unit of Terragrunt: a folder with a `terragrunt.hcl` that says which module it is made of and what it gives it. To us it
 * is a root module, named by its folder.
 * https://docs.terragrunt.com/features/units/
 */
import { posix } from 'node:path';
import type { Span, SyntaxFile } from '#hcl/syntax.js';
import type { StatePlace } from '#model/configuration.js';
import { blocksOf, type Content, contentOf, type PlacedAttribute } from '../module/content.js';
import type { Value } from '#model/value.js';
import { isMapping, isSequence } from '#model/values/inspect.js';
import { ConfigFile } from './config-file.js';
import { type Generated, GeneratedTexts } from './generated.js';
import type { Layers } from './merge.js';
import { located, parsed, type Reading } from './reading.js';

interface Place {
  readonly file: SyntaxFile;
  readonly span: Span;
}

export interface Unit {
  readonly folder: string;
  readonly file: SyntaxFile;
  /** Where its module may be, in the words of the configuration; none where it is in the folder of the unit itself. */
  readonly sources: readonly string[];
  readonly sourcePlace: Place | undefined;
  /** Evaluated when asked for: other units have to be there by then. */
  readonly inputs: Layers;
  readonly generated: readonly Generated[];
  /** Values that the generated text names. */
  readonly pieces: ReadonlyMap<string, Value>;
  /** Folders of other units whose outputs it is given. */
  readonly dependsOn: readonly string[];
  readonly state: StatePlace | undefined;
  /** Files of values that it hands to Terraform, by their paths relative to the scanned root. */
  readonly varFiles: readonly string[];
  /** What it includes. */
  readonly includes: readonly string[];
}

/** `undefined` where there is no configuration, or it is none that is applied. */
export function readUnit(reading: Reading, path: string): Unit | undefined {
  const file = parsed(reading, path);
  if (!file) return undefined;
  const folder = posix.dirname(path);
  const config = new ConfigFile(reading, file, { unit: folder, original: folder, read: new Map() });
  const skip = config.value(config.content.attributes.get('skip'));
  if (skip?.kind === 'bool' && skip.value) return undefined;
  const all = [...included(config), config];
  const terraform = all.flatMap((each) => bodies(each, 'terraform'));
  const source = terraform.findLast(({ content }) => content.attributes.has('source'));
  const placed = source?.content.attributes.get('source');
  const texts = new GeneratedTexts();
  return {
    folder,
    file,
    sources: source ? textsOf(source.config.value(placed)) : [],
    sourcePlace: placed && { file: placed.file, span: placed.node.value },
    get inputs() {
      return config.inputs;
    },
    generated: generatedBy(all, texts),
    pieces: texts.pieces,
    dependsOn: all.flatMap(({ dependencies }) => Array.from(dependencies.values(), (each) => each.folder ?? [])).flat(),
    state: stateOf(all),
    varFiles: terraform.flatMap((each) => varFilesOf(each, folder)),
    includes: Array.from(config.includes.values(), (each) => each.config.file.path),
  };
}

function included({ includes }: ConfigFile): readonly ConfigFile[] {
  return [...includes.values()].flatMap(({ config, strategy }) => (strategy === 'no_merge' ? [] : [config]));
}

interface Read {
  readonly config: ConfigFile;
  readonly content: Content;
  readonly label: string;
  readonly place: Place;
}

function bodies(config: ConfigFile, type: string, within: Content = config.content): readonly Read[] {
  return blocksOf(within, type).map(({ node, file }) => ({
    config,
    content: contentOf(node.body, file),
    label: node.labels[0]?.value ?? '',
    place: { file, span: { start: node.start, end: node.labels.at(-1)?.end ?? node.typeEnd } },
  }));
}

/** All texts that it may be. What of a text is not known is left out if it is only which commit is meant. */
function textsOf(value: Value | undefined): readonly string[] {
  if (value?.kind === 'string') return [value.value];
  if (value?.kind !== 'unknown') return [];
  if (value.oneOf) return [...new Set(value.oneOf.flatMap(textsOf))];
  const { parts = [] } = value;
  const open = parts.findIndex((part) => typeof part !== 'string');
  const known = parts.slice(0, open).join('');
  return known.includes('?') ? [known] : [];
}

/** A block lies over one of the same label in an included file. */
function generatedBy(configs: readonly ConfigFile[], texts: GeneratedTexts): readonly Generated[] {
  const found = new Map<string, Generated | undefined>();
  for (const config of configs)
    for (const block of bodies(config, 'generate')) found.set(block.label, generatedOf(block, texts));
  return [...found.values()].filter((each) => each !== undefined);
}

function generatedOf({ config, content, place }: Read, texts: GeneratedTexts): Generated | undefined {
  const { attributes } = content;
  const disable = config.value(attributes.get('disable'));
  const name = config.text(attributes.get('path'));
  if (name === undefined || (disable?.kind === 'bool' && disable.value)) return undefined;
  const contents = config.value(attributes.get('contents'));
  const path = posix.join(config.standing.unit, name);
  return {
    name: posix.basename(name),
    replaces: config.text(attributes.get('if_exists')) === 'overwrite',
    file: contents && texts.parse(path, contents, place),
  };
}

function stateOf(configs: readonly ConfigFile[]): StatePlace | undefined {
  const state = configs.flatMap((config) => bodies(config, 'remote_state')).at(-1);
  const backend = state?.config.text(state.content.attributes.get('backend'));
  if (!state || backend === undefined) return undefined;
  const config = state.config.value(state.content.attributes.get('config'));
  return { backend, config: config && isMapping(config) ? config.entries : new Map() };
}

const CHANGES: ReadonlySet<string> = new Set(['plan', 'apply']);

/** https://docs.terragrunt.com/features/units/extra-arguments/ */
function varFilesOf({ config, content }: Read, folder: string): readonly string[] {
  return bodies(config, 'extra_arguments', content).flatMap(({ content: { attributes } }) => {
    const items = (name: string): readonly string[] | undefined => itemsOf(config, attributes.get(name));
    const commands = items('commands');
    if (commands && !commands.some((each) => CHANGES.has(each))) return [];
    const flags = (items('arguments') ?? []).flatMap((each) => /^-var-file=(.+)$/.exec(each)?.[1] ?? []);
    const paths = [...(items('required_var_files') ?? []), ...(items('optional_var_files') ?? []), ...flags];
    return paths.flatMap((path) => located(config.reading, folder, path) ?? []);
  });
}

/** The texts of a list; `undefined` where the list is not known. */
function itemsOf(config: ConfigFile, attribute: PlacedAttribute | undefined): readonly string[] | undefined {
  const value = config.value(attribute);
  if (!value || !isSequence(value)) return undefined;
  return value.elements.flatMap((each) => (each.kind === 'string' ? [each.value] : []));
}
