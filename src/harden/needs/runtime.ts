/** What AWS itself does with a role for a workload of its type: pull images, write logs, keep a node in its cluster. */
import type { Container, Host, TaskDefinition } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { entriesOf, isSet, textOf } from '#aws/reading.js';
import { dutyOf } from '#aws/services/facts.js';
import { AGENT_ACTIONS } from '../propose/iam/agent-actions.js';
import { actsAnywhere } from './anywhere.js';
import type { Need } from './need.js';

const PULL = dutyOf('pulling-images');
const LOG = dutyOf('writing-logs');
const SESSIONS = dutyOf('sessions');

/** A role with what AWS does with it. */
interface Duty {
  readonly role: Principal;
  readonly actions: readonly string[];
  readonly why: string;
}

export function* runtimeNeeds(estate: Estate): Generator<Need> {
  for (const { role, actions, why } of [...estate.tasks.flatMap(ofTask), ...estate.hosts.flatMap(ofHost)]) {
    for (const action of actions) yield* actsAnywhere(role, action, why);
  }
}

function ofTask({ address, executionRole: role, containers, incomplete }: TaskDefinition): Duty[] {
  if (!role) return [];
  const pulls = incomplete || containers.some(isFromRegistry);
  const logs = incomplete || containers.some(writesLogs);
  return [
    ...(pulls ? [{ role, actions: PULL, why: `ECS pulls the images of ${address} with it` }] : []),
    ...(logs ? [{ role, actions: LOG, why: `ECS writes the logs of ${address} with it` }] : []),
  ];
}

/** What is no known public image may be one of ECR's. */
function isFromRegistry({ image }: Container): boolean {
  return image === undefined || /\.dkr\.ecr\./.test(image);
}

function writesLogs({ value }: Container): boolean {
  const configuration = value.entries.get('logConfiguration');
  if (!isSet(configuration)) return false;
  const driver = textOf(entriesOf(configuration).get('logDriver'));
  return driver === undefined || driver === 'awslogs';
}

function ofHost(host: Host): Duty[] {
  const { role, address, cluster } = host;
  if (!role) return [];
  return [
    ...(cluster ? [{ role, actions: AGENT_ACTIONS, why: `the ECS agent of ${address} uses it` }] : []),
    ...(isReachedBySessions(host)
      ? [{ role, actions: SESSIONS, why: `Systems Manager is the only way into ${address}` }]
      : []),
  ];
}

/** Nobody logs in with a key of their own. */
function isReachedBySessions({ resource, metadata, ssmManaged }: Host): boolean {
  return ssmManaged === 'yes' && ![resource, metadata.resource].some((each) => isSet(each.attribute('key_name')));
}
