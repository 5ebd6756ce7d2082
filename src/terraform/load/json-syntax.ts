/**
 * The JSON syntax of the language (https://developer.hashicorp.com/terraform/language/syntax/json) as the tree of the
 * native one, so that nothing behind it needs to know. Offsets lead into the JSON text.
 *
 * Which members are blocks is known for what the language itself defines; everything else is an attribute, and bodies
 * read an attribute as blocks where blocks are asked for.
 */
import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type {
  Attribute,
  Block,
  Body,
  BodyItem,
  Expression,
  Label,
  ObjectItem,
  SyntaxDiagnostic,
  SyntaxFile,
} from '#hcl/syntax.js';
import { parseJsonString, type StringMode } from './json-template.js';

/** How the members of a block are to be read; members that are not named are attributes. */
interface Shape {
  /** Labels that the block takes. */
  readonly labels: number;
  readonly blocks?: Readonly<Record<string, Shape>>;
  /** Attributes whose strings are expressions (`depends_on`) or plain text (`default`), not templates. */
  readonly modes?: Readonly<Record<string, StringMode>>;
}

const PLAIN: Shape = { labels: 0 };
const CONDITION: Shape = { labels: 0 };
const LIFECYCLE: Shape = {
  labels: 0,
  blocks: { precondition: CONDITION, postcondition: CONDITION },
  modes: { ignore_changes: 'expression', replace_triggered_by: 'expression' },
};
const RESOURCE: Shape = {
  labels: 2,
  blocks: {
    lifecycle: LIFECYCLE,
    connection: PLAIN,
    provisioner: { labels: 1, blocks: { connection: PLAIN } },
    dynamic: { labels: 1, blocks: { content: PLAIN } },
  },
  modes: { provider: 'expression', depends_on: 'expression' },
};
const TOP: Readonly<Record<string, Shape>> = {
  terraform: { labels: 0, blocks: { required_providers: PLAIN, backend: { labels: 1 }, cloud: PLAIN } },
  variable: {
    labels: 1,
    blocks: { validation: CONDITION },
    modes: { type: 'expression', default: 'literal', description: 'literal' },
  },
  locals: PLAIN,
  output: {
    labels: 1,
    blocks: { precondition: CONDITION },
    modes: { depends_on: 'expression', description: 'literal' },
  },
  module: { labels: 1, modes: { providers: 'expression', depends_on: 'expression' } },
  provider: { labels: 1 },
  resource: RESOURCE,
  data: RESOURCE,
  ephemeral: RESOURCE,
  check: { labels: 1, blocks: { assert: CONDITION, data: RESOURCE } },
  moved: { labels: 0, modes: { from: 'expression', to: 'expression' } },
  removed: { labels: 0, blocks: { lifecycle: PLAIN }, modes: { from: 'expression' } },
  import: { labels: 0, modes: { to: 'expression', provider: 'expression' } },
};

/** A `.tf.json` file as a syntax tree. */
export function parseJsonFile(path: string, text: string): SyntaxFile {
  const reader = new JsonReader(text);
  const root = reader.parse();
  const items: BodyItem[] = [];
  if (root) reader.body(root, TOP, undefined, items);
  return { path, text, body: { kind: 'body', start: 0, end: text.length, items }, diagnostics: reader.diagnostics };
}

/** A `.tfvars.json` file: attributes only, strings taken as they are. */
export function parseJsonValues(path: string, text: string): SyntaxFile {
  const reader = new JsonReader(text);
  const root = reader.parse();
  const items: BodyItem[] = [];
  if (root) for (const [key, value] of reader.members(root)) items.push(reader.attribute(key, value, 'literal'));
  return { path, text, body: { kind: 'body', start: 0, end: text.length, items }, diagnostics: reader.diagnostics };
}

const MAX_DEPTH = 250;

class JsonReader {
  readonly diagnostics: SyntaxDiagnostic[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Node | undefined {
    if (nestingOf(this.#text) > MAX_DEPTH) {
      this.diagnostics.push({
        start: 0,
        end: 1,
        summary: 'Nesting too deep',
        detail: `The JSON text is nested more than ${MAX_DEPTH} levels deep.`,
      });
      return undefined;
    }
    const errors: ParseError[] = [];
    const bom = this.#text.startsWith('\uFEFF');
    const root = parseTree(bom ? ` ${this.#text.slice(1)}` : this.#text, errors, {
      disallowComments: true,
      allowTrailingComma: false,
    });
    const [first] = errors;
    if (first) {
      const { offset, length } = first;
      this.diagnostics.push({
        start: offset,
        end: offset + length,
        summary: 'Invalid JSON',
        detail: `${printParseErrorCode(first.error)}.`,
      });
    }
    if (root && root.type !== 'object' && root.type !== 'array') {
      this.diagnostics.push({
        ...spanOf(root),
        summary: 'Invalid JSON',
        detail: 'The root of a configuration must be either a JSON object or an array of JSON objects.',
      });
      return undefined;
    }
    return root;
  }

  /** The members of an object, or of all objects of an array. `//` is a comment. */
  *members(node: Node): Iterable<readonly [key: Node, value: Node]> {
    if (node.type === 'array') {
      for (const child of node.children ?? []) yield* this.members(child);
      return;
    }
    if (node.type !== 'object') {
      this.diagnostics.push({
        ...spanOf(node),
        summary: 'Incorrect JSON value type',
        detail: 'Either a JSON object or a JSON array is required here.',
      });
      return;
    }
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key && value && key.value !== '//') yield [key, value];
    }
  }

  body(node: Node, shapes: Shape['blocks'], modes: Shape['modes'], items: BodyItem[]): void {
    for (const [key, value] of this.members(node)) {
      const name = String(key.value);
      const shape = shapes && Object.hasOwn(shapes, name) ? shapes[name] : undefined;
      if (shape) this.#blocks(name, key, value, { shape, labels: [] }, items);
      else if (shapes === TOP) this.#unsupported(name, key, value, items);
      else
        items.push(
          this.attribute(key, value, modes && Object.hasOwn(modes, name) ? (modes[name] ?? 'template') : 'template'),
        );
    }
  }

  attribute(key: Node, value: Node, mode: StringMode): Attribute {
    const from = key.offset + 1;
    const nameEnd = key.offset + key.length - 1;
    return {
      kind: 'attribute',
      name: String(key.value),
      start: from,
      nameEnd,
      equals: this.#text.indexOf(':', nameEnd),
      value: this.#expression(value, mode),
      end: value.offset + value.length,
    };
  }

  /** Descends through the labels; an array anywhere on the way stands for several blocks. */
  #blocks(
    type: string,
    key: Node,
    node: Node,
    way: { readonly shape: Shape; readonly labels: readonly Label[] },
    items: BodyItem[],
  ): void {
    if (node.type === 'array') {
      for (const child of node.children ?? []) this.#blocks(type, key, child, way, items);
      return;
    }
    const { shape, labels } = way;
    if (node.type === 'null') return;
    if (labels.length < shape.labels) {
      for (const [label, value] of this.members(node)) {
        const next: Label = { ...spanOf(label), value: String(label.value), quoted: true };
        this.#blocks(type, key, value, { shape, labels: [...labels, next] }, items);
      }
      return;
    }
    const inner: BodyItem[] = [];
    this.body(node, shape.blocks ?? {}, shape.modes, inner);
    items.push(this.#block(type, key, node, labels, inner));
  }

  #block(type: string, key: Node, node: Node, labels: readonly Label[], items: readonly BodyItem[]): Block {
    const end = node.offset + node.length;
    const body: Body = { kind: 'body', start: node.offset + 1, end: end - 1, items };
    const last = labels.at(-1);
    return {
      kind: 'block',
      type,
      start: last?.start ?? key.offset,
      typeEnd: last?.end ?? key.offset + key.length,
      labels,
      openBrace: node.offset,
      closeBrace: end - 1,
      body,
      end,
    };
  }

  #unsupported(name: string, key: Node, value: Node, items: BodyItem[]): void {
    if (value.type !== 'object' && value.type !== 'array') items.push(this.attribute(key, value, 'template'));
    else items.push(this.#block(name, key, value, [], []));
  }

  #expression(node: Node, mode: StringMode): Expression {
    const span = spanOf(node);
    switch (node.type) {
      case 'string':
        return parseJsonString(this.#text, node, mode, this.diagnostics);
      case 'number':
        return { kind: 'number', text: this.#text.slice(span.start, span.end), ...span };
      case 'boolean':
        return { kind: 'bool', value: getNodeValue(node) === true, ...span };
      case 'array':
        return {
          kind: 'tuple',
          elements: (node.children ?? []).map((child) => this.#expression(child, mode)),
          ...span,
        };
      case 'object':
        return { kind: 'object', items: this.#items(node, mode), ...span };
      default:
        return { kind: 'null', ...span };
    }
  }

  #items(node: Node, mode: StringMode): readonly ObjectItem[] {
    const keyMode: StringMode = mode === 'template' ? 'template' : 'literal';
    return Array.from(this.members(node), ([key, value]) => ({
      kind: 'object-item',
      key: parseJsonString(this.#text, key, keyMode, this.diagnostics),
      value: this.#expression(value, mode),
      start: key.offset,
      end: value.offset + value.length,
    }));
  }
}

function spanOf(node: Node): { readonly start: number; readonly end: number } {
  return { start: node.offset, end: node.offset + node.length };
}

/** How deep brackets nest, strings left out; the JSON parser is recursive. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[\]{}]/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (token === '}' || token === ']') depth -= 1;
  }
  return deepest;
}
