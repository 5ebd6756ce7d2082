import { withoutLabel } from '#model/address.js';
import type { Origin, Reference, Value } from '#model/value.js';
import { referencesIn } from '#model/values/references.js';

/** Something unknown that a step depends on. Assumptions with the same `what` are the same assumption. */
export interface Assumption {
  /** What is assumed, as a clause: `var.allowed_cidrs covers the internet`. */
  readonly what: string;
  readonly origin: Origin | undefined;
  /** What would settle it, as an instruction: `Give var.allowed_cidrs a value (--var or --var-file).` */
  readonly supply: string;
}

const NOTHING_TO_SUPPLY = 'Analyse a plan (--plan): it has the values that the source leaves open.';

/**
 * What would settle an unknown value, by what it refers to: a variable of the root module, a missing module, the state of
 * another root module, a workspace, something that AWS decides.
 */
export function supplyFor(value: Value | undefined): string {
  return supplyForReferences(value ? referencesIn(value) : []);
}

export function supplyForReferences(references: readonly Reference[]): string {
  for (const rule of SUPPLIES) {
    const [first, ...more] = new Set(references.flatMap((reference) => rule.match(reference) ?? []));
    if (first !== undefined) return rule.instruction(first, more.length);
  }
  return NOTHING_TO_SUPPLY;
}

interface Supply {
  /** The name of what is missing; undefined where the reference is of another kind. */
  readonly match: (reference: Reference) => string | undefined;
  readonly instruction: (name: string, others: number) => string;
}

const by = (pattern: RegExp) => (reference: Reference) =>
  pattern.exec([withoutLabel(reference.address), ...reference.path].join('.'))?.[1];

const SUPPLIES: readonly Supply[] = [
  {
    match: by(/^(var\.[^.[]+)/),
    instruction: (name, others) =>
      `Give ${name}${others > 0 ? ' and the other variables' : ''} a value (--var or --var-file).`,
  },
  {
    match: by(/^get_env\("([^"]+)"\)/),
    instruction: (name) => `Give the environment variable ${name} a value (--env ${name}=VALUE).`,
  },
  {
    match: by(/^dependency\.([^.]+)\.outputs/),
    instruction: (name) => `Scan a folder that also holds the unit of the dependency ${name}.`,
  },
  {
    match: by(/(?:^|\.)(terraform\.workspace)(?:\.|$)/),
    instruction: () => 'Name the workspace (--workspace).',
  },
  {
    match: by(/(?:^|\.)(data\.terraform_remote_state\.[^.]+)/),
    instruction: (name) => `Analyse a plan (--plan): it has what ${name} reads from the state of another root module.`,
  },
  {
    match: by(/(?:^|\.)(data\.[^.]+\.[^.]+)/),
    instruction: (name) => `Analyse a plan (--plan): it has what ${name} looks up.`,
  },
  {
    match: by(/^((?:module\.[^.]+)(?:\.module\.[^.]+)*)(?:\.\d+)?(?:\.[a-z_0-9-]+)?(?:\.\d+)?$/i),
    instruction: (name) => `Run terraform init to install the source of ${name}.`,
  },
];
