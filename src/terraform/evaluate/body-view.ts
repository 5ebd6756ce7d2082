/** Blocks as bodies of values: attributes evaluated when asked for, once; `dynamic` blocks expanded. */
import type { Expression, Span, SyntaxFile } from '#hcl/syntax.js';
import type { Content, PlacedAttribute, PlacedBlock } from '../module/content.js';
import { blocksOf, contentOf } from '../module/content.js';
import type { BodyView, NestedBlock } from '#model/resource.js';
import type { AttributeSchema, BlockSchema } from '../schema/block-schema.js';
import type { Origin, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { isSequence } from '#model/values/inspect.js';
import { expandDynamic } from './dynamic-block.js';
import { Memo } from './memo.js';
import { evaluateAttribute, type Surroundings } from './program.js';
import { blockOrigin } from './provenance.js';
import { blocksFromValue } from './value-view.js';

/** Names that Terraform reads itself; they are not part of what a resource is. */
export const META_ARGUMENTS: ReadonlySet<string> = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
]);

const NO_BLOCKS: readonly NestedBlock[] = [];

export interface BodyOptions {
  readonly around: Surroundings;
  readonly content: Content;
  readonly schema: BlockSchema | undefined;
  readonly file: SyntaxFile;
  /** The block, or the `dynamic` block that made it. */
  readonly span: Span;
  /** How Terraform names the whole in a cycle: the resource's address. */
  readonly label: string;
}

export class SourceBody implements BodyView {
  readonly origin: Origin;
  readonly #options: BodyOptions;
  // Made when first needed: of many bodies nothing is ever asked.
  #attributes: Map<string, Memo> | undefined;
  #blocks: Map<string, readonly NestedBlock[]> | undefined;

  constructor(options: BodyOptions) {
    this.#options = options;
    this.origin = blockOrigin(options.file, options.span, options.around.readOnly);
  }

  attribute(name: string): Value | undefined {
    const { content, around, label } = this.#options;
    const placed = content.attributes.get(name);
    if (!placed) return undefined;
    this.#attributes ??= new Map();
    let memo = this.#attributes.get(name);
    if (!memo) {
      memo = new Memo(label);
      this.#attributes.set(name, memo);
    }
    return memo.value ?? around.program.evaluation.force(memo, () => this.#evaluate(name, placed));
  }

  blocks(name: string): readonly NestedBlock[] {
    if (!this.sets(name)) return NO_BLOCKS;
    this.#blocks ??= new Map();
    let found = this.#blocks.get(name);
    if (!found) {
      found = this.#expand(name);
      this.#blocks.set(name, found);
    }
    return found;
  }

  names(): readonly string[] {
    const { attributes, blocks } = this.#options.content;
    return [...attributes.keys(), ...blocks.keys()].filter((name) => !META_ARGUMENTS.has(name));
  }

  text(name: string): string | undefined {
    const placed = this.#options.content.attributes.get(name);
    return placed?.file.text.slice(placed.node.value.start, placed.node.value.end);
  }

  /** Whether the source sets the name in either way. */
  sets(name: string): boolean {
    const { attributes, blocks } = this.#options.content;
    return attributes.has(name) || blocks.has(name);
  }

  #evaluate(name: string, placed: PlacedAttribute): Value {
    const { around, schema } = this.#options;
    const value = evaluateAttribute(placed, around);
    const attribute = schema?.attributes.get(name);
    return attribute ? typed(value, attribute, placed, around) : value;
  }

  #expand(name: string): readonly NestedBlock[] {
    const { content, around, schema, label } = this.#options;
    const placed = blocksOf(content, name);
    const inner = schema?.blocks.get(name)?.block;
    const found: NestedBlock[] = [];
    for (const block of placed) {
      const dynamic = block.node.type === 'dynamic';
      const made = dynamic ? expandDynamic(name, block, around) : [{ placed: block, around, maybe: false }];
      for (const one of made) found.push(nestedBlock(name, { ...one, schema: inner, label, span: block.node }));
    }
    if (placed.length === 0) {
      const value = content.attributes.has(name) ? this.attribute(name) : undefined;
      if (value) return blocksFromValue(name, value);
    }
    return found;
  }
}

interface NestedOptions {
  readonly placed: PlacedBlock;
  readonly around: Surroundings;
  readonly schema: BlockSchema | undefined;
  readonly label: string;
  readonly span: Span;
  readonly maybe: boolean;
}

class SourceBlock extends SourceBody implements NestedBlock {
  readonly type: string;
  readonly maybe: boolean;

  constructor(type: string, maybe: boolean, options: BodyOptions) {
    super(options);
    this.type = type;
    this.maybe = maybe;
  }
}

function nestedBlock(type: string, { placed, maybe, ...options }: NestedOptions): NestedBlock {
  const { node, file } = placed;
  return new SourceBlock(type, maybe, { ...options, content: contentOf(node.body, file), file });
}

/** The value as the provider's type has it; one that does not fit is reported and kept as it is. */
function typed(value: Value, schema: AttributeSchema, { node, file }: PlacedAttribute, around: Surroundings): Value {
  if (schema.type.kind === 'dynamic' || value.kind === 'null') return value;
  const result = convert(value, schema.type);
  if (!isFailure(result)) return result;
  const detail = `Inappropriate value for attribute ${JSON.stringify(node.name)}: ${result.detail}.`;
  around.program.diagnostics.reportValue(
    { code: 'incorrect-attribute-value-type', summary: 'Incorrect attribute value type', detail },
    { file, span: spanOf(node.value) },
  );
  const asMeant = around.program.strict ? result : convert(withoutNesting(value), schema.type);
  return isFailure(asMeant) ? value : asMeant;
}

/** `[var.subnets]` was `var.subnets` before Terraform 0.12. */
function withoutNesting(value: Value): Value {
  if (value.kind !== 'tuple') return value;
  return { ...value, elements: value.elements.flatMap((each) => (isSequence(each) ? each.elements : [each])) };
}

function spanOf({ start, end }: Expression): Span {
  return { start, end };
}
