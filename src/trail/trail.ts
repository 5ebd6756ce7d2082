import { analyseAll } from '#analysis/analyse-all.js';
import { hardenAll } from '#analysis/harden-all.js';
import type { AnalysisOptions } from '#analysis/options.js';
import { planResult } from '#analysis/result/build-plan.js';
import { TOOL } from '#analysis/result/tool.js';
import type { ModuleAnalysis } from '#analysis/session.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Trail } from './answers.js';
import { askedPermissions, type Asked } from './asked.js';
import { openTrail } from './open.js';
import { compareText } from './order.js';
import type { TrailSource } from './options.js';
import type { CallsResult, FrequencyResult, PermissionResult, TrailResult, TrailSummary } from './result.js';
import { DATA, HOURS, KINDS, useBy } from './sql/questions.js';
import { callersOf, type Tally } from './use/callers.js';
import { coverageOf, type Coverage } from './use/coverage.js';
import { Knowledge } from './use/knowledge.js';
import { nameOf } from './use/principals.js';
import { notShownBy } from './use/not-shown.js';

/** Asks a trail which of the permissions that attack paths rest on and edits take away are used. Throws as `scan` does. */
export async function trail(source: TrailSource, options: AnalysisOptions): Promise<TrailResult> {
  const { session, modules } = await analyseAll(options);
  const { hardened } = await hardenAll(session, modules, options);
  const asked = askedPermissions(modules, planResult(hardened));
  const { summary, knowledge } = await learn(source, modules);
  return {
    schemaVersion: '1',
    tool: TOOL,
    root: options.root,
    trail: summary,
    permissions: asked.map((each) => permissionResult(each, knowledge)).toSorted(byInterest),
  };
}

export interface Learnt {
  readonly summary: TrailSummary;
  readonly knowledge: Knowledge;
}

/** Reads a trail for what it tells of the principals of these root modules. */
export async function learn(source: TrailSource, modules: readonly ModuleAnalysis[]): Promise<Learnt> {
  const principals = modules.flatMap(({ attack }) => attack.estate.iam.principals);
  const use = useBy(namesOf(principals));
  const opened = await openTrail(source, [HOURS, KINDS, DATA, use]);
  try {
    const coverage = await coverageOf(opened);
    const callers = await callersOf(opened, use);
    return {
      summary: summaryOf(opened, coverage, source),
      knowledge: new Knowledge(coverage, callers, principals),
    };
  } finally {
    await opened.close();
  }
}

function namesOf(principals: readonly Principal[]): readonly string[] {
  return [...new Set(principals.flatMap((each) => nameOf(each) ?? []))].toSorted(compareText);
}

function summaryOf({ reading, scope }: Trail, coverage: Coverage, { since, until }: TrailSource): TrailSummary {
  const { kind, source, files, cached, outside, bytes, skipped } = reading;
  const isTable = kind === 'athena';
  return {
    kind,
    source,
    files,
    cached,
    outside,
    bytes,
    events: coverage.events,
    window: {
      timeZone: 'UTC',
      since: since === undefined && !isTable ? null : scope.since,
      until: until === undefined && !isTable ? null : scope.until,
      first: coverage.first ?? null,
      last: coverage.last ?? null,
      days: coverage.days,
    },
    accounts: coverage.accounts,
    regions: coverage.regions,
    gaps: coverage.gaps,
    notShown: notShownBy(coverage),
    skipped,
  };
}

function permissionResult(asked: Asked, knowledge: Knowledge): PermissionResult {
  const { rootModule, principal, action, on, resource, paths, edits } = asked;
  const { answer, why, allowed, denied, on: usedOn } = knowledge.of({ principal, action, on });
  return {
    rootModule,
    principal: principal.address,
    action,
    resource,
    answer,
    why,
    allowed: callsResult(allowed),
    denied: callsResult(denied),
    usedOn: usedOn.slice(0, MOST_SHOWN),
    paths: [...paths].toSorted(compareText),
    edits: [...edits].toSorted(compareText),
  };
}

const MOST_SHOWN = 20;
const MOST_PLACES = 5;

function callsResult({ count, first, last, addresses, sessions }: Tally): CallsResult {
  return {
    count,
    first: first ?? null,
    last: last ?? null,
    from: mostFrequent(addresses),
    by: mostFrequent(sessions),
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): FrequencyResult[] {
  const all = [...counts].map(([name, count]) => ({ name, count }));
  return all
    .toSorted((one, other) => other.count - one.count || compareText(one.name, other.name))
    .slice(0, MOST_PLACES);
}

const ORDER = ['used', 'unused', 'not-known'] as const;

function byInterest(one: PermissionResult, other: PermissionResult): number {
  return (
    compareText(one.rootModule, other.rootModule) ||
    compareText(one.principal, other.principal) ||
    ORDER.indexOf(one.answer) - ORDER.indexOf(other.answer) ||
    compareText(one.action, other.action) ||
    compareText(one.resource, other.resource)
  );
}
