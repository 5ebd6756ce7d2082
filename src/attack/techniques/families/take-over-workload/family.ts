import { adviceOnAccess } from '#aws/advice.js';
import { matches } from '#aws/iam/pattern.js';
import { actionInfo } from '#aws/iam/actions.js';
import { anyResources } from '#aws/iam/any-resource.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import { evidenceOfUse, type Premise } from '#aws/premise.js';
import { tagsOf } from '#aws/reading.js';
import { EXISTING_WORKLOADS } from '#aws/services/facts.js';
import type { ExistingWorkload } from '#aws/services/workload.js';
import { symbolic } from '#aws/symbolic.js';
import { roleAt } from '#aws/workload-roles.js';
import type { Resource } from '#model/resource.js';
import { defineFamily, rowIds } from '../../../family.js';
import { controls, executes, type Fact } from '../../../fact.js';
import { allAllowed } from '../../../premises/calls.js';
import { defineTechnique, type DeriveContext, type Technique } from '../../../technique.js';

declare module '#aws/premise.js' {
  interface Subjects {
    /** The resource runs with a role. */
    readonly 'workload.role': Resource;
  }
}

const ID = 'take-over-workload';
/** Rows that were techniques before there were families. */
const PUBLISHED = new Map([['lambda-function', 'overwrite-function-code']]);
const WITHOUT_PASSING = 'No iam:PassRole is needed: the role was passed when the resource was created.';

function technique(row: ExistingWorkload): Technique {
  const { needs, source } = row;
  return defineTechnique({
    ...rowIds(ID, row.id, PUBLISHED),
    title: row.title,
    description: `An attacker who can change what runs in ${row.what} acts with the role that it already has. ${row.how} ${WITHOUT_PASSING}`,
    mitre: [
      { id: 'T1648', name: 'Serverless Execution' },
      { id: 'T1525', name: 'Implant Internal Image' },
    ],
    references: [source, 'https://pathfinding.cloud'],
    limits: row.limits ?? 'Resources that are not in the configuration are not modelled.',
    actions: needs.flat(),
    on: ['controls'],
    *derive({ principal }, context) {
      const { estate } = context;
      if (!needs.every((any) => any.some((action) => estate.iam.mayDo(principal, action)))) return;
      for (const resource of estate.configuration.ofType(row.of)) {
        if (resource.mode !== 'managed') continue;
        const won = winning(resource, row, context);
        if (!won) continue;
        const calls = allAllowed(needs, { principal, on: (action) => targetOf(action, resource, context) }, context);
        if (!calls) continue;
        const does = row.does.replace('{}', resource.address);
        yield {
          gains: won.fact,
          needs: calls,
          premises: won.premises,
          explanation: `${does}, with ${calls.map(({ action }) => action).join(', ')}.`,
        };
      }
    },
  });
}

interface Won {
  readonly fact: Fact;
  readonly premises: readonly Premise[];
}

/** Code in what is modelled as a place where code runs; elsewhere the role, if there is one. */
function winning(resource: Resource, row: ExistingWorkload, { estate }: DeriveContext): Won | undefined {
  const found = estate.functions.find(({ address }) => address === resource.address);
  if (found) return { fact: executes({ kind: 'function', function: found }), premises: [] };
  const at = roleAt(resource, row, estate);
  if (!at) return undefined;
  const { role, attribute, value } = at;
  const premise: Premise = {
    property: 'workload.role',
    key: `workload.role|${resource.address}`,
    resource,
    evidence: [evidenceOfUse(resource, attribute, value)],
    certainty: 'certain',
    subject: resource,
    advice: adviceOnAccess('Give the resource a dedicated role that allows only what its code or its template needs.'),
  };
  return { fact: controls(role), premises: [premise] };
}

/** The resource, where the action applies to its type; else what the attacker creates besides, such as a lifecycle script. */
function targetOf(action: string, resource: Resource, { estate }: DeriveContext): RequestTarget {
  const arn = estate.arnOf(resource);
  const types = actionInfo(action)?.resourceTypes ?? [];
  const works = types.some((type) => arn && matches(symbolic(type.arn.replaceAll(/\$\{[^}]*\}/g, '*')), arn) !== 'no');
  return works ? { arn, resource, tags: tagsOf(resource) } : { arn: anyResources(action)[0] };
}

export const takeOverWorkload = defineFamily({
  id: ID,
  title: 'Take over what runs with a role',
  techniques: EXISTING_WORKLOADS.filter((row) => row.technique === undefined).map(technique),
});
