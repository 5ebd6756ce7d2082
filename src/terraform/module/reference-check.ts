/** Whether a reference means something, in Terraform's words where it does not. */
import type { Expression, Span, Variable } from '#hcl/syntax.js';
import { resourceName } from '#model/address.js';
import { flatten } from '../evaluate/traversal.js';
import type { Step } from '../evaluate/scope.js';
import { suggestion } from '../functions/suggestion.js';
import type { ModuleDefinition } from './definition.js';

/** What a reference may use beside the module's own names. */
export interface ReferenceContext {
  readonly count?: boolean;
  readonly forEach?: boolean;
  readonly self?: boolean;
}

export interface ReferencePlace {
  readonly definition: ModuleDefinition;
  /** How messages call the module. */
  readonly module: string;
  readonly context: ReferenceContext;
}

export interface ReferenceProblem {
  readonly summary: string;
  readonly detail: string;
  readonly span: Span;
  /** Of a name that is not declared: what it would be, and the name. */
  readonly undeclared?: Undeclared;
}

interface Undeclared {
  readonly what: string;
  readonly name: string;
}

export function checkReference(
  root: Variable,
  traversal: Expression,
  place: ReferencePlace,
): ReferenceProblem | undefined {
  const { steps } = flatten(traversal);
  switch (root.name) {
    case 'var':
    case 'local':
    case 'module':
    case 'path':
    case 'terraform':
    case 'tofu':
    case 'count':
    case 'each':
      return withAttribute(root, steps, (name) => OBJECTS[root.name]?.(name, place));
    case 'self':
      return place.context.self ? undefined : { summary: 'Invalid "self" reference', detail: SELF, span: root };
    case 'data':
    case 'ephemeral':
    case 'resource':
      return twoNames(root, steps, place);
    default:
      return managed(root, steps, place);
  }
}

const SELF =
  'The "self" object is not available in this context. This object can be used only in resource provisioner, connection, and postcondition blocks.';

type Words = { readonly summary: string; readonly detail: string; readonly undeclared?: Undeclared };

function withAttribute(
  root: Variable,
  steps: readonly Step[],
  check: (name: string) => Words | undefined,
): ReferenceProblem | undefined {
  const [first] = steps;
  const quoted = JSON.stringify(root.name);
  if (!first) {
    return {
      summary: 'Invalid reference',
      detail: `The ${quoted} object cannot be accessed directly. Instead, access one of its attributes.`,
      span: root,
    };
  }
  if (first.kind !== 'get-attribute') {
    return {
      summary: 'Invalid reference',
      detail: `The ${quoted} object does not support this operation.`,
      span: first,
    };
  }
  const words = check(first.name);
  return words ? { ...words, span: { start: root.start, end: first.end } } : undefined;
}

const OBJECTS: Readonly<Record<string, (name: string, place: ReferencePlace) => Words | undefined>> = {
  var: (name, { definition }) => {
    if (definition.variables.has(name)) return undefined;
    const near = suggestion(name, [...definition.variables.keys()]);
    const more =
      near === undefined
        ? ` This variable can be declared with a variable ${JSON.stringify(name)} {} block.`
        : didYouMean(near);
    return {
      summary: 'Reference to undeclared input variable',
      detail: `An input variable with the name ${JSON.stringify(name)} has not been declared.${more}`,
      ...(near === undefined ? { undeclared: { what: 'input variables', name } } : {}),
    };
  },
  local: (name, { definition }) => {
    if (definition.locals.has(name)) return undefined;
    const near = suggestion(name, [...definition.locals.keys()]);
    return {
      summary: 'Reference to undeclared local value',
      detail: `A local value with the name ${JSON.stringify(name)} has not been declared.${didYouMean(near)}`,
      ...(near === undefined ? { undeclared: { what: 'local values', name } } : {}),
    };
  },
  module: (name, { definition, module }) => {
    if (definition.calls.has(name)) return undefined;
    const near = suggestion(name, [...definition.calls.keys()]);
    return {
      summary: 'Reference to undeclared module',
      detail: `No module call named ${JSON.stringify(name)} is declared in ${module}.${didYouMean(near)}`,
      ...(near === undefined ? { undeclared: { what: 'modules', name } } : {}),
    };
  },
  path: (name) => {
    if (['module', 'root', 'cwd'].includes(name)) return undefined;
    return {
      summary: 'Invalid "path" attribute',
      detail: `The "path" object does not have an attribute named ${JSON.stringify(name)}.`,
    };
  },
  terraform: terraformAttribute,
  tofu: terraformAttribute,
  count: (name, { context }) => {
    if (name !== 'index')
      return {
        summary: 'Invalid "count" attribute',
        detail: `The "count" object does not have an attribute named ${JSON.stringify(name)}. The only supported attribute is count.index, which is the index of each instance of a resource block that has the "count" argument set.`,
      };
    if (context.count) return undefined;
    return {
      summary: 'Reference to "count" in non-counted context',
      detail:
        'The "count" object can only be used in "module", "resource", and "data" blocks, and only when the "count" argument is set.',
    };
  },
  each: (name, { context }) => {
    if (name !== 'key' && name !== 'value')
      return {
        summary: 'Invalid "each" attribute',
        detail: `The "each" object does not have an attribute named ${JSON.stringify(name)}. The supported attributes are each.key and each.value, the current key and value pair of the "for_each" attribute set.`,
      };
    if (context.forEach) return undefined;
    return {
      summary: 'Reference to "each" in context without for_each',
      detail:
        'The "each" object can be used only in "module" or "resource" blocks, and only when the "for_each" argument is set.',
    };
  },
};

function terraformAttribute(name: string): Words | undefined {
  if (name === 'workspace' || name === 'applying') return undefined;
  return {
    summary: 'Invalid "terraform" attribute',
    detail: `The "terraform" object does not have an attribute named ${JSON.stringify(name)}. The only supported attributes are terraform.workspace, the name of the currently-selected workspace, and terraform.applying, a boolean which is true only during apply.`,
  };
}

function twoNames(root: Variable, steps: readonly Step[], place: ReferencePlace): ReferenceProblem | undefined {
  const [type, name] = steps;
  if (type?.kind !== 'get-attribute' || name?.kind !== 'get-attribute') {
    const what = root.name === 'data' ? 'data source' : root.name === 'ephemeral' ? 'ephemeral resource' : 'resource';
    const detail = `The ${JSON.stringify(root.name)} object must be followed by two attribute names: the ${what} type and the resource name.`;
    return { summary: 'Invalid reference', detail, span: root };
  }
  const mode = root.name === 'data' || root.name === 'ephemeral' ? root.name : 'managed';
  return undeclared(mode, type.name, name.name, { span: { start: root.start, end: name.end }, place });
}

function managed(root: Variable, steps: readonly Step[], place: ReferencePlace): ReferenceProblem | undefined {
  const [name] = steps;
  if (name?.kind !== 'get-attribute') {
    return {
      summary: 'Invalid reference',
      detail:
        'A reference to a resource type must be followed by at least one attribute access, specifying the resource name.',
      span: name ?? root,
    };
  }
  return undeclared('managed', root.name, name.name, { span: { start: root.start, end: name.end }, place });
}

function undeclared(
  mode: 'managed' | 'data' | 'ephemeral',
  type: string,
  name: string,
  { span, place }: { readonly span: Span; readonly place: ReferencePlace },
): ReferenceProblem | undefined {
  const { definition, module } = place;
  if (definition.resources.has(resourceName(mode, type, name))) return undefined;
  const what = mode === 'managed' ? 'A managed' : mode === 'data' ? 'A data' : 'An ephemeral';
  const other =
    mode === 'managed' && definition.resources.has(`data.${type}.${name}`)
      ? `\n\nDid you mean the data resource data.${type}.${name}?`
      : '';
  return {
    summary: 'Reference to undeclared resource',
    detail: `${what} resource ${JSON.stringify(type)} ${JSON.stringify(name)} has not been declared in ${module}.${other}`,
    span,
    undeclared: { what: 'resources', name: resourceName(mode, type, name) },
  };
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`;
}
