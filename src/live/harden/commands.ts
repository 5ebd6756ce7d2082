/**
 * AWS CLI commands that would change an account as a plan says. They are printed, never run. What has no command that does it
 * safely is told for a person to do. https://docs.aws.amazon.com/cli/latest/reference/
 */
import { itemsOf, textOf } from '#aws/reading.js';
import type { BodyView } from '#model/resource.js';
import { GLOBAL } from '../snapshot.js';
import { blockText, type Changed, textAt } from './change.js';

export interface Instruction {
  readonly commands: readonly string[];
  /** What no command here does: sentences. */
  readonly byHand: readonly string[];
}

type Part = {
  readonly does: readonly string[];
  readonly commands: readonly string[];
  readonly byHand?: readonly string[];
};
type Builder = (change: Changed) => readonly Part[];

/** Each changed attribute by a command, or left to a person. What is new is made in the region that is `home`. */
export function instructionFor(change: Changed, home: string | undefined): Instruction {
  const parts = (BUILDERS.get(change.type) ?? none)(change);
  const done = new Set(parts.flatMap(({ does }) => does));
  const { before, after, address, names } = change;
  const place = change.live?.region ?? home;
  const region = place === undefined || place === GLOBAL ? '' : ` --region ${place}`;
  const commands = parts.flatMap((part) =>
    part.commands.map((command) => command + (isRegional(command) ? region : '')),
  );
  const left = names.filter((name) => !done.has(name));
  const byHand = parts.flatMap((part) => part.byHand ?? []);
  if (before && after && left.length > 0)
    byHand.push(`Change ${left.join(', ')} of ${address} by hand: no single command does it safely.`);
  if (before && !after && commands.length === 0) byHand.push(`Remove ${address} by hand.`);
  if (!before && commands.length === 0) byHand.push(`Create ${address} by hand: ${change.type} is not there yet.`);
  return { commands, byHand };
}

function isRegional(command: string): boolean {
  return !command.startsWith('aws iam ');
}

function none(): readonly Part[] {
  return [];
}

const words = (...parts: readonly (string | undefined)[]): string =>
  parts
    .map((part) =>
      part === undefined || part.startsWith('--') || /^[\w./:@=,+-]+$/.test(part) ? (part ?? '') : quoted(part),
    )
    .join(' ');

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A policy written into a resource as one document. */
function document(
  attribute: string,
  command: (change: Changed, text: string) => string,
  remove?: (change: Changed) => string,
): Builder {
  return (change) => {
    const { before, after, names } = change;
    const text = change.text(after?.attribute(attribute));
    if (before && !after) return remove ? [{ does: names, commands: [remove(change)] }] : [];
    if (text === undefined || (before && !names.includes(attribute))) return [];
    return [{ does: before ? [attribute] : names, commands: [command(change, text)] }];
  };
}

function inline(holder: 'role' | 'user' | 'group'): Builder {
  const flags = (change: Changed): readonly (string | undefined)[] => [
    `--${holder}-name`,
    textAt(change, holder),
    '--policy-name',
    textAt(change, 'name'),
  ];
  return document(
    'policy',
    (change, text) => words('aws', 'iam', `put-${holder}-policy`, ...flags(change), '--policy-document', text),
    (change) => words('aws', 'iam', `delete-${holder}-policy`, ...flags(change)),
  );
}

function attachment(holder: 'role' | 'user' | 'group'): Builder {
  return (change) => {
    const { before, after, names } = change;
    const verb = after ? 'attach' : 'detach';
    if (before && after) return [];
    const flags = [`--${holder}-name`, textAt(change, holder), '--policy-arn', textAt(change, 'policy_arn')];
    return [{ does: names, commands: [words('aws', 'iam', `${verb}-${holder}-policy`, ...flags)] }];
  };
}

/** All fields are sent: what is left out keeps its value. https://docs.aws.amazon.com/cli/latest/reference/ec2/modify-instance-metadata-options.html */
const instance: Builder = (change) => {
  const { after, names, live } = change;
  if (!after || !live || !names.includes('metadata_options')) return [];
  const flags = METADATA.flatMap(([name, flag]) => {
    const value = blockText(after, 'metadata_options', name);
    return value === undefined ? [] : [flag, value];
  });
  return [
    {
      does: ['metadata_options'],
      commands: [words('aws', 'ec2', 'modify-instance-metadata-options', '--instance-id', live.id, ...flags)],
    },
  ];
};

const METADATA = [
  ['http_endpoint', '--http-endpoint'],
  ['http_tokens', '--http-tokens'],
  ['http_put_response_hop_limit', '--http-put-response-hop-limit'],
] as const;

/** A version of its own; what runs is not changed by it. */
const launchTemplate: Builder = (change) => {
  const { after, names, live } = change;
  if (!after || !live || !names.includes('metadata_options')) return [];
  const text = (name: string): string | undefined => blockText(after, 'metadata_options', name);
  const hops = text('http_put_response_hop_limit');
  const data = {
    MetadataOptions: {
      HttpEndpoint: text('http_endpoint'),
      HttpTokens: text('http_tokens'),
      HttpPutResponseHopLimit: hops === undefined ? undefined : Number(hops),
    },
  };
  const create = words(
    'aws',
    'ec2',
    'create-launch-template-version',
    '--launch-template-id',
    live.id,
    '--source-version',
    '$Latest',
    '--launch-template-data',
    JSON.stringify(data),
  );
  const byHand = [
    `Make the new version of ${change.address} the one that its groups use, and replace their instances (aws autoscaling start-instance-refresh).`,
  ];
  return [{ does: ['metadata_options'], commands: [create], byHand }];
};

/** First what is to stay possible, then what goes. */
const securityGroup: Builder = (change) => {
  const { before, after, live, names } = change;
  if (!before || !after || !live) return [];
  return (['ingress', 'egress'] as const)
    .filter((name) => names.includes(name))
    .map((direction) => {
      const [old, wanted] = [before, after].map((each) => new Set(each.blocks(direction).map(permissionOf)));
      const call = (verb: string, permissions: readonly string[]): string =>
        words(
          'aws',
          'ec2',
          `${verb}-security-group-${direction}`,
          '--group-id',
          live.id,
          '--ip-permissions',
          `[${permissions.join(',')}]`,
        );
      const added = [...(wanted ?? [])].filter((each) => !old?.has(each));
      const gone = [...(old ?? [])].filter((each) => !wanted?.has(each));
      const commands = [
        ...(added.length > 0 ? [call('authorize', added)] : []),
        ...(gone.length > 0 ? [call('revoke', gone)] : []),
      ];
      return { does: [direction], commands };
    });
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
function permissionOf(rule: BodyView): string {
  const protocol = textOf(rule.attribute('protocol')) ?? '-1';
  const number = (name: string): number => Number(textOf(rule.attribute(name)) ?? -1);
  const listed = (name: string, key: string): readonly object[] | undefined => {
    const items = itemsOf(rule.attribute(name)).flatMap((each) => textOf(each) ?? []);
    return items.length === 0 ? undefined : items.map((each) => ({ [key]: each }));
  };
  return JSON.stringify({
    IpProtocol: protocol,
    ...(protocol === '-1' ? {} : { FromPort: number('from_port'), ToPort: number('to_port') }),
    IpRanges: listed('cidr_blocks', 'CidrIp'),
    Ipv6Ranges: listed('ipv6_cidr_blocks', 'CidrIpv6'),
    PrefixListIds: listed('prefix_list_ids', 'PrefixListId'),
    UserIdGroupPairs: listed('security_groups', 'GroupId'),
  });
}

const ecsService: Builder = (change) => {
  const { after, names } = change;
  if (!after || !names.includes('enable_execute_command')) return [];
  const flag =
    textOf(after.attribute('enable_execute_command')) === 'true'
      ? '--enable-execute-command'
      : '--disable-execute-command';
  const update = words(
    'aws',
    'ecs',
    'update-service',
    '--cluster',
    textAt(change, 'cluster'),
    '--service',
    textAt(change, 'name'),
    flag,
    '--force-new-deployment',
  );
  return [{ does: ['enable_execute_command'], commands: [update] }];
};

/** What is read of an account has no values of environment variables, so that a revision made of it would lose them. */
const taskDefinition: Builder = ({ after, before, names }) => {
  const family = textOf((after ?? before)?.attribute('family')) ?? '';
  const get = words('aws', 'ecs', 'describe-task-definition', '--task-definition', family, '--query', 'taskDefinition');
  const what = names.join(', ');
  const byHand = [
    `Change ${what} in what that prints, register it (aws ecs register-task-definition --cli-input-json file://FILE), let the services run the new revision (aws ecs update-service), and deregister the old one: until then it can still be run.`,
  ];
  return [{ does: names, commands: [get], byHand }];
};

const fileSystemPolicy = document('policy', (change, text) =>
  words('aws', 'efs', 'put-file-system-policy', '--file-system-id', textAt(change, 'file_system_id'), '--policy', text),
);

const publicAccess: Builder = (change) => {
  const { after, names } = change;
  const bucket = textAt(change, 'bucket');
  if (!after || bucket === undefined) return [];
  const flags = [
    ['BlockPublicAcls', 'block_public_acls'],
    ['IgnorePublicAcls', 'ignore_public_acls'],
    ['BlockPublicPolicy', 'block_public_policy'],
    ['RestrictPublicBuckets', 'restrict_public_buckets'],
  ].map(([key, name]) => `${key ?? ''}=${textOf(after.attribute(name ?? '')) ?? 'false'}`);
  return [
    {
      does: names,
      commands: [
        words(
          'aws',
          's3api',
          'put-public-access-block',
          '--bucket',
          bucket,
          '--public-access-block-configuration',
          flags.join(','),
        ),
      ],
    },
  ];
};

const of = (change: Changed, name: string): string | undefined => change.live?.arn ?? textAt(change, name);

const BUILDERS: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ['aws_iam_role_policy', inline('role')],
  ['aws_iam_user_policy', inline('user')],
  ['aws_iam_group_policy', inline('group')],
  ['aws_iam_role_policy_attachment', attachment('role')],
  ['aws_iam_user_policy_attachment', attachment('user')],
  ['aws_iam_group_policy_attachment', attachment('group')],
  [
    'aws_iam_policy',
    document('policy', (change, text) =>
      words(
        'aws',
        'iam',
        'create-policy-version',
        '--policy-arn',
        of(change, 'arn'),
        '--policy-document',
        text,
        '--set-as-default',
      ),
    ),
  ],
  [
    'aws_iam_role',
    document('assume_role_policy', (change, text) =>
      words(
        'aws',
        'iam',
        'update-assume-role-policy',
        '--role-name',
        textAt(change, 'name'),
        '--policy-document',
        text,
      ),
    ),
  ],
  ['aws_instance', instance],
  ['aws_launch_template', launchTemplate],
  ['aws_security_group', securityGroup],
  ['aws_ecs_service', ecsService],
  ['aws_ecs_task_definition', taskDefinition],
  ['aws_efs_file_system_policy', fileSystemPolicy],
  ['aws_s3_bucket_public_access_block', publicAccess],
  [
    'aws_s3_bucket_policy',
    document(
      'policy',
      (change, text) =>
        words('aws', 's3api', 'put-bucket-policy', '--bucket', textAt(change, 'bucket'), '--policy', text),
      (change) => words('aws', 's3api', 'delete-bucket-policy', '--bucket', textAt(change, 'bucket')),
    ),
  ],
  [
    'aws_secretsmanager_secret_policy',
    document('policy', (change, text) =>
      words(
        'aws',
        'secretsmanager',
        'put-resource-policy',
        '--secret-id',
        textAt(change, 'secret_arn'),
        '--resource-policy',
        text,
        '--block-public-policy',
      ),
    ),
  ],
  [
    'aws_sqs_queue_policy',
    document('policy', (change, text) =>
      words(
        'aws',
        'sqs',
        'set-queue-attributes',
        '--queue-url',
        textAt(change, 'queue_url'),
        '--attributes',
        JSON.stringify({ Policy: text }),
      ),
    ),
  ],
  [
    'aws_sns_topic_policy',
    document('policy', (change, text) =>
      words(
        'aws',
        'sns',
        'set-topic-attributes',
        '--topic-arn',
        of(change, 'arn'),
        '--attribute-name',
        'Policy',
        '--attribute-value',
        text,
      ),
    ),
  ],
  [
    'aws_lambda_permission',
    (change) =>
      change.after
        ? []
        : [
            {
              does: change.names,
              commands: [
                words(
                  'aws',
                  'lambda',
                  'remove-permission',
                  '--function-name',
                  textAt(change, 'function_name'),
                  '--statement-id',
                  textAt(change, 'statement_id'),
                ),
              ],
            },
          ],
  ],
]);
