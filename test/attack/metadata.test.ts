import { describe, expect, test } from 'vitest';
import { analyseText, takenSteps } from './technique-folder.js';
import { from, host, NETWORK, NODE_ROLE, service } from './written.js';

/** What a container needs to get the role of its host: the premises of each way, without those of the workload. */
function ways(network: string, metadata: string, agent = '', { more = '', extra = '' } = {}): string[] {
  const task = network === '' ? '' : `network_mode = "${network}"`;
  const own = network === 'awsvpc' ? NETWORK_CONFIGURATION : '';
  const text =
    from('aws_ecs_service.web') +
    NETWORK +
    NODE_ROLE +
    more +
    host({ metadata, agent, extra }) +
    service({ task, service: `launch_type = "EC2"\n${own}` });
  return takenSteps(analyseText(text))
    .filter(({ technique }) => technique?.id === 'read-instance-metadata-from-container')
    .map(({ premises }) =>
      premises
        .map(({ property, certainty }) => (certainty === 'assumed' ? `${property}?` : property))
        .filter((property) => !['host.role', 'service.runs-on-host'].includes(property))
        .join(' + '),
    );
}

const NETWORK_CONFIGURATION =
  'network_configuration {\n subnets = [aws_subnet.main.id]\n security_groups = [aws_security_group.open.id]\n }';
const options = (tokens: string, hops: number | undefined, endpoint = 'enabled') =>
  `http_endpoint = "${endpoint}"\nhttp_tokens = "${tokens}"\n${hops === undefined ? '' : `http_put_response_hop_limit = ${hops}`}`;
const HOST = 'task.host-network + imds.enabled';
const HOPS = 'imds.hop-limit + imds.enabled';
const OWN = 'imds.task-access + imds.enabled';

describe('the role of the host from a container', () => {
  test.each([
    ['bridge', options('required', 1), []],
    ['bridge', options('required', 2), [HOPS]],
    ['bridge', options('required', undefined), ['imds.hop-limit? + imds.enabled']],
    ['bridge', options('optional', 1), ['imds.v1-allowed']],
    ['bridge', options('optional', 3), ['imds.v1-allowed', HOPS]],
    ['bridge', options('optional', 3, 'disabled'), []],
    ['', options('required', 1), []],
    ['', options('required', 2), [HOPS]],
    ['host', options('required', 1), [HOST]],
    ['host', options('optional', 1), [HOST, 'imds.v1-allowed']],
    ['host', options('required', 2), [HOST, HOPS]],
    ['host', options('optional', 2, 'disabled'), []],
    ['none', options('optional', 2), []],
    ['awsvpc', options('required', 1), [OWN]],
    ['awsvpc', options('optional', 2), [OWN]],
    ['awsvpc', options('required', 1, 'disabled'), []],
    ['bridge', '', ['imds.v1-allowed?', 'imds.hop-limit? + imds.enabled']],
    ['host', '', [HOST, 'imds.v1-allowed?', 'imds.hop-limit? + imds.enabled']],
  ])('network mode %j, %j', (network, metadata, expected) => {
    expect(ways(network, metadata)).toEqual(expected);
  });

  test.each([
    ['echo ECS_AWSVPC_BLOCK_IMDS=true >> /etc/ecs/ecs.config', []],
    ['echo ECS_AWSVPC_BLOCK_IMDS=false >> /etc/ecs/ecs.config', [OWN]],
  ])('a task with its own interface, where the agent has %j', (agent, expected) => {
    expect(ways('awsvpc', options('required', 1), agent)).toEqual(expected);
  });
});

test('that a host has its role shows in the host, not where the name of the profile stands', () => {
  const text = from('aws_instance.node') + NETWORK + NODE_ROLE + host();
  const [step] = takenSteps(analyseText(text)).filter(({ technique }) => technique?.id === 'use-instance-credentials');
  const origin = step?.premises.find(({ property }) => property === 'host.role')?.evidence[0]?.origin;

  expect(origin?.file.text.slice(origin.start, origin.end)).toMatch(/^iam_instance_profile +=/);
});

describe('what the image decides', () => {
  const image = (name: string) =>
    `data "aws_ami" "a" {\n owners = ["amazon"]\n filter {\n name = "name"\n values = ["${name}"]\n }\n}\n`;
  const AMI = 'ami = data.aws_ami.a.id\n instance_type = "t3.micro"';
  test.each([
    ['amzn2-ami-ecs-hvm-*', 'bridge', ['imds.v1-allowed']],
    ['amzn2-ami-ecs-hvm-*', 'host', [HOST, 'imds.v1-allowed']],
    ['al2023-ami-ecs-hvm-*', 'bridge', [HOPS]],
    ['golden-*', 'bridge', ['imds.v1-allowed?', 'imds.hop-limit? + imds.enabled']],
  ])('%s, network mode %s', (name, network, expected) => {
    expect(ways(network, '', '', { more: image(name), extra: AMI })).toEqual(expected);
  });

  test('what is assumed of an image that is not known', () => {
    const text = from('aws_ecs_service.web') + NETWORK + NODE_ROLE + host() + service({});
    const premises = takenSteps(analyseText(text)).flatMap((step) => step.premises);
    const assumed = premises
      .filter(({ property }) => property === 'imds.v1-allowed')
      .map(({ assumes }) => assumes?.what);
    expect(new Set(assumed)).toEqual(new Set(['the AMI and the account of aws_instance.node leave IMDSv1 on']));
  });
});
