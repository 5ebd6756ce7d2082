/** Pieces of configurations, for rows that differ in one of them. */
export const NETWORK = `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "open" {
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_ecs_cluster" "main" {
  name = "main"
}
`;

interface HostText {
  readonly name?: string;
  readonly metadata?: string;
  readonly agent?: string;
  readonly extra?: string;
}

/** A container instance of the cluster with a role of its own name. */
export function host({ name = 'node', metadata = '', agent = '', extra = '' }: HostText = {}): string {
  return `
resource "aws_instance" "${name}" {
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.open.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
  user_data              = <<-EOT
    echo ECS_CLUSTER=main >> /etc/ecs/ecs.config
    ${agent}
  EOT
  ${metadata === '' ? '' : `metadata_options {\n${metadata}\n}`}
  ${extra}
}
`;
}

export function role(name: string, service: string, ...allowed: readonly string[]): string {
  return `
resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${service}" } }]
  })
}
${allowed.length === 0 ? '' : inlinePolicy('role', name, ...allowed)}
`;
}

/** Each of `allowed` is the inside of a statement: `Action = "s3:GetObject", Resource = "*"`. */
export function inlinePolicy(kind: 'role' | 'user', name: string, ...allowed: readonly string[]): string {
  const statements = allowed.map((inside) => `{ Effect = "Allow", ${inside} }`);
  return `
resource "aws_iam_${kind}_policy" "${name}" {
  ${kind}   = aws_iam_${kind}.${name}.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })
}
`;
}

export const NODE_ROLE = `${role('node', 'ec2.amazonaws.com')}
resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}
`;

interface TaskText {
  readonly name?: string;
  /** Attributes of the task definition. */
  readonly task?: string;
  /** Entries of its container. */
  readonly container?: string;
  /** Attributes of the service. */
  readonly service?: string;
}

/** A service and its task definition of one container. */
export function service({
  name = 'web',
  task = '',
  container = '',
  service = 'launch_type = "EC2"',
}: TaskText): string {
  return `
resource "aws_ecs_task_definition" "${name}" {
  family = "${name}"
  container_definitions = jsonencode([{
    name  = "${name}"
    image = "example/${name}"
    ${container}
  }])
  ${task}
}
resource "aws_ecs_service" "${name}" {
  name            = "${name}"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.${name}.arn
  desired_count   = 1
  ${service}
}
`;
}

/** A user with an access key, which is assumed to leak. */
export function user(...allowed: readonly string[]): string {
  return `
resource "aws_iam_user" "deployer" {
  name = "deployer"
}
resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}
${allowed.length === 0 ? '' : inlinePolicy('user', 'deployer', ...allowed)}
`;
}

export const FARGATE = {
  task: 'requires_compatibilities = ["FARGATE"]\nnetwork_mode = "awsvpc"\ncpu = 256\nmemory = 512',
  service: `launch_type = "FARGATE"
  network_configuration {
    subnets         = [aws_subnet.main.id]
    security_groups = [aws_security_group.open.id]
  }`,
} as const;

export const from = (entry: string) => `# entry: ${entry}\n`;
