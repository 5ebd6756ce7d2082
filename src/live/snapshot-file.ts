/** Snapshots as files: JSON with a name and a version, checked on the way in. */
import { Broken, Fields, parsed } from './checked-json.js';
import {
  type LiveResource,
  NOT_READ_REASONS,
  type NotRead,
  type Observation,
  type Snapshot,
  type SnapshotAccount,
} from './snapshot.js';

/** What a file says that it is. A reader takes its own version only. */
export const SNAPSHOT_FORMAT = 'chokepoint-snapshot';
export const SNAPSHOT_VERSION = 1;

/** One resource a line, so that two snapshots can be compared. */
export function writeSnapshot({ takenAt, accounts, resources, observations, notRead }: Snapshot): string {
  const head = { format: SNAPSHOT_FORMAT, version: SNAPSHOT_VERSION, takenAt };
  const members = Object.entries(head).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  for (const [name, items] of Object.entries({ accounts, notRead, observations, resources })) {
    const lines = items.map((each) => JSON.stringify(each)).join(',\n');
    members.push(`"${name}": [${lines === '' ? '' : `\n${lines}\n`}]`);
  }
  return `{\n${members.join(',\n')}\n}\n`;
}

/** The snapshot in the text, or what is wrong with it, for a person. */
export function readSnapshot(text: string): Snapshot | { readonly fault: string } {
  const json = parsed(text);
  if (!json) return { fault: 'The text is not JSON. Give a file that "chokepoint snapshot" wrote.' };
  if (json['format'] !== SNAPSHOT_FORMAT) return { fault: foreign(json) };
  if (json['version'] !== SNAPSHOT_VERSION) {
    const version = JSON.stringify(json['version']) ?? 'none';
    return { fault: `The snapshot has the version ${version}; ${SNAPSHOT_VERSION} is read. Take it again.` };
  }
  try {
    return snapshotOf(new Fields(json, ''));
  } catch (error) {
    if (error instanceof Broken) return { fault: `The snapshot is broken: ${error.message}. Take it again.` };
    throw error;
  }
}

function foreign(json: Readonly<Record<string, unknown>>): string {
  const isTerraform = 'format_version' in json || 'terraform_version' in json;
  return isTerraform
    ? 'The file is a plan or a state of Terraform, not a snapshot of an account: give it with --plan or --state.'
    : 'The JSON is not a snapshot. Give a file that "chokepoint snapshot" wrote.';
}

function snapshotOf(file: Fields): Snapshot {
  return {
    takenAt: file.text('takenAt'),
    accounts: file.list('accounts', accountOf),
    resources: file.list('resources', resourceOf),
    observations: file.list('observations', observationOf),
    notRead: file.list('notRead', notReadOf),
  };
}

function accountOf(fields: Fields): SnapshotAccount {
  return {
    id: fields.text('id'),
    partition: fields.text('partition'),
    regions: fields.texts('regions'),
    caller: fields.text('caller'),
  };
}

function placeOf(fields: Fields): { readonly account: string; readonly region: string } {
  return { account: fields.text('account'), region: fields.text('region') };
}

function resourceOf(fields: Fields): LiveResource {
  return {
    ...namedOf(fields),
    ...fields.optional('arn', (name) => fields.text(name)),
    ...placeOf(fields),
    values: fields.json('values'),
    ...fields.optional('unread', (name) => fields.texts(name)),
    ...fields.optional('madeBy', (name) => namedOf(fields.object(name))),
  };
}

function namedOf(fields: Fields): { readonly type: string; readonly id: string } {
  return { type: fields.text('type'), id: fields.text('id') };
}

const KINDS: readonly Observation['kind'][] = ['container-instance', 'task', 'deployment', 'group-instance'];

function observationOf(fields: Fields): Observation {
  const place = placeOf(fields);
  const kind = fields.oneOf('kind', KINDS);
  switch (kind) {
    case 'container-instance':
      return { kind, ...place, ...containerInstanceOf(fields) };
    case 'task':
      return { kind, ...place, ...taskOf(fields) };
    case 'deployment':
      return { kind, ...place, ...deploymentOf(fields) };
    case 'group-instance':
      return { kind, ...place, ...groupInstanceOf(fields) };
  }
}

type Own<Kind extends Observation['kind']> = Omit<Extract<Observation, { kind: Kind }>, 'kind' | 'account' | 'region'>;

function containerInstanceOf(fields: Fields): Own<'container-instance'> {
  return {
    arn: fields.text('arn'),
    clusterArn: fields.text('clusterArn'),
    instanceId: fields.text('instanceId'),
    status: fields.text('status'),
    agentConnected: fields.flag('agentConnected'),
    attributes: fields.textsByName('attributes'),
  };
}

function taskOf(fields: Fields): Own<'task'> {
  return {
    arn: fields.text('arn'),
    clusterArn: fields.text('clusterArn'),
    taskDefinitionArn: fields.text('taskDefinitionArn'),
    group: fields.textOrNull('group'),
    containerInstanceArn: fields.textOrNull('containerInstanceArn'),
    launchType: fields.textOrNull('launchType'),
    enableExecuteCommand: fields.flag('enableExecuteCommand'),
    taskRoleArn: fields.textOrNull('taskRoleArn'),
    executionRoleArn: fields.textOrNull('executionRoleArn'),
  };
}

function deploymentOf(fields: Fields): Own<'deployment'> {
  return {
    serviceArn: fields.text('serviceArn'),
    taskDefinitionArn: fields.text('taskDefinitionArn'),
    status: fields.text('status'),
    rolloutState: fields.textOrNull('rolloutState'),
    runningCount: fields.count('runningCount'),
  };
}

function groupInstanceOf(fields: Fields): Own<'group-instance'> {
  return {
    group: fields.text('group'),
    instanceId: fields.text('instanceId'),
    launchTemplateId: fields.textOrNull('launchTemplateId'),
    launchTemplateVersion: fields.textOrNull('launchTemplateVersion'),
  };
}

function notReadOf(fields: Fields): NotRead {
  return {
    call: fields.text('call'),
    service: fields.text('service'),
    action: fields.text('action'),
    ...placeOf(fields),
    reason: fields.oneOf('reason', NOT_READ_REASONS),
    code: fields.text('code'),
    ...fields.optional('resource', (name) => namedOf(fields.object(name))),
    types: fields.texts('types'),
    consequence: fields.text('consequence'),
  };
}
