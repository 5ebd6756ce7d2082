/** Sorts the blocks of a module's files into what they declare, overrides laid over. */
import type { Attribute, Block, SyntaxFile } from '#hcl/syntax.js';
import { resourceName } from '#model/address.js';
import type { Diagnostics } from '../load/report.js';
import { sourceRange } from '#model/diagnostic.js';
import type { ModuleFile } from '../load/module-files.js';
import { contentOf, overrideContent, type PlacedBlock } from './content.js';
import type {
  Declaration,
  LocalDefinition,
  ModuleDefinition,
  ResourceDefinition,
  VariableDefinition,
} from './definition.js';
import { configurationAliases, providerSources, providerVersions } from './requirements.js';
import { readVariable } from './variable.js';

/** Blocks that say how state is to change, not what there is. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['moved', 'removed', 'import']);

/** Everything but what `finish` derives. */
class Builder {
  readonly variables = new Map<string, Declaration>();
  readonly locals = new Map<string, LocalDefinition>();
  readonly outputs = new Map<string, Declaration>();
  readonly resources = new Map<string, ResourceDefinition>();
  readonly calls = new Map<string, Declaration>();
  readonly providers: PlacedBlock[] = [];
  readonly terraform: PlacedBlock[] = [];
  readonly checks: PlacedBlock[] = [];
  readonly diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    this.diagnostics = diagnostics;
  }

  add({ file, override }: ModuleFile): void {
    for (const item of file.body.items) {
      if (item.kind === 'block') this.#block({ node: item, file }, override);
      else if (item.kind === 'attribute') this.#strayAttribute(item, file);
    }
  }

  #strayAttribute(item: Attribute, file: SyntaxFile): void {
    const detail = `An argument named ${JSON.stringify(item.name)} is not expected here.`;
    this.diagnostics.report(
      { code: 'unsupported-argument', summary: 'Unsupported argument', detail },
      { file, span: { start: item.start, end: item.nameEnd } },
    );
  }

  #block(placed: PlacedBlock, override: boolean): void {
    const { node, file } = placed;
    switch (node.type) {
      case 'locals':
        return this.#locals(placed, override);
      case 'resource':
      case 'data':
      case 'ephemeral':
        return this.#resource(placed, node.type === 'resource' ? 'managed' : node.type, override);
      case 'variable':
      case 'output':
      case 'module':
        return this.#named(placed, node.type, override);
      case 'provider':
        if (this.#labels(placed, ['name'])) this.providers.push(placed);
        return undefined;
      case 'terraform':
        this.terraform.push(placed);
        return undefined;
      case 'check':
        if (this.#labels(placed, ['name'])) this.checks.push(placed);
        return undefined;
      default:
        if (WITHOUT_EFFECT.has(node.type)) return undefined;
        return this.diagnostics.report(
          {
            code: 'unsupported-block-type',
            summary: 'Unsupported block type',
            detail: `Blocks of type ${JSON.stringify(node.type)} are not expected here.`,
          },
          { file, span: { start: node.start, end: node.typeEnd } },
        );
    }
  }

  #locals({ node, file }: PlacedBlock, override: boolean): void {
    for (const item of node.body.items) {
      if (item.kind !== 'attribute') continue;
      const known = this.locals.get(item.name);
      if (override && !known) {
        this.#missingBase(
          'Missing base local value definition to override',
          `There is no local value named ${JSON.stringify(item.name)}. An override file can only override a local value that was already defined in a primary configuration file.`,
          { file, span: item },
        );
      } else if (known && !override) {
        const detail = `A local value named ${JSON.stringify(item.name)} was already defined at ${placeOf(known.file, known.attribute)}. Local value names must be unique within a module.`;
        this.diagnostics.report(
          { code: 'duplicate-definition', summary: 'Duplicate local value definition', detail },
          { file, span: item },
        );
      } else {
        this.locals.set(item.name, { name: item.name, attribute: item, file });
      }
    }
  }

  #named(placed: PlacedBlock, type: 'variable' | 'output' | 'module', override: boolean): void {
    if (!this.#labels(placed, ['name'])) return;
    const { node, file } = placed;
    const name = node.labels[0]?.value ?? '';
    const map = type === 'variable' ? this.variables : type === 'output' ? this.outputs : this.calls;
    const known = map.get(name);
    const words = NAMED[type];
    if (override && !known) {
      return this.#missingBase(
        words.missing,
        `There is no ${words.noun} named ${JSON.stringify(name)}. An override file can only override ${words.article} ${words.noun} that was already ${words.verb} in a primary configuration file.`,
        { file, span: headerOf(node) },
      );
    }
    if (known && !override) {
      const detail = `${capital(words.article)} ${words.noun} named ${JSON.stringify(name)} was already ${words.verb} at ${placeOf(known.file, headerOf(known.block))}. ${words.unique} must be unique within a module.`;
      return this.diagnostics.report(
        { code: 'duplicate-definition', summary: words.duplicate, detail },
        { file, span: headerOf(node) },
      );
    }
    map.set(name, merge({ name, block: node, file, content: contentOf(node.body, file) }, known));
  }

  #resource(placed: PlacedBlock, mode: ResourceDefinition['mode'], override: boolean): void {
    if (!this.#labels(placed, ['type', 'name'])) return;
    const { node, file } = placed;
    const type = node.labels[0]?.value ?? '';
    const name = node.labels[1]?.value ?? '';
    const address = resourceName(mode, type, name);
    const known = this.resources.get(address);
    const word = mode === 'managed' ? 'resource' : mode;
    if (override && !known) {
      return this.#missingBase(
        'Missing resource to override',
        `There is no ${type} ${word === 'resource' ? '' : `${word} `}resource named ${JSON.stringify(name)}. An override file can only override a resource block defined in a primary configuration file.`,
        { file, span: headerOf(node) },
      );
    }
    if (known && !override) {
      const detail = `A ${type} ${word === 'resource' ? '' : `${word} `}resource named ${JSON.stringify(name)} was already declared at ${placeOf(known.file, headerOf(known.block))}. Resource names must be unique per type in each module.`;
      return this.diagnostics.report(
        { code: 'duplicate-definition', summary: `Duplicate ${word} ${JSON.stringify(type)} configuration`, detail },
        { file, span: headerOf(node) },
      );
    }
    this.resources.set(address, {
      ...merge({ name, block: node, file, content: contentOf(node.body, file) }, known),
      mode,
      type,
    });
  }

  #labels({ node, file }: PlacedBlock, wanted: readonly string[]): boolean {
    const { labels, type } = node;
    if (labels.length === wanted.length) return true;
    const list = wanted.join(', ');
    if (labels.length < wanted.length) {
      const detail = `All ${type} blocks must have ${wanted.length} labels (${list}).`;
      this.diagnostics.report(
        { code: 'missing-label', summary: `Missing ${wanted[labels.length] ?? 'name'} for ${type}`, detail },
        { file, span: { start: node.start, end: node.typeEnd } },
      );
      return false;
    }
    const extra = labels[wanted.length];
    const detail =
      wanted.length === 0
        ? `No labels are expected for ${type} blocks.`
        : `Only ${wanted.length} labels (${list}) are expected for ${type} blocks.`;
    this.diagnostics.report(
      { code: 'extraneous-label', summary: `Extraneous label for ${type}`, detail },
      { file, span: extra ?? node },
    );
    return false;
  }

  #missingBase(
    summary: string,
    detail: string,
    place: { readonly file: SyntaxFile; readonly span: { readonly start: number; readonly end: number } },
  ): void {
    const cause = {
      key: `missing-override-base:${place.file.path}`,
      summary: 'Nothing to override',
      detail: `The override file ${place.file.path} has what no primary file declares:`,
      about: place.file.text.slice(place.span.start, place.span.end).split('\n')[0] ?? '',
    };
    this.diagnostics.report({ code: 'missing-override-base', summary, detail, cause }, place);
  }
}

/** The definition that a folder's files make. */
export function buildModule(
  folder: string,
  files: readonly ModuleFile[],
  diagnostics: Diagnostics,
  readOnly: boolean,
): ModuleDefinition {
  const builder = new Builder(diagnostics);
  for (const file of files) if (!file.override) builder.add(file);
  for (const file of files) if (file.override) builder.add(file);
  const variables = new Map<string, VariableDefinition>();
  for (const [name, declaration] of builder.variables)
    variables.set(name, readVariable(declaration, diagnostics, readOnly));
  return {
    folder,
    files: files.map((one) => one.file),
    variables,
    locals: builder.locals,
    outputs: builder.outputs,
    resources: builder.resources,
    calls: builder.calls,
    providers: builder.providers,
    terraform: builder.terraform,
    checks: builder.checks,
    configurationAliases: configurationAliases(builder.terraform),
    providerVersions: providerVersions(builder.terraform, 'aws'),
    providerSources: providerSources(builder.terraform),
    incomplete: files.some((one) => one.file.diagnostics.length > 0),
    readOnly,
  };
}

function merge(declaration: Declaration, base: Declaration | undefined): Declaration {
  if (!base) return declaration;
  return { ...base, content: overrideContent(base.content, declaration.content) };
}

const NAMED = {
  variable: {
    noun: 'variable',
    article: 'a',
    verb: 'declared',
    unique: 'Variable names',
    duplicate: 'Duplicate variable declaration',
    missing: 'Missing base variable declaration to override',
  },
  output: {
    noun: 'output',
    article: 'an',
    verb: 'defined',
    unique: 'Output names',
    duplicate: 'Duplicate output definition',
    missing: 'Missing base output definition to override',
  },
  module: {
    noun: 'module call',
    article: 'a',
    verb: 'defined',
    unique: 'Module calls',
    duplicate: 'Duplicate module call',
    missing: 'Missing module call to override',
  },
} as const;

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The type and labels of a block: what messages about a definition point at. */
export function headerOf(block: Block): { readonly start: number; readonly end: number } {
  return { start: block.start, end: block.labels.at(-1)?.end ?? block.typeEnd };
}

/** A place as Terraform's messages write it: `main.tf:1,1-13`. */
export function placeOf(file: SyntaxFile, span: { readonly start: number; readonly end: number }): string {
  const { startLine, startColumn, endLine, endColumn } = sourceRange(file, span);
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return startLine === endLine
    ? `${name}:${startLine},${startColumn}-${endColumn}`
    : `${name}:${startLine},${startColumn}-${endLine},${endColumn}`;
}
