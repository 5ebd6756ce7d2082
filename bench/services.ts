/**
 * Generated services in one root module, ten resources each, in networks that ten of them share. Every service is on the
 * internet and may use its own stores. One in a hundred has a policy that reaches further than it should, within
 * itself, so that the number of attack paths grows as the number of services does.
 */
const SERVICES_PER_NETWORK = 10;
const RESOURCES_PER_SERVICE = 10;
const RESOURCES_PER_NETWORK = 5;

/** Files by name, with about so many resources. */
export function servicesText(resources: number): ReadonlyMap<string, string> {
  const perNetwork = SERVICES_PER_NETWORK * RESOURCES_PER_SERVICE + RESOURCES_PER_NETWORK;
  const files = new Map<string, string>([['main.tf', MAIN]]);
  for (let at = 0; at < Math.round(resources / perNetwork); at += 1) {
    const services = Array.from({ length: SERVICES_PER_NETWORK }, (_, one) =>
      service(`${at}_${one}`, at, at % 10 === 0 && one === 0),
    );
    files.set(`network${at}.tf`, [network(at), ...services].join('\n'));
  }
  return files;
}

const MAIN = `variable "stage" {
  default = "prod"
}

locals {
  prefix = "shop-\${var.stage}"
  tags   = { Stage = var.stage }
}

data "aws_iam_policy_document" "ec2" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
`;

const network = (at: number): string => `resource "aws_vpc" "v${at}" {
  cidr_block = "10.${at % 250}.0.0/16"
  tags       = local.tags
}

resource "aws_internet_gateway" "v${at}" {
  vpc_id = aws_vpc.v${at}.id
}

resource "aws_subnet" "v${at}" {
  vpc_id                  = aws_vpc.v${at}.id
  cidr_block              = cidrsubnet(aws_vpc.v${at}.cidr_block, 8, 1)
  map_public_ip_on_launch = true
}

resource "aws_route_table" "v${at}" {
  vpc_id = aws_vpc.v${at}.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.v${at}.id
  }
}

resource "aws_route_table_association" "v${at}" {
  subnet_id      = aws_subnet.v${at}.id
  route_table_id = aws_route_table.v${at}.id
}
`;

const service = (id: string, at: number, careless: boolean): string =>
  `${serverText(id, at, careless)}\n${storesText(id)}`;

const serverText = (id: string, at: number, careless: boolean): string => `resource "aws_security_group" "s${id}" {
  name   = "\${local.prefix}-s${id}"
  vpc_id = aws_vpc.v${at}.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = merge(local.tags, { Service = "s${id}" })
}

resource "aws_instance" "s${id}" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.v${at}.id
  vpc_security_group_ids = [aws_security_group.s${id}.id]
  iam_instance_profile   = aws_iam_instance_profile.s${id}.name
  tags                   = local.tags
}

resource "aws_iam_instance_profile" "s${id}" {
  name = "\${local.prefix}-s${id}"
  role = aws_iam_role.s${id}.name
}

resource "aws_iam_role" "s${id}" {
  name               = "\${local.prefix}-s${id}"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}

resource "aws_iam_role_policy" "s${id}" {
  name = "stores"
  role = aws_iam_role.s${id}.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]
      Resource = ["${careless ? `arn:aws:s3:::\${local.prefix}-s${id}-*` : `\${aws_s3_bucket.s${id}.arn}`}", "\${aws_s3_bucket.s${id}.arn}/*"]
    }, {
      Effect   = "Allow"
      Action   = "lambda:${careless ? '*' : 'InvokeFunction'}"
      Resource = aws_lambda_function.s${id}.arn
    }]
  })
}
`;

const storesText = (id: string): string => `resource "aws_s3_bucket" "s${id}" {
  bucket = "\${local.prefix}-s${id}-data"
  tags   = local.tags
}

resource "aws_lambda_function" "s${id}" {
  function_name = "\${local.prefix}-s${id}"
  role          = aws_iam_role.f${id}.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "function.zip"
  environment {
    variables = {
      TABLE = aws_dynamodb_table.s${id}.name
    }
  }
}

resource "aws_iam_role" "f${id}" {
  name               = "\${local.prefix}-f${id}"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_iam_role_policy" "f${id}" {
  name = "table"
  role = aws_iam_role.f${id}.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
      Resource = aws_dynamodb_table.s${id}.arn
    }]
  })
}

resource "aws_dynamodb_table" "s${id}" {
  name         = "\${local.prefix}-s${id}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
`;
