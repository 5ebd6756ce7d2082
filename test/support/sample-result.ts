import type { EvidenceResult, Result, StepResult } from '../../src/report/result.js';

/** The sources that the sample result is about. */
export const SAMPLE_SOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'main.tf',
    [
      'resource "aws_security_group" "web" {',
      '  ingress {',
      '    cidr_blocks = var.allowed_ranges',
      '  }',
      '}',
      'resource "aws_ecs_task_definition" "web" {',
      '  container_definitions = jsonencode([{',
      '    mountPoints = [{ sourceVolume = "docker-socket", containerPath = "/var/run/docker.sock" }]',
      '  }])',
      '}',
      'resource "aws_iam_role_policy" "node" {',
      '  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["ecs:*", "iam:PassRole", "ssm:*"], Resource = "*" }] })',
      '}',
      'resource "aws_efs_file_system" "ledger" {',
      '}',
      '  broken = = "value"',
    ],
  ],
]);

export function sampleLine(file: string, line: number): string | undefined {
  return SAMPLE_SOURCES.get(file)?.[line - 1];
}

const at = (startLine: number, startColumn = 3, endColumn = 20) => ({
  file: 'main.tf',
  startLine,
  startColumn,
  endLine: startLine,
  endColumn,
});

const evidence = (
  address: string,
  attribute: string,
  value: string,
  line: number | null,
  assumed = false,
): EvidenceResult => ({
  address,
  attribute,
  value,
  source: line === null ? null : at(line),
  assumed,
});

const break_in: StepResult = {
  technique: 'exploit-public-workload',
  from: 'internet',
  to: 'aws_ecs_task_definition.web#web',
  fact: 'executes in aws_ecs_task_definition.web#web',
  explanation: 'The container serves port 80 to the internet; a flaw in it gives code execution.',
  actions: [],
  evidence: [evidence('aws_security_group.web', 'ingress[0].cidr_blocks', 'unknown: var.allowed_ranges', 3, true)],
};

const escape: StepResult = {
  technique: 'escape-through-docker-socket',
  from: 'aws_ecs_task_definition.web#web',
  to: 'aws_launch_template.node',
  fact: 'executes in aws_launch_template.node as root',
  explanation: 'The container asks the Docker daemon for a privileged container.',
  actions: [],
  evidence: [evidence('aws_ecs_task_definition.web#web', 'mountPoints[0].sourceVolume', '"docker-socket"', 8)],
};

const seize: StepResult = {
  technique: 'use-instance-credentials',
  from: 'aws_launch_template.node',
  to: 'aws_iam_role.node',
  fact: 'controls aws_iam_role.node',
  explanation: 'The instance hands the credentials of its role to whoever executes on it.',
  actions: ['iam:PassRole', 'ecs:RegisterTaskDefinition'],
  evidence: [evidence('aws_iam_role_policy.node', 'policy.Statement[0].Action', 'ecs:*', 12)],
};

const mount: StepResult = {
  technique: 'mount-efs-over-network',
  from: 'aws_launch_template.node',
  to: 'aws_efs_file_system.ledger',
  fact: 'reads aws_efs_file_system.ledger',
  explanation: 'Without a file-system policy any client that reaches the mount target may mount the file system.',
  actions: [],
  evidence: [evidence('aws_efs_file_system.ledger', 'aws_efs_file_system_policy', 'absent', 14)],
};

/** One of everything that a result can hold, its plan and proof included. */
export const SAMPLE: Result = {
  schemaVersion: '1',
  tool: { name: 'chokepoint', version: '0.1.0' },
  root: 'infra',
  summary: {
    files: 1,
    resources: 5,
    entryPoints: 2,
    targets: 2,
    paths: 3,
    assumedPaths: 1,
    findings: 3,
    diagnostics: 2,
    durationMs: 41,
  },
  entryPoints: [
    {
      id: 'internet:web',
      rootModule: '.',
      kind: 'internet-workload',
      address: 'aws_ecs_task_definition.web#web',
      reason: 'a service on the internet, through port 80 of aws_lb.front',
      administrator: false,
      source: at(6),
    },
    {
      id: 'leaked:root',
      rootModule: '.',
      kind: 'leaked-credentials',
      address: 'aws_iam_access_key.operator',
      reason: 'a long-lived access key',
      administrator: true,
      source: null,
    },
  ],
  targets: [
    {
      id: 'admin',
      rootModule: '.',
      kind: 'admin',
      address: 'aws_iam_role.node',
      reason: 'may attach any policy',
      source: at(11),
    },
    {
      id: 'data:ledger',
      rootModule: '.',
      kind: 'data',
      address: 'aws_efs_file_system.ledger',
      reason: 'a file system',
      source: at(14),
    },
  ],
  paths: [
    {
      id: 'path-1111aaaa',
      rootModule: '.',
      entryPoint: 'internet:web',
      target: 'admin',
      severity: 'critical',
      title: 'aws_ecs_task_definition.web#web to administration of the account in 3 steps',
      intended: false,
      certainty: 'certain',
      assumptions: [],
      counts: true,
      steps: [break_in, escape, seize],
    },
    {
      id: 'path-2222bbbb',
      rootModule: '.',
      entryPoint: 'internet:web',
      target: 'data:ledger',
      severity: 'high',
      title: 'aws_ecs_task_definition.web#web to aws_efs_file_system.ledger in 3 steps',
      intended: false,
      certainty: 'certain',
      assumptions: [],
      counts: true,
      steps: [break_in, escape, mount],
    },
    {
      id: 'path-3333cccc',
      rootModule: '.',
      entryPoint: 'leaked:root',
      target: 'data:ledger',
      severity: 'high',
      title: 'aws_iam_access_key.operator to aws_efs_file_system.ledger in 1 step',
      intended: false,
      certainty: 'certain',
      assumptions: [],
      counts: true,
      steps: [mount],
    },
    {
      id: 'path-4444dddd',
      rootModule: '.',
      entryPoint: 'internet:web',
      target: 'data:ledger',
      severity: 'info',
      title: 'aws_ecs_task_definition.web#web reads aws_dynamodb_table.orders',
      intended: true,
      certainty: 'certain',
      assumptions: [],
      counts: false,
      steps: [break_in],
    },
    {
      id: 'path-5555eeee',
      rootModule: '.',
      entryPoint: 'internet:web',
      target: 'data:ledger',
      severity: 'medium',
      title: 'aws_ecs_task_definition.web#web to aws_efs_file_system.ledger in 2 steps',
      intended: false,
      certainty: 'assumed',
      assumptions: [
        {
          what: 'var.allowed_ranges holds an address of the internet',
          source: at(3),
          supply: 'Give var.allowed_ranges a value (--var or --var-file).',
        },
      ],
      counts: false,
      steps: [break_in, mount],
    },
  ],
  findings: [
    {
      control: 'remove-docker-socket',
      rootModule: '.',
      address: 'aws_ecs_task_definition.web#web',
      attribute: 'mountPoints',
      severity: 'high',
      message: 'The container mounts the Docker socket of its host, which is as good as being root on it.',
      source: at(8),
      closesPaths: ['path-1111aaaa', 'path-2222bbbb'],
    },
    {
      control: 'encrypt-efs-at-rest',
      rootModule: '.',
      address: 'aws_efs_file_system.ledger',
      attribute: 'encrypted',
      severity: 'medium',
      message: 'The file system is not encrypted at rest.',
      source: at(14),
      closesPaths: [],
    },
    {
      control: 'set-efs-lifecycle',
      rootModule: '.',
      address: 'aws_efs_file_system.ledger',
      attribute: 'lifecycle_policy',
      severity: 'info',
      message: 'Files that nobody reads stay in the dearest storage class.',
      source: null,
      closesPaths: [],
    },
  ],
  plan: {
    optimal: true,
    cost: 12,
    edits: [
      {
        id: 'remove-docker-socket:aws_ecs_task_definition.web',
        rootModule: '.',
        control: 'remove-docker-socket',
        address: 'aws_ecs_task_definition.web#web',
        summary: 'Remove the Docker socket from aws_ecs_task_definition.web#web',
        reason: 'Without the socket the container can ask the Docker daemon for nothing.',
        applyEffect: 'new-revision',
        dataLoss: false,
        mayBreak: ['A container that starts others, such as an agent or a build runner.'],
        closesPaths: ['path-1111aaaa', 'path-2222bbbb'],
        files: ['main.tf'],
        diff: [
          '--- a/main.tf',
          '+++ b/main.tf',
          '@@ -7,3 +7,3 @@',
          '   container_definitions = jsonencode([{',
          '-    mountPoints = [{ sourceVolume = "docker-socket", containerPath = "/var/run/docker.sock" }]',
          '+    mountPoints = []',
          '   }])',
          '',
        ].join('\n'),
        changes: [
          {
            file: 'main.tf',
            startLine: 8,
            endLine: 8,
            before:
              '    mountPoints = [{ sourceVolume = "docker-socket", containerPath = "/var/run/docker.sock" }]\n',
            after: '    mountPoints = []\n',
          },
        ],
        takes: [],
      },
      {
        id: 'encrypt-efs-at-rest:aws_efs_file_system.ledger',
        rootModule: '.',
        control: 'encrypt-efs-at-rest',
        address: 'aws_efs_file_system.ledger',
        summary: 'Encrypt aws_efs_file_system.ledger at rest',
        reason:
          'A copy of the disk is of no use without the key; whoever may mount the file system reads it all the same.',
        applyEffect: 'replacement',
        dataLoss: true,
        mayBreak: [],
        closesPaths: [],
        files: ['main.tf'],
        diff: [
          '--- a/main.tf',
          '+++ b/main.tf',
          '@@ -14,2 +14,3 @@',
          ' resource "aws_efs_file_system" "ledger" {',
          '+  encrypted = true',
          ' }',
          '',
        ].join('\n'),
        changes: [{ file: 'main.tf', startLine: 15, endLine: 14, before: '', after: '  encrypted = true\n' }],
        takes: [],
      },
    ],
    manual: [
      {
        rootModule: '.',
        address: 'module.registry.aws_iam_role.this',
        reason: 'The role is written in a module from a registry, which is not yours to edit.',
        instruction: 'Pass the module a policy that names the tables, in its argument policy_json.',
        closesPaths: ['path-3333cccc'],
        needs: [],
        edit: null,
      },
    ],
  },
  proof: {
    pathsBefore: 3,
    pathsAfter: 1,
    assumedBefore: 1,
    assumedAfter: 1,
    notCovered: ['aws_iam_role.node may still glue:CreateJob on everything, which no technique here follows.'],
    newPaths: [],
    reparsed: true,
  },
  diagnostics: [
    {
      severity: 'warning',
      code: 'module-not-found',
      message:
        'Module not found: terraform init would fetch registry.example/vpc; its resources are not in this result.',
      source: null,
    },
    {
      severity: 'error',
      code: 'invalid-expression',
      message: 'Invalid expression: Expected the start of an expression, but found an invalid expression token.',
      source: { file: 'main.tf', startLine: 16, startColumn: 12, endLine: 16, endColumn: 13 },
      excerpt: '  broken = = "value"',
    },
  ],
};
