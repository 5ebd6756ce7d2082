/**
 * That a resource exists. Where its `count` or `for_each` (or that of a module around it) is not known, steps that need the
 * resource need this premise as well: of what there is only in some workspaces, nothing is certain.
 */
import { supplyFor } from '#aws/assumption.js';
import type { Estate } from '#aws/estate.js';
import { evidenceOf, type Premise } from '#aws/premise.js';
import { referencesIn } from '#aws/link.js';
import type { Resource } from '#terraform/resource.js';
import type { Fact } from '../fact.js';

export type ExistencePremises = (facts: readonly Fact[], premises: readonly Premise[]) => readonly Premise[];

const NONE: readonly Premise[] = [];

/** Gives the premises to add to a step that wins or needs the facts, and rests on the premises. */
export function existenceIn(estate: Estate): ExistencePremises {
  const doubtful = new Map<string, Premise>();
  for (const resource of estate.configuration.resources) {
    if (resource.maybe) doubtful.set(resource.address, existenceOf(resource));
  }
  if (doubtful.size === 0) return () => NONE;
  return (facts, premises) => {
    const found = new Set<Premise>();
    const note = (address: string): void => {
      const premise = doubtful.get(address) ?? doubtful.get(address.replace(/#.*$/s, ''));
      if (premise) found.add(premise);
    };
    for (const fact of facts) note(fact.address);
    for (const { resource, evidence } of premises) {
      note(resource.address);
      for (const { address } of evidence) note(address);
    }
    return found.size === 0 ? NONE : [...found];
  };
}

function existenceOf(resource: Resource): Premise {
  const { address, decidedBy } = resource;
  const attribute = typeof resource.key === 'number' ? 'count' : 'for_each';
  const origin = decidedBy?.origin ?? resource.origin;
  const [cause] = decidedBy ? referencesIn(decidedBy) : [];
  const what = cause
    ? `${address} exists, which depends on ${[cause.address, ...cause.path].join('.')}`
    : `${address} exists`;
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
