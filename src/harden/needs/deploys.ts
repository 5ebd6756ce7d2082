/**
 * What pipelines and their users are for: they bring new versions of what the configuration has. Their own policy or their
 * name shows it; a wildcard over a whole service does so only for whoever is called that.
 */
import { servicePrefix } from '#aws/iam/actions.js';
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { DEPLOYMENTS, NEW_WORKLOADS } from '#aws/services/facts.js';
import type { Deployment } from '#aws/services/service.js';
import { display, literal, symbolic } from '#aws/symbolic.js';
import { rolesToPass } from '../propose/iam/narrow.js';
import { actsAnywhere } from './anywhere.js';
import { actors, allowances, permitted } from './asked.js';
import type { Need } from './need.js';

export function* deployNeeds(estate: Estate): Generator<Need> {
  const present = DEPLOYMENTS.filter(({ of }) => of.some((type) => estate.configuration.ofType(type).length > 0));
  const running = runningRoles(estate);
  for (const principal of actors(estate)) {
    if (!running.has(principal.address) && isCalled(principal, PROVISIONERS)) yield* administers(principal, estate);
    const known = present.length > 0 ? deployer(principal, running.has(principal.address), estate) : undefined;
    if (known) for (const deployment of present) yield* needsFor(principal, deployment, known, estate);
  }
}

/** Who makes all of an account administers it, and reads what its own state lies in. */
function* administers(principal: Principal, estate: Estate): Generator<Need> {
  if (estate.iam.administrator(principal).length === 0) return;
  const { address } = principal;
  const why = 'its name is that of what provisions the account';
  yield {
    key: `${address} administers`,
    what: `${address} administers the account: ${why}`,
    ways: ({ iam }) => {
      const same = iam.principal(address);
      return same ? iam.administrator(same).map(({ premise }) => [premise]) : [];
    },
  };
  for (const { arn, readActions } of estate.stores) {
    for (const action of readActions) yield permitted({ principal, action, on: arn }, why, estate);
  }
}

interface Deployer {
  /** What calls it a deployer; unset: only what it may do can. */
  readonly name: string | undefined;
  /** The actions that its own policies say, in lower case: by name, and by wildcards over no more than a service. */
  readonly named: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

function* needsFor(principal: Principal, deployment: Deployment, known: Deployer, estate: Estate): Generator<Need> {
  const { name, named, services } = known;
  const says = (action: string): boolean => named.has(action.toLowerCase());
  const sign = deployment.signs.find((actions) => actions.every(says));
  if (!sign && name === undefined) return;
  const why = sign
    ? `${sign.join(' and ')} together deploy ${deployment.what}`
    : `${name} is for deploying ${deployment.what}`;
  const used = deployment.actions.filter(
    (action) => says(action) || (name !== undefined && services.has(servicePrefix(action))),
  );
  for (const action of used) yield* actsAnywhere(principal, action, why);
  if (used.length > 0 && says('iam:PassRole')) yield* passes(principal, why, estate);
}

/** The roles of what is deployed are handed over with it. */
function* passes(principal: Principal, why: string, estate: Estate): Generator<Need> {
  for (const role of rolesToPass(principal, estate)) {
    const context = new Map(
      role.trust
        ? [
            [
              'iam:passedtoservice',
              SERVICES.filter((each) => estate.iam.trusts(role, each)).map((each) => symbolic(each)),
            ],
          ]
        : [],
    );
    yield permitted({ principal, action: 'iam:PassRole', on: role.arn, context }, why, estate);
  }
}

const SERVICES = [...new Set(NEW_WORKLOADS.map(({ trusts }) => trusts))];

function deployer(principal: Principal, running: boolean, estate: Estate): Deployer | undefined {
  const named = new Set<string>();
  const services = new Set<string>();
  for (const { statement, managed } of allowances(principal)) {
    for (const { text } of managed ? [] : statement.actions) {
      const pattern = literal(text)?.toLowerCase() ?? '';
      if (!/[*?]/.test(pattern)) named.add(pattern);
      else if (/^[a-z0-9-]+:\*$/.test(pattern)) services.add(servicePrefix(pattern));
    }
  }
  if (named.size + services.size === 0) return undefined;
  const name = nameOf(principal, running, estate);
  // What a workload does by itself is not known: only its name tells that it deploys.
  return running && name === undefined ? undefined : { name, named, services };
}

const WORDS =
  /(?:^|[^a-z])(?:ci|cd|cicd|deploy(?:er|ers|ment|ments|s)?|pipelines?|github|gitlab|bitbucket|jenkins|circle-?ci|travis|buildkite|concourse|codebuild|codepipeline|codedeploy|releaser?|publisher)(?![a-z])/i;
const PROVISIONERS = /(?:^|[^a-z])(?:terraform|pulumi|atlantis|cloudformation|provision(?:er|ing)?)(?![a-z])/i;
const BUILDERS = ['codebuild.amazonaws.com', 'codepipeline.amazonaws.com', 'codedeploy.amazonaws.com'] as const;

function isCalled({ address, name }: Principal, words: RegExp): boolean {
  return [address.replace(/^(module\.[^.]+\.)*/, ''), display(name)].some((each) => words.test(each));
}

/** What calls the principal a deployer: its own name, that of one of its policies, or the service that works with it. */
function nameOf(principal: Principal, running: boolean, estate: Estate): string | undefined {
  const called = isCalled(principal, WORDS) || isCalled(principal, PROVISIONERS);
  const own = called ? principal.address : undefined;
  if (own !== undefined || running) return own;
  const builder = BUILDERS.find((service) => principal.kind === 'role' && estate.iam.trusts(principal, service));
  if (builder !== undefined) return builder;
  const policies = principal.policies.filter(({ managedArn }) => managedArn === undefined);
  return policies.map(({ document }) => document.resource?.address ?? '').find((each) => WORDS.test(each));
}

function runningRoles({ hosts, tasks, functions }: Estate): ReadonlySet<string> {
  const roles = [
    ...[...hosts, ...functions].map(({ role }) => role),
    ...tasks.flatMap(({ taskRole, executionRole }) => [taskRole, executionRole]),
  ];
  return new Set(roles.flatMap((role) => role?.address ?? []));
}
