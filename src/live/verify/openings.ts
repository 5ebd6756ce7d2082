/** What is open that the source doesn't say: causes, not paths, since one cause may open hundreds. */
import { severityRank } from '#analysis/result/severity-order.js';
import type { OpeningResult } from '#analysis/result/verification.js';
import type { AttackPath } from '#attack/path.js';
import type { Premise } from '#aws/premise.js';
import { textOf } from '#aws/reading.js';
import type { Resource } from '#model/resource.js';
import type { LiveResource } from '../snapshot.js';
import { type Comparison, differenceAt } from './context.js';
import { onlyHere } from './steps.js';

export interface Opening {
  readonly result: OpeningResult;
  readonly premises: readonly Premise[];
  /** At a resource of the source: where a fix would be. */
  readonly managed: string | undefined;
}

type Cause = Omit<OpeningResult, 'severity' | 'paths' | 'alone'> & { readonly managed: string | undefined };

interface Noted {
  readonly cause: Cause;
  readonly premises: Map<string, Premise>;
  readonly paths: AttackPath[];
  alone: number;
}

export function openingsOf(comparison: Comparison): readonly Opening[] {
  const noted = new Map<string, Noted>();
  for (const path of onlyHere(comparison.found.attack, comparison.expectedSteps)) {
    const causes = causesOf(path, comparison);
    for (const [key, { cause, premises }] of causes) {
      const known = noted.get(key) ?? { cause, premises: new Map<string, Premise>(), paths: [], alone: 0 };
      noted.set(key, known);
      known.paths.push(path);
      if (causes.size === 1) known.alone += 1;
      for (const premise of premises) known.premises.set(premise.key, premise);
    }
  }
  return [...noted.values()].map(opening).toSorted(byWeight);
}

function opening({ cause: { managed, ...cause }, premises, paths, alone }: Noted): Opening {
  const [severity = 'info'] = paths.map((path) => path.severity).toSorted((a, b) => severityRank(a) - severityRank(b));
  const result = { ...cause, severity, paths: paths.map(({ id }) => id), alone };
  return { result, premises: [...premises.values()], managed };
}

function byWeight({ result: a }: Opening, { result: b }: Opening): number {
  return severityRank(a.severity) - severityRank(b.severity) || b.alone - a.alone || b.paths.length - a.paths.length;
}

interface Found {
  readonly cause: Cause;
  readonly premises: Premise[];
}

function causesOf(path: AttackPath, comparison: Comparison): ReadonlyMap<string, Found> {
  const { expectedSteps } = comparison;
  const novel = path.steps.filter((step) => !expectedSteps.has(step));
  const premises = novel.flatMap((step) => step.premises);
  const lacking = causesAmong(
    premises.filter(({ key }) => !expectedSteps.restsOn(key)),
    comparison,
  );
  // The source may have the same property in other words: one rule of a security group in the place of another.
  const causes = lacking.size > 0 ? lacking : causesAmong(premises, comparison);
  const [first] = novel;
  if (causes.size > 0 || !first) return causes;
  return new Map([[`unexplained ${first.from}`, { cause: unexplained(first.from, first.explanation), premises: [] }]]);
}

function causesAmong(premises: readonly Premise[], comparison: Comparison): ReadonlyMap<string, Found> {
  const causes = new Map<string, Found>();
  for (const premise of premises) {
    for (const cause of causesIn(premise, comparison)) {
      const key = `${cause.kind} ${cause.address} ${cause.attribute ?? ''}`;
      const known = causes.get(key);
      if (known) known.premises.push(premise);
      else causes.set(key, { cause, premises: [premise] });
    }
  }
  return causes;
}

function unexplained(address: string, explanation: string): Cause {
  return {
    kind: 'unexplained',
    address,
    arn: null,
    attribute: null,
    sourceSays: null,
    accountSays: null,
    detail: `The source shows no such step: ${explanation}`,
    managed: undefined,
  };
}

/** Each place that it rests on, where the source has no such resource or says otherwise. */
function causesIn(premise: Premise, comparison: Comparison): readonly Cause[] {
  const { found, account, join } = comparison;
  const places = premise.evidence.map(({ address, attribute }) => ({
    address: address.split('#')[0] ?? address,
    attribute,
  }));
  return places.flatMap(({ address, attribute }): Cause[] => {
    if (join.ofSource(address)) {
      const compared = differenceAt(address, attribute, comparison);
      return compared?.verdict === 'different' ? [different(compared, comparison)] : [];
    }
    const resource = found.configuration.resource(address);
    const read = resource && account.read.get(resource);
    return resource && read && !join.within.has(resource) ? [ofForeign(resource, read, comparison)] : [];
  });
}

function different(
  { address, attribute, sourceSays, accountSays }: NonNullable<ReturnType<typeof differenceAt>>,
  { account, join }: Comparison,
): Cause {
  const live = join.ofSource(address)?.live;
  return {
    kind: 'different',
    address,
    arn: (live && account.read.get(live)?.arn) ?? null,
    attribute,
    sourceSays,
    accountSays,
    detail: `The source says ${sourceSays ?? 'nothing'}, the account ${accountSays ?? 'nothing'}.`,
    managed: address,
  };
}

function ofForeign(resource: Resource, read: LiveResource, comparison: Comparison): Cause {
  const common = {
    address: resource.address,
    arn: read.arn ?? null,
    attribute: null,
    sourceSays: null,
    accountSays: null,
  };
  const older = olderOf(resource, read, comparison);
  if (older !== undefined) {
    const what = read.madeBy ? 'An instance that was launched before its template changed' : 'An older revision';
    return { ...common, kind: 'older', detail: `${what} of ${older} is in use.`, managed: older };
  }
  if (isByDefault(read)) {
    return { ...common, kind: 'default', detail: 'AWS made it, or it is there in every account.', managed: undefined };
  }
  const maker = makerOf(read);
  const state = comparison.state?.resources.find((each) => isSame(each, read));
  const who = state
    ? `Terraform manages it as ${state.address}, which is not in the source that is here.`
    : `No source here has it${maker === undefined ? '' : `; ${maker} made it`}.`;
  const subject = subjectOf(resource, comparison);
  return {
    ...common,
    kind: 'unmanaged',
    detail: subject === undefined ? who : `${subject} ${who}`,
    managed: undefined,
  };
}

function isSame(resource: Resource, { type, id, arn }: LiveResource): boolean {
  if (resource.type !== type) return false;
  return textOf(resource.attribute('id')) === id || (arn !== undefined && textOf(resource.attribute('arn')) === arn);
}

/** The address whose revision or whose group's instance it is. */
function olderOf(resource: Resource, { madeBy }: LiveResource, { account, join }: Comparison): string | undefined {
  const revision = join.older.get(resource);
  if (revision !== undefined || !madeBy) return revision;
  const maker = [...account.read].find(([, each]) => each.type === madeBy.type && each.id === madeBy.id)?.[0];
  return maker && join.ofLive(maker)?.address;
}

/** What something that hangs on another resource does to it. */
function subjectOf(resource: Resource, { join }: Comparison): string | undefined {
  const policy = textOf(resource.attribute('policy_arn'));
  const holder = ['role', 'user', 'group']
    .map((name) => textOf(resource.attribute(name)))
    .find((name) => name !== undefined);
  if (holder === undefined || !resource.type.startsWith('aws_iam_')) return undefined;
  const owner = join.pairs.find(
    ({ live }) => /^aws_iam_(role|user|group)$/.test(live.type) && textOf(live.attribute('name')) === holder,
  );
  const whom = owner ? `${owner.address} (${holder})` : holder;
  if (policy !== undefined) return `The policy ${policy.slice(policy.indexOf('/') + 1)} is attached to ${whom}.`;
  return resource.type.endsWith('_policy')
    ? `A policy ${textOf(resource.attribute('name')) ?? ''} stands in ${whom}.`
    : undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-service-linked-roles.html */
const DEFAULT_PATHS = ['/aws-service-role/', '/aws-reserved/', '/service-role/aws-'];
/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html */
const DEFAULT_NAMES: ReadonlySet<string> = new Set(['OrganizationAccountAccessRole', 'AWSControlTowerExecution']);

function isByDefault({ type, values }: LiveResource): boolean {
  const [path, name] = [values['path'], values['name']];
  if (typeof path === 'string' && DEFAULT_PATHS.some((each) => path.startsWith(each))) return true;
  if (typeof name === 'string' && type === 'aws_iam_role' && DEFAULT_NAMES.has(name)) return true;
  return type === 'aws_security_group' && name === 'default';
}

/** Tags that AWS puts on what its services make. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html */
const MAKERS: readonly (readonly [tag: string, what: string])[] = [
  ['aws:cloudformation:stack-name', 'the CloudFormation stack'],
  ['aws:autoscaling:groupName', 'the Auto Scaling group'],
  ['eks:cluster-name', 'the EKS cluster'],
  ['aws:eks:cluster-name', 'the EKS cluster'],
  ['elasticbeanstalk:environment-name', 'the Elastic Beanstalk environment'],
];

function makerOf({ values }: LiveResource): string | undefined {
  const tags = values['tags_all'] ?? values['tags'];
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return undefined;
  for (const [tag, what] of MAKERS) {
    const found = Object.entries(tags).find(([name]) => name === tag)?.[1];
    if (typeof found === 'string') return `${what} ${found}`;
  }
  return undefined;
}
