/** A small technique that works: read a bucket. What is said of it in words is there to be replaced. */
export function techniqueFiles(id: string, name: string): ReadonlyMap<string, string> {
  return new Map([
    ['technique.ts', technique(id, name)],
    ['open.tf', configuration('s3:GetObject')],
    ['closed.tf', configuration('s3:PutObject')],
  ]);
}

const technique = (id: string, name: string) => `import { reads } from '../../../fact.js';
import { defineTechnique } from '../../../technique.js';

export const ${name} = defineTechnique({
  id: '${id}',
  title: 'REPLACE: what the attacker does, in one line',
  description:
    'REPLACE: say in a paragraph why it works: what AWS does by itself, what it asks for, and what people wrongly believe to stop it.',
  mitre: [{ id: 'T1530', name: 'Data from Cloud Storage' }],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html'],
  limits: 'REPLACE: what is not modelled, and what is assumed.',
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    for (const store of estate.stores) {
      const { arn, resource, tags } = store;
      const allowed = may({ principal, action: 's3:GetObject', target: { arn, resource, tags } });
      if (!allowed) continue;
      yield {
        gains: reads(store),
        needs: [allowed],
        explanation: \`Reads \${store.address}.\`,
      };
    }
  },
});
`;

const configuration = (action: string) => `resource "aws_s3_bucket" "reports" {
  bucket = "reports-of-example"
}

resource "aws_iam_user" "deployer" {
  name = "deployer"
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}

resource "aws_iam_user_policy" "deployer" {
  name = "deployer"
  user = aws_iam_user.deployer.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "${action}"
        Resource = "\${aws_s3_bucket.reports.arn}/*"
      },
    ]
  })
}
`;
