import type { Attribute, Block, Body, SyntaxFile } from '#hcl/syntax.js';

/** An attribute or a block with the file it stands in: after an override, one body may come from several files. */
export interface Placed<Node> {
  readonly node: Node;
  readonly file: SyntaxFile;
}
export type PlacedAttribute = Placed<Attribute>;
export type PlacedBlock = Placed<Block>;

/** A body by name. */
export interface Content {
  readonly attributes: ReadonlyMap<string, PlacedAttribute>;
  readonly blocks: ReadonlyMap<string, readonly PlacedBlock[]>;
}

const EMPTY: readonly PlacedBlock[] = [];
const known = new WeakMap<Body, Content>();

/** The attributes and blocks of a body by name. The first of several attributes of one name counts. */
export function contentOf(body: Body, file: SyntaxFile): Content {
  const found = known.get(body);
  if (found) return found;
  const attributes = new Map<string, PlacedAttribute>();
  const blocks = new Map<string, PlacedBlock[]>();
  for (const item of body.items) {
    if (item.kind === 'attribute') {
      if (!attributes.has(item.name)) attributes.set(item.name, { node: item, file });
    } else if (item.kind === 'block') {
      const list = blocks.get(item.type);
      if (list) list.push({ node: item, file });
      else blocks.set(item.type, [{ node: item, file }]);
    }
  }
  const content = { attributes, blocks };
  known.set(body, content);
  return content;
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
    if (type === 'dynamic') blocks.set(type, [...(blocks.get(type) ?? []), ...list]);
    else if (type === 'lifecycle') blocks.set(type, [...list, ...(blocks.get(type) ?? [])]);
    else blocks.set(type, list);
  }
  // A `dynamic "x"` of the base goes where the override sets blocks of type x.
  const dynamics = base.blocks.get('dynamic')?.filter(({ node }) => !over.blocks.has(node.labels[0]?.value ?? ''));
  if (dynamics) blocks.set('dynamic', [...dynamics, ...(over.blocks.get('dynamic') ?? [])]);
  return { attributes, blocks };
}
