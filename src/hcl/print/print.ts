/**
 * Prints a tree. Nodes emit their own leaves from what they hold (names, numbers, operators), and what lies between is
 * either trivia or the punctuation that the node's kind has. So a node with a wrong span, a child out of order, a byte
 * that belongs to two nodes or to none shows as a difference from the source, or as a leaf that makes no sense.
 */
import { childrenOf, type Node } from '../children.js';
import type { Block, Label, SyntaxFile, TemplateFile } from '../syntax.js';
import { triviaEnd } from '../parse/trivia.js';

export interface Leaf {
  /** `word`: something that a node holds. `text`: content of a template, or what does not parse. */
  readonly kind: 'trivia' | 'punctuation' | 'word' | 'text';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The innermost node that it belongs to. */
  readonly node: Node;
}

/** The text that the tree stands for: of a tree as parsed, the source to the byte. */
export function print(file: SyntaxFile | TemplateFile): string {
  let text = '';
  for (const leaf of leaves(file)) text += leaf.text;
  return text;
}

/** All leaves, in the order of the source. */
export function leaves(file: SyntaxFile | TemplateFile): readonly Leaf[] {
  const printer = new Printer(file.text);
  const root = 'body' in file ? file.body : file.template;
  printer.visit(root);
  printer.gap(root, file.text.length);
  return printer.leaves;
}

class Printer {
  readonly leaves: Leaf[] = [];
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  visit(node: Node): void {
    if (node.kind !== 'body' && node.kind !== 'template') this.trivia(node, node.start);
    switch (node.kind) {
      case 'text':
      case 'invalid':
      case 'invalid-expression':
        this.leaf('text', node, node.end, this.text.slice(node.start, node.end));
        return;
      case 'attribute':
        this.leaf('word', node, node.nameEnd, node.name);
        break;
      case 'block':
        this.header(node);
        break;
      default:
        this.expression(node);
    }
    this.children(node);
    if (isTemplate(node)) this.leaf('text', node, node.end, this.text.slice(this.at, node.end));
    else this.gap(node, node.end);
  }

  private children(node: Node): void {
    let previous: Node | undefined;
    for (const child of childrenOf(node)) {
      if (node.kind === 'binary' && previous) {
        this.trivia(node, node.operatorStart);
        this.leaf('word', node, node.operatorStart + node.operator.length, node.operator);
      }
      if (isTemplate(node)) {
        if (child.start > this.at) this.leaf('text', node, child.start, this.text.slice(this.at, child.start));
      } else this.gap(node, child.start);
      this.visit(child);
      previous = child;
    }
    if (node.kind === 'get-attribute') {
      this.gap(node, node.nameStart);
      this.leaf('word', node, node.end, node.name);
    }
  }

  private header(block: Block): void {
    this.leaf('word', block, block.typeEnd, block.type);
    for (const label of block.labels) this.label(block, label);
    this.gap(block, block.body.start);
  }

  private label(block: Block, label: Label): void {
    this.trivia(block, label.start);
    if (label.quoted) this.leaf('text', block, label.end, this.text.slice(label.start, label.end));
    else this.leaf('word', block, label.end, label.value);
  }

  private expression(node: Node): void {
    const word = wordOf(node);
    if (word === undefined) return;
    const end = node.kind === 'call' ? node.nameEnd : node.start + word.length;
    // Between the parts of a namespaced name there may be white space.
    const spaced = node.kind === 'call' && word.length !== end - node.start;
    this.leaf('word', node, end, spaced ? this.text.slice(node.start, end) : word);
  }

  /** What lies between here and `end` as trivia and punctuation. */
  gap(node: Node, end: number): void {
    while (this.at < end) {
      this.trivia(node, triviaEnd(this.text, this.at, end));
      if (this.at >= end) return;
      let next = this.at + 1;
      while (next < end && triviaEnd(this.text, next, end) === next) next++;
      this.leaf('punctuation', node, next, this.text.slice(this.at, next));
    }
  }

  private trivia(node: Node, end: number): void {
    if (end > this.at) this.leaf('trivia', node, end, this.text.slice(this.at, end));
  }

  private leaf(kind: Leaf['kind'], node: Node, end: number, text: string): void {
    if (text !== '') this.leaves.push({ kind, start: this.at, end, text, node });
    this.at = Math.max(this.at, end);
  }
}

/** In a template and its directives all that is not an expression is text, white space included. */
function isTemplate(node: Node): boolean {
  return node.kind === 'template' || node.kind === 'template-if' || node.kind === 'template-for';
}

function wordOf(node: Node): string | undefined {
  switch (node.kind) {
    case 'number':
      return node.text;
    case 'bool':
      return String(node.value);
    case 'null':
      return 'null';
    case 'variable':
    case 'call':
      return node.name;
    case 'unary':
      return node.operator;
    default:
      return undefined;
  }
}
