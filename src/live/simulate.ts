/** Asks AWS's policy simulator. Loaded with what reads accounts. */
import {
  type ContextEntry,
  type EvaluationResult,
  IAMClient,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import { settingsOf, TIMEOUTS, type Timeouts } from './connection.js';
import { faultOf, nameOf } from './faults.js';
import { type AccountAccess, openSession } from './session.js';
import type { Decision, Simulated, Verdict } from './simulation.js';

/** The answers in the order of the questions. Throws {@link ReadFault} where there are no credentials. */
export async function simulate(
  access: AccountAccess,
  decisions: readonly Decision[],
  timeouts: Timeouts = TIMEOUTS,
): Promise<readonly Simulated[]> {
  const { link, regions } = await openSession(access, timeouts);
  const client = new IAMClient(settingsOf(link, regions[0] ?? ''));
  try {
    const groups = await Promise.all(together(decisions).map((group) => ask(group, client)));
    const answers = new Map(groups.flat().map((each) => [each.decision, each]));
    return decisions.map((decision) => answers.get(decision) ?? unasked(decision, 'NoAnswer'));
  } finally {
    client.destroy();
  }
}

const MOST_ACTIONS = 50;

/** One call takes many actions of one principal on one resource, with the same context. */
function together(decisions: readonly Decision[]): readonly (readonly [Decision, ...Decision[]])[] {
  const groups = new Map<string, [Decision, ...Decision[]][]>();
  for (const decision of decisions) {
    const key = JSON.stringify([decision.principal, decision.resource, decision.context ?? {}]);
    const known = groups.get(key) ?? [];
    groups.set(key, known);
    const last = known.at(-1);
    if (last && last.length < MOST_ACTIONS) last.push(decision);
    else known.push([decision]);
  }
  return [...groups.values()].flat();
}

async function ask(group: readonly [Decision, ...Decision[]], client: IAMClient): Promise<readonly Simulated[]> {
  const [{ principal, resource, context = {} }] = group;
  const results: EvaluationResult[] = [];
  try {
    const pages = paginateSimulatePrincipalPolicy(
      { client, pageSize: 1000 },
      {
        PolicySourceArn: principal,
        ActionNames: [...new Set(group.map(({ action }) => action))],
        ...(resource === '*' ? {} : { ResourceArns: [resource] }),
        ContextEntries: Object.entries(context).map(entryOf),
      },
    );
    for await (const page of pages) results.push(...(page.EvaluationResults ?? []));
  } catch (error) {
    const fault = faultOf(error);
    if (fault) throw fault;
    return group.map((decision) => unasked(decision, nameOf(error)));
  }
  return group.map((decision) => {
    const result = results.find(({ EvalActionName: name }) => name?.toLowerCase() === decision.action.toLowerCase());
    return result ? simulated(decision, result) : unasked(decision, 'NoAnswer');
  });
}

function entryOf([key, values]: readonly [string, readonly string[]]): ContextEntry {
  const ContextKeyType = values.length === 1 ? 'string' : 'stringList';
  return { ContextKeyName: key, ContextKeyValues: [...values], ContextKeyType };
}

/** What is said of the resource counts more than what is said of all. */
function simulated(decision: Decision, result: EvaluationResult): Simulated {
  const own = result.ResourceSpecificResults?.find(({ EvalResourceName }) => EvalResourceName === decision.resource);
  const { MatchedStatements: matched = [], MissingContextValues: missing = [] } = own ?? result;
  const organization = result.OrganizationsDecisionDetail?.AllowedByOrganizations;
  const boundary = (own ?? result).PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary;
  return {
    decision,
    verdict: verdictOf(own?.EvalResourceDecision ?? result.EvalDecision),
    matched: [...new Set(matched.map(({ SourcePolicyId }) => SourcePolicyId ?? ''))].filter((id) => id !== ''),
    missingContext: missing,
    ...(organization === undefined ? {} : { allowedByOrganization: organization }),
    ...(boundary === undefined ? {} : { allowedByBoundary: boundary }),
  };
}

const VERDICTS: readonly Verdict[] = ['allowed', 'explicitDeny', 'implicitDeny'];

function verdictOf(text: string | undefined): Verdict {
  return VERDICTS.find((each) => each === text) ?? 'not-asked';
}

function unasked(decision: Decision, code: string): Simulated {
  return { decision, verdict: 'not-asked', matched: [], missingContext: [], code };
}
