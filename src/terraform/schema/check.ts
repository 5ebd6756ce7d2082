/** What `terraform validate` would say of a resource's arguments and blocks, from the provider's schema. */
import type { Span } from '#hcl/syntax.js';
import { suggestion } from '../functions/suggestion.js';
import type { Diagnostics, Problem } from '../load/report.js';
import { type Content, contentOf, type PlacedAttribute, type PlacedBlock } from '../module/content.js';
import type { ResourceDefinition } from '../module/definition.js';
import type { Type } from '#model/type.js';
import type { BlockSchema, NestedSchema } from './block-schema.js';
import { schemaOf } from './provider-schema.js';
import { SCHEMA_VERSION } from './provider-version.js';

const META_ATTRIBUTES: ReadonlySet<string> = new Set(['count', 'for_each', 'provider', 'depends_on']);
const META_BLOCKS: ReadonlySet<string> = new Set(['lifecycle', 'provisioner', 'connection']);
const LIFECYCLE: ReadonlySet<string> = new Set([
  'create_before_destroy',
  'prevent_destroy',
  'ignore_changes',
  'replace_triggered_by',
]);

/**
 * `certain`: the schema is that of the version in use. Otherwise what it does not have is no mistake, since another version may
 * well accept it; it is told once, and a slip of the pen by itself.
 */
export function checkResource(resource: ResourceDefinition, certain: boolean, diagnostics: Diagnostics): void {
  const schema = schemaOf(resource.mode, resource.type);
  if (!schema) return;
  const checker = new SchemaChecker(diagnostics, certain, { schema, type: resource.type });
  const { openBrace } = resource.block;
  checker.body(resource.content, schema, { file: resource.file, span: { start: openBrace, end: openBrace + 1 } }, true);
  for (const lifecycle of resource.content.blocks.get('lifecycle') ?? []) checker.lifecycle(lifecycle);
}

interface At {
  readonly file: PlacedBlock['file'];
  readonly span: Span;
}

interface Whole {
  readonly schema: BlockSchema;
  readonly type: string;
}

class SchemaChecker {
  readonly #diagnostics: Diagnostics;
  readonly #certain: boolean;
  readonly #whole: Whole;

  constructor(diagnostics: Diagnostics, certain: boolean, whole: Whole) {
    this.#diagnostics = diagnostics;
    this.#certain = certain;
    this.#whole = whole;
  }

  body(content: Content, schema: BlockSchema, at: At, top: boolean): void {
    for (const [name, attribute] of content.attributes) {
      if (!(top && META_ATTRIBUTES.has(name))) this.#attribute(name, attribute, schema, top);
    }
    for (const [name, blocks] of content.blocks) {
      if (!(top && META_BLOCKS.has(name))) this.#blocks(name, blocks, schema);
    }
    for (const [name, attribute] of schema.attributes) {
      if (!attribute.required || content.attributes.has(name) || content.blocks.has(name)) continue;
      this.#report(
        'missing-required-argument',
        'Missing required argument',
        `The argument ${JSON.stringify(name)} is required, but no definition was found.`,
        at,
      );
    }
    for (const [name, nested] of schema.blocks) {
      if (nested.min > 0 && !content.blocks.has(name) && !content.attributes.has(name)) this.#tooFew(name, nested, at);
    }
  }

  lifecycle({ node, file }: PlacedBlock): void {
    const content = contentOf(node.body, file);
    for (const [name, attribute] of content.attributes) {
      if (!LIFECYCLE.has(name)) this.#unsupportedArgument(name, attribute, [...LIFECYCLE]);
    }
  }

  #attribute(name: string, placed: PlacedAttribute, schema: BlockSchema, top: boolean): void {
    const attribute = schema.attributes.get(name);
    const place = { file: placed.file, span: { start: placed.node.start, end: placed.node.nameEnd } };
    if (attribute) {
      if (attribute.optional || attribute.required || (top && name === 'id')) return;
      const detail = `Can't configure a value for ${JSON.stringify(name)}: its value will be decided automatically based on the result of applying this configuration.`;
      return this.#report('value-for-unconfigurable-attribute', 'Value for unconfigurable attribute', detail, place);
    }
    const isJson = placed.file.path.endsWith('.json');
    if (schema.blocks.has(name)) {
      if (isJson) return undefined;
      const detail = `An argument named ${JSON.stringify(name)} is not expected here. Did you mean to define a block of type ${JSON.stringify(name)}?`;
      return this.#report('unsupported-argument', 'Unsupported argument', detail, place);
    }
    return this.#unsupportedArgument(name, placed, [...schema.attributes.keys()]);
  }

  #unsupportedArgument(name: string, { node, file }: PlacedAttribute, names: readonly string[]): void {
    const slip = suggestion(name, names);
    const near = slip ?? this.#elsewhere(name);
    const detail = `An argument named ${JSON.stringify(name)} is not expected here.${near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`}`;
    const at = { file, span: { start: node.start, end: node.nameEnd } };
    if (slip === undefined) return this.#report('unsupported-argument', 'Unsupported argument', detail, at);
    const severity = this.#certain ? 'error' : 'warning';
    return this.#diagnostics.report(
      { severity, code: 'unsupported-argument', summary: 'Unsupported argument', detail },
      at,
    );
  }

  #blocks(name: string, blocks: readonly PlacedBlock[], schema: BlockSchema): void {
    const nested = schema.blocks.get(name);
    const [first] = blocks;
    if (nested) {
      const dynamic = blocks.some(({ node }) => node.type === 'dynamic');
      if (first && !dynamic && blocks.length < nested.min) this.#tooFew(name, nested, headerAt(first));
      const extra =
        nested.max === undefined ? undefined : blocks.filter(({ node }) => node.type !== 'dynamic')[nested.max];
      if (extra)
        this.#report(
          'too-many-blocks',
          `Too many ${name} blocks`,
          `No more than ${nested.max} ${JSON.stringify(name)} blocks are allowed`,
          headerAt(extra),
        );
      for (const block of blocks) this.#block(block, nested.block);
      return;
    }
    const attribute = schema.attributes.get(name);
    if (attribute && holdsObjects(attribute.type)) return;
    for (const block of blocks) {
      const near = attribute ? undefined : (suggestion(name, [...schema.blocks.keys()]) ?? this.#elsewhere(name));
      const hint = attribute
        ? ` Did you mean to define argument ${JSON.stringify(name)}? If so, use the equals sign to assign it a value.`
        : near === undefined
          ? ''
          : ` Did you mean ${JSON.stringify(near)}?`;
      const detail = `Blocks of type ${JSON.stringify(name)} are not expected here.${hint}`;
      this.#report('unsupported-block-type', 'Unsupported block type', detail, headerAt(block));
    }
  }

  #block({ node, file }: PlacedBlock, schema: BlockSchema): void {
    if (node.type !== 'dynamic') return this.#inner(node.body, node.openBrace, file, schema);
    for (const content of contentOf(node.body, file).blocks.get('content') ?? []) {
      this.#inner(content.node.body, content.node.openBrace, content.file, schema);
    }
    return undefined;
  }

  #inner(body: PlacedBlock['node']['body'], openBrace: number, file: PlacedBlock['file'], schema: BlockSchema): void {
    this.body(contentOf(body, file), schema, { file, span: { start: openBrace, end: openBrace + 1 } }, false);
  }

  #tooFew(name: string, nested: NestedSchema, at: At): void {
    this.#report(
      'insufficient-blocks',
      `Insufficient ${name} blocks`,
      `At least ${nested.min} ${JSON.stringify(name)} blocks are required.`,
      at,
    );
  }

  /** The way to a name that exists, but deeper inside: `root_directory.creation_info.permissions`. */
  #elsewhere(name: string): string | undefined {
    return wayTo(name, this.#whole.schema, 0);
  }

  #report(code: string, summary: string, detail: string, at: At): void {
    const problem = { code, summary, detail };
    this.#diagnostics.report(this.#certain ? problem : ofAnotherVersion(problem, this.#whole.type), at);
  }
}

/** What the shipped schema does not have, where the version in use may have it. */
export function ofAnotherVersion({ summary, detail }: Problem, type: string): Problem {
  return {
    severity: 'warning',
    unsure: true,
    code: 'other-provider-version',
    summary: `Not checked: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`,
    detail: `${detail} This applies to version ${SCHEMA_VERSION} of the AWS provider; the configuration may use another.`,
    cause: {
      key: 'other-provider-version',
      summary: 'Arguments of another version of the provider',
      detail: `Version ${SCHEMA_VERSION} of the AWS provider would not accept all of this, and the configuration may use another. A lock file (.terraform.lock.hcl) or a version constraint says which. These were not checked:`,
      about: type,
    },
  };
}

const MAX_WAY = 4;

function wayTo(name: string, schema: BlockSchema, depth: number): string | undefined {
  if (depth > MAX_WAY) return undefined;
  for (const [block, nested] of schema.blocks) {
    if (nested.block.attributes.has(name) || nested.block.blocks.has(name)) return `${block}.${name}`;
  }
  for (const [block, nested] of schema.blocks) {
    const inside = wayTo(name, nested.block, depth + 1);
    if (inside !== undefined) return `${block}.${inside}`;
  }
  return undefined;
}

/** Attributes of objects may be written as blocks: `ingress { ... }`. */
function holdsObjects(type: Type): boolean {
  return (type.kind === 'list' || type.kind === 'set' || type.kind === 'map') && type.element.kind === 'object';
}

function headerAt({ node, file }: PlacedBlock): At {
  return { file, span: { start: node.start, end: node.labels.at(-1)?.end ?? node.typeEnd } };
}
