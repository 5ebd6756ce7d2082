import { anyResources } from '#aws/iam/any-resource.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Premise } from '#aws/premise.js';
import { NEW_WORKLOADS } from '#aws/services/facts.js';
import type { NewWorkload } from '#aws/services/workload.js';
import { defineFamily, rowIds } from '../../../family.js';
import { controls, type Fact } from '../../../fact.js';
import { allAllowed } from '../../../premises/calls.js';
import { type Holder, profileHolders } from '../../../premises/instance-profile.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique, type DeriveContext, type Technique } from '../../../technique.js';

const ID = 'pass-role-to-new-workload';
const PASS = 'iam:PassRole';
/** Rows that were techniques before there were families. */
const PUBLISHED = new Map([['lambda-function', 'pass-role-to-new-function']]);
/** What the others were one technique of. */
const FORMER = 'pass-role-to-service';

function technique(row: NewWorkload): Technique {
  const { makes, trusts, needs, source } = row;
  const published = PUBLISHED.has(row.id);
  return defineTechnique({
    ...rowIds(ID, row.id, PUBLISHED),
    ...(published ? {} : { inPathIds: FORMER }),
    title: `Pass a role to ${makes}`,
    description: `An attacker who can create ${makes} and pass a role to it gains what the role allows. ${row.how} This requires iam:PassRole on a role that trusts ${trusts}, and ${listed(needs)}.`,
    mitre: [
      { id: 'T1648', name: 'Serverless Execution' },
      { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
    ],
    references: [
      source,
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
      'https://pathfinding.cloud',
    ],
    limits: `${row.limits === undefined ? '' : `${row.limits} `}Passable roles that are not in the configuration are not modelled.`,
    // The calls that get a new function invoked do something else to functions that exist.
    ...(published ? {} : { actions: [PASS, ...needs.flat()] }),
    on: ['controls'],
    *derive({ principal }, context) {
      const { estate } = context;
      if (!estate.iam.mayDo(principal, PASS)) return;
      if (!needs.every((any) => any.some((action) => estate.iam.mayDo(principal, action)))) return;
      // A name that the attacker chooses has to suit all calls, so it is chosen here only where there is one call.
      const chosen = published || needs.length === 1;
      const calls = allAllowed(needs, { principal, on: (action) => ownTarget(action, chosen) }, context);
      if (!calls) return;
      const seconds = secondRoles(row, principal, context);
      for (const { role, pass, trust } of passableRoles(principal, trusts, context)) {
        for (const { first, needs: holder } of row.inInstanceProfile
          ? profileHolders(role, principal, context)
          : [NONE]) {
          for (const second of seconds) {
            yield {
              gains: controls(role),
              needs: [...calls, pass, ...holder, ...second.needs],
              premises: [trust, ...second.premises],
              explanation: `${first}${explained(row, role)}`,
              ...(first === '' ? {} : { cost: 1 + holder.length }),
            };
          }
        }
      }
    },
  });
}

const NONE: Holder = { first: '', needs: [] };

/** What the attacker creates, under a name that the attacker chooses. */
function ownTarget(action: string, chosen: boolean): RequestTarget {
  return { arn: anyResources(action, chosen)[0] };
}

interface Second {
  readonly needs: readonly Fact[];
  readonly premises: readonly Premise[];
}

/** A role for the service itself, besides the one that its work runs with. */
function secondRoles({ besides }: NewWorkload, principal: Principal, context: DeriveContext): readonly Second[] {
  if (besides === undefined) return [{ needs: [], premises: [] }];
  return passableRoles(principal, besides, context).map(({ pass, trust }) => ({ needs: [pass], premises: [trust] }));
}

function explained({ makes, id }: NewWorkload, { address }: Principal): string {
  if (PUBLISHED.has(id)) return `Creates ${makes} that runs with ${address} and sends out its credentials.`;
  return `Creates ${makes} that runs with ${address}.`;
}

/** `glue:CreateJob, and glue:StartJobRun or glue:CreateTrigger` */
function listed(needs: readonly (readonly string[])[]): string {
  return needs.map((any) => any.join(' or ')).join(', and ');
}

export const passRoleToNewWorkload = defineFamily({
  id: ID,
  formerly: [FORMER],
  title: 'Pass a role to something new',
  techniques: NEW_WORKLOADS.filter((row) => row.technique === undefined).map(technique),
});
