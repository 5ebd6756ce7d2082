/**
 * That a resource exists. Where its `count` or `for_each` (or that of a module around it) is unknown, steps that need the
 * resource need this premise as well: nothing is certain about a resource that exists only in some workspaces.
 */
import { supplyFor } from '#aws/assumption.js';
import type { Estate } from '#aws/estate.js';
import { evidenceOf, type Premise } from '#aws/premise.js';
import { referencesIn } from '#model/values/references.js';
import type { ModuleSummary, Resource } from '#model/resource.js';
import type { Reference } from '#model/value.js';
import type { Fact } from '../fact.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'module.summary': Resource;
    readonly 'resource.exists': Resource;
  }
}

export type ExistencePremises = (facts: readonly Fact[], premises: readonly Premise[]) => readonly Premise[];

const NONE: readonly Premise[] = [];

/** Returns the premises to add to a step that gains or needs the facts and depends on the premises. */
export function existenceIn(estate: Estate): ExistencePremises {
  const doubtful = new Map<string, readonly Premise[]>();
  const summaries = new Map<string, Premise>();
  for (const resource of estate.configuration.resources) {
    const premises: Premise[] = resource.maybe ? [existenceOf(resource)] : [];
    const { summary } = resource;
    if (summary) {
      const told = summaries.get(summary.call) ?? toldBy(summary, resource);
      summaries.set(summary.call, told);
      premises.push(told);
    }
    if (premises.length > 0) doubtful.set(resource.address, premises);
  }
  if (doubtful.size === 0) return () => NONE;
  return (facts, premises) => {
    const found = new Set<Premise>();
    const note = (address: string): void => {
      for (const premise of doubtful.get(address.replace(/#.*$/s, '')) ?? NONE) found.add(premise);
    };
    for (const fact of facts) note(fact.address);
    for (const { resource, evidence } of premises) {
      note(resource.address);
      for (const { address } of evidence) note(address);
    }
    return found.size === 0 ? NONE : [...found];
  };
}

/** A summary describes one release, and holds less than the module. */
function toldBy({ call, release }: ModuleSummary, resource: Resource): Premise {
  return {
    property: 'module.summary',
    key: `module.summary:${call}`,
    resource,
    evidence: [{ address: call, attribute: 'source', value: `the summary of ${release}`, origin: resource.origin }],
    certainty: 'assumed',
    assumes: {
      what: `${call} creates what ${release} creates`,
      origin: resource.origin,
      supply: `Run terraform init to install the source of ${call}.`,
    },
    subject: resource,
  };
}

function existenceOf(resource: Resource): Premise {
  const { address, decidedBy } = resource;
  const attribute = typeof resource.key === 'number' ? 'count' : 'for_each';
  const origin = decidedBy?.origin ?? resource.origin;
  const [cause] = decidedBy ? referencesIn(decidedBy) : [];
  const what = `${address} exists${cause ? `, which depends on ${nameOf(cause)}` : ''}`;
  return {
    property: 'resource.exists',
    key: `resource.exists:${address}`,
    resource,
    evidence: [{ ...evidenceOf(resource, attribute, decidedBy), ...(origin ? { origin } : {}) }],
    certainty: 'assumed',
    assumes: { what, origin, supply: supplyFor(decidedBy) },
    subject: resource,
  };
}

/** A path after `terraform.workspace` is chosen by the workspace and no part of its name. */
function nameOf({ address, path }: Reference): string {
  return address === 'terraform.workspace' ? address : [address, ...path].join('.');
}
