import { controls } from '#harden/registry.generated.js';
import { harden, type Hardened } from '#harden/harden.js';
import { analyseFiles } from './support.js';

/** A configuration of one file, or of several by path. */
export type Text = string | Readonly<Record<string, string>>;

export interface PlanOptions {
  /** Only these controls, as a user names them: what they take away is wanted. */
  readonly only?: readonly string[];
  /** Not on offer. */
  readonly without?: readonly string[];
}

/** The plan of all controls for a configuration, proved by reading the edited text. */
export async function hardened(text: Text, { only, without = [] }: PlanOptions = {}): Promise<Hardened> {
  const files = new Map(Object.entries(typeof text === 'string' ? { 'main.tf': text } : text));
  const offered = controls.filter(({ id }) => !without.includes(id) && only?.includes(id) !== false);
  return harden({
    analysis: analyseFiles(files),
    controls: offered,
    partial: only !== undefined,
    remedies: [],
    reanalyse: (edited) => ({ analysis: analyseFiles(new Map([...files, ...edited])), reparsed: true }),
  });
}

export interface Outline {
  readonly edits: readonly string[];
  /** Edits that are left to a person, with what is in use. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Where there is work by hand. */
  readonly byHand: readonly string[];
  readonly after: number;
}

/** The plan in words. */
export async function planOf(text: Text, options?: PlanOptions): Promise<Outline> {
  const { edits, manual, proof } = await hardened(text, options);
  const choices = manual.flatMap(({ edit, needs }) => (edit ? [[edit.proposal.summary, needs] as const] : []));
  return {
    edits: edits.map(({ proposal }) => proposal.summary),
    choices: Object.fromEntries(choices.map(([summary, needs]) => [summary, needs.map(({ what }) => what)])),
    byHand: manual.filter(({ edit }) => !edit).map(({ proposal }) => proposal.address),
    after: proof.pathsAfter,
  };
}

/** A user whose access key may leak, with a policy. */
export function leaked(name: string, ...statements: readonly string[]): string {
  return `resource "aws_iam_user" "${name}" { name = "${name}" }
resource "aws_iam_access_key" "${name}" { user = aws_iam_user.${name}.name }
resource "aws_iam_user_policy" "${name}" {
  user   = aws_iam_user.${name}.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
${statements.map((each) => `    ${each},`).join('\n')}
  ] })
}
`;
}

export function allow(actions: string | readonly string[], resources: string): string {
  return `{ Effect = "Allow", Action = ${JSON.stringify(actions)}, Resource = ${resources} }`;
}

/** A role that a service of AWS may assume, with a policy. */
export function role(name: string, service: string, ...statements: readonly string[]): string {
  const policy = `resource "aws_iam_role_policy" "${name}" {
  role   = aws_iam_role.${name}.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
${statements.map((each) => `    ${each},`).join('\n')}
  ] })
}
`;
  return `resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${service}.amazonaws.com" } },
  ] })
}
${statements.length > 0 ? policy : ''}`;
}

/** A public network `net`, with a security group `web` that lets the internet in on these ports. */
export function publicNetwork(...ports: readonly number[]): string {
  const rules = ports.map(
    (port) => `  ingress {
    from_port   = ${port}
    to_port     = ${port}
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
`,
  );
  return `resource "aws_vpc" "net" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "net" { vpc_id = aws_vpc.net.id }
resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.net.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "other" {
  vpc_id     = aws_vpc.net.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.net.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.net.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.net.id
${rules.join('')}  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`;
}

/** An instance with a public address in the public network. */
export function publicHost(name: string, settings = ''): string {
  return `resource "aws_iam_instance_profile" "${name}" { role = aws_iam_role.${name}.name }
resource "aws_instance" "${name}" {
  ami                         = "ami-0bbbbbbbbbbbbbbbb"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.public.id
  vpc_security_group_ids      = [aws_security_group.web.id]
  associate_public_ip_address = true
  iam_instance_profile        = aws_iam_instance_profile.${name}.name
${settings}}
`;
}

export const TABLES = `resource "aws_dynamodb_table" "orders" { name = "orders" }
`;

/** A site behind a load balancer on 443, with a role that is called by the reference. */
export function balanced(roleName: string): string {
  return `${publicNetwork(443)}${TABLES}
resource "aws_lb" "front" {
  subnets         = [aws_subnet.public.id]
  security_groups = [aws_security_group.web.id]
}
resource "aws_lb_target_group" "site" {
  port     = 8080
  protocol = "HTTP"
  vpc_id   = aws_vpc.net.id
}
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.site.arn
  }
}
resource "aws_security_group" "site" {
  vpc_id = aws_vpc.net.id
  ingress {
    from_port       = 8080
    to_port         = 8080
    protocol        = "tcp"
    security_groups = [aws_security_group.web.id]
  }
}
resource "aws_iam_instance_profile" "site" { role = ${roleName} }
resource "aws_instance" "site" {
  ami                    = "ami-0bbbbbbbbbbbbbbbb"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.other.id
  vpc_security_group_ids = [aws_security_group.site.id]
  iam_instance_profile   = aws_iam_instance_profile.site.name
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}
resource "aws_lb_target_group_attachment" "site" {
  target_group_arn = aws_lb_target_group.site.arn
  target_id        = aws_instance.site.id
}
`;
}

export const READS = role('site', 'ec2', allow('dynamodb:*', '"*"'));
