/**
 * What can be said of a module without evaluating it: references to what is not declared. As in Terraform, this counts in
 * branches that are not taken and inside `try` too.
 * https://github.com/hashicorp/terraform/blob/v1.11.4/internal/lang/langrefs
 */
import type { Expression, SyntaxFile, Variable } from '#hcl/syntax.js';
import { visitReferences } from '../evaluate/free-names.js';
import { flatten } from '../evaluate/traversal.js';
import type { Diagnostics } from '../load/report.js';
import { type Content, contentOf, type PlacedBlock } from './content.js';
import { cyclesIn } from './cycles.js';
import type { Declaration, ModuleDefinition } from './definition.js';
import { checkReference, type ReferenceContext, type ReferenceProblem } from './reference-check.js';

/** How messages call the root module. */
export const ROOT = 'the root module';

type Bound = ReadonlySet<string>;
const NOTHING: Bound = new Set();

const RESOURCE_META: ReadonlySet<string> = new Set(['provider']);
const CALL_META: ReadonlySet<string> = new Set(['providers', 'source', 'version']);

/** Reports every reference in the module to something that is not there. `name` is how messages call the module. */
export function checkReferences(definition: ModuleDefinition, name: string, diagnostics: Diagnostics): void {
  if (definition.incomplete) return;
  new Checker(definition, name, diagnostics).check();
}

class Checker {
  readonly #definition: ModuleDefinition;
  readonly #module: string;
  readonly #diagnostics: Diagnostics;
  /** Which local or resource refers to which. */
  readonly #graph = new Map<string, Set<string>>();
  #owner: Set<string> | undefined;

  constructor(definition: ModuleDefinition, module: string, diagnostics: Diagnostics) {
    this.#definition = definition;
    this.#module = module;
    this.#diagnostics = diagnostics;
  }

  check(): void {
    const { locals, outputs, resources, calls, variables, checks } = this.#definition;
    for (const { name, attribute, file } of locals.values()) {
      this.#own(`local.${name}`);
      this.#expression(attribute.value, file, NOTHING, {});
    }
    for (const [address, resource] of resources) {
      this.#own(address);
      this.#repeated(resource, RESOURCE_META);
    }
    this.#owner = undefined;
    for (const output of outputs.values()) this.#body(output.content, NOTHING, {});
    for (const call of calls.values()) this.#repeated(call, CALL_META);
    for (const variable of variables.values()) {
      for (const validation of variable.content.blocks.get('validation') ?? []) this.#block(validation, NOTHING, {});
    }
    for (const check of checks) this.#check(check);
    this.#cycles();
  }

  #own(name: string): void {
    this.#owner = new Set();
    this.#graph.set(name, this.#owner);
  }

  #cycles(): void {
    const prefix = this.#module === ROOT ? '' : `${this.#module.replace(/\[[^\]]*\]/g, '')}.`;
    for (const members of cyclesIn(this.#graph)) {
      const names = members.map((name) => `${prefix}${name}${name.startsWith('local.') ? ' (expand)' : ''}`).sort();
      this.#diagnostics.report({ code: 'cycle', summary: `Cycle: ${names.join(', ')}`, detail: '' });
    }
  }

  #check({ node, file }: PlacedBlock): void {
    const content = contentOf(node.body, file);
    for (const assertion of content.blocks.get('assert') ?? []) {
      // A check may have a data source of its own.
      if (!content.blocks.has('data')) this.#block(assertion, NOTHING, {});
    }
  }

  #repeated({ content }: Declaration, skip: ReadonlySet<string>): void {
    const context: ReferenceContext = {
      count: content.attributes.has('count'),
      forEach: content.attributes.has('for_each'),
    };
    // What says how many there are can't ask which one this is; a block inside may have an argument of that name.
    for (const name of ['count', 'for_each']) {
      const attribute = content.attributes.get(name);
      if (attribute) this.#expression(attribute.node.value, attribute.file, NOTHING, {});
    }
    this.#body(content, NOTHING, context, new Set([...skip, 'count', 'for_each']));
  }

  #body(content: Content, bound: Bound, context: ReferenceContext, skip: ReadonlySet<string> = NOTHING): void {
    for (const [name, { node, file }] of content.attributes) {
      if (!skip.has(name)) this.#expression(node.value, file, bound, context);
    }
    for (const [name, blocks] of content.blocks) {
      for (const block of blocks) {
        if (name === 'lifecycle') this.#lifecycle(block, context);
        else if (block.node.type === 'dynamic') this.#dynamic(name, block, bound, context);
        else if (SELF_BLOCKS.has(name))
          this.#body(contentOf(block.node.body, block.file), bound, { ...context, self: true }, KEYWORDS);
        else this.#block(block, bound, context);
      }
    }
  }

  #block({ node, file }: PlacedBlock, bound: Bound, context: ReferenceContext): void {
    this.#body(contentOf(node.body, file), bound, context);
  }

  #lifecycle({ node, file }: PlacedBlock, context: ReferenceContext): void {
    const { blocks } = contentOf(node.body, file);
    for (const block of blocks.get('precondition') ?? []) this.#block(block, NOTHING, context);
    for (const block of blocks.get('postcondition') ?? []) this.#block(block, NOTHING, { ...context, self: true });
  }

  #dynamic(type: string, { node, file }: PlacedBlock, bound: Bound, context: ReferenceContext): void {
    const { attributes, blocks } = contentOf(node.body, file);
    const forEach = attributes.get('for_each');
    if (forEach) this.#expression(forEach.node.value, file, bound, context);
    const iterator = attributes.get('iterator')?.node.value;
    const inner = new Set(bound).add(iterator?.kind === 'variable' ? iterator.name : type);
    const labels = attributes.get('labels');
    if (labels) this.#expression(labels.node.value, file, inner, context);
    for (const content of blocks.get('content') ?? []) this.#block(content, inner, context);
  }

  #expression(expression: Expression, file: SyntaxFile, bound: Bound, context: ReferenceContext): void {
    visitReferences(expression, bound, (root, traversal) => {
      const problem = checkReference(root, traversal, { definition: this.#definition, module: this.#module, context });
      if (problem) this.#report(problem, file);
      else if (this.#owner) this.#link(root, traversal, this.#owner);
    });
  }

  #link(root: Variable, traversal: Expression, owner: Set<string>): void {
    const [first, second] = flatten(traversal).steps;
    if (first?.kind !== 'get-attribute') return;
    const target =
      root.name === 'data' && second?.kind === 'get-attribute'
        ? `data.${first.name}.${second.name}`
        : `${root.name}.${first.name}`;
    if (root.name === 'local' || this.#definition.resources.has(target)) owner.add(target);
  }

  #report({ summary, detail, span, undeclared }: ReferenceProblem, file: SyntaxFile): void {
    const cause = undeclared && {
      key: `undeclared:${undeclared.what}`,
      summary: `References to undeclared ${undeclared.what}`,
      detail: 'No file of the module declares them; if a tool writes the declarations, run it and scan again:',
      about: undeclared.name,
    };
    this.#diagnostics.report(
      { code: 'invalid-reference', summary, detail, ...(cause ? { cause } : {}) },
      { file, span },
    );
  }
}

/** Arguments of provisioners whose values are bare words. */
const KEYWORDS: ReadonlySet<string> = new Set(['when', 'on_failure']);
const SELF_BLOCKS: ReadonlySet<string> = new Set(['provisioner', 'connection']);
