import type { Attribute, Block, Body, SyntaxFile } from '#hcl/syntax.js';

/** An attribute or a block with the file it stands in: after an override, one body may come from several files. */
export interface Placed<Node> {
  readonly node: Node;
  readonly file: SyntaxFile;
}
export type PlacedAttribute = Placed<Attribute>;
export type PlacedBlock = Placed<Block>;

/** A body by name. A `dynamic "x"` block stands among the blocks of type x. */
export interface Content {
  readonly attributes: ReadonlyMap<string, PlacedAttribute>;
  readonly blocks: ReadonlyMap<string, readonly PlacedBlock[]>;
}

/** What Terraform itself reads of a `module` block; the rest are the module's variables. */
export const CALL_ARGUMENTS: ReadonlySet<string> = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'depends_on',
]);

const EMPTY: readonly PlacedBlock[] = [];
/** By file, so that what is known goes when the file goes. One weak entry for each body would slow every collection. */
const known = new WeakMap<SyntaxFile, Map<Body, Content>>();

/** The attributes and blocks of a body by name. The first of several attributes of one name counts. */
export function contentOf(body: Body, file: SyntaxFile): Content {
  let bodies = known.get(file);
  if (!bodies) {
    bodies = new Map();
    known.set(file, bodies);
  }
  const found = bodies.get(body);
  if (found) return found;
  const attributes = new Map<string, PlacedAttribute>();
  const blocks = new Map<string, PlacedBlock[]>();
  for (const item of body.items) {
    if (item.kind === 'attribute') {
      if (!attributes.has(item.name)) attributes.set(item.name, { node: item, file });
    } else if (item.kind === 'block') {
      const type = producedType(item);
      const list = blocks.get(type);
      if (list) list.push({ node: item, file });
      else blocks.set(type, [{ node: item, file }]);
    }
  }
  const content = { attributes, blocks };
  bodies.set(body, content);
  return content;
}

/** The type of the blocks that stand where this one does: a `dynamic "x"` makes blocks of type x. */
function producedType({ type, labels }: Block): string {
  return type === 'dynamic' ? (labels[0]?.value ?? type) : type;
}

export function blocksOf(content: Content, type: string): readonly PlacedBlock[] {
  return content.blocks.get(type) ?? EMPTY;
}

/**
 * Lays an override over a body: its attributes replace those of the same name, its blocks all those of the same type.
 * https://developer.hashicorp.com/terraform/language/files/override#merging-behavior
 */
export function overrideContent(base: Content, over: Content): Content {
  const attributes = new Map(base.attributes);
  for (const [name, attribute] of over.attributes) attributes.set(name, attribute);
  const blocks = new Map(base.blocks);
  for (const [type, list] of over.blocks) {
    if (type === 'lifecycle') blocks.set(type, [...list, ...(blocks.get(type) ?? [])]);
    else blocks.set(type, list);
  }
  return { attributes, blocks };
}
