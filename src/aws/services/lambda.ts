import { defineService } from './service.js';

/** Each puts other code in a function: its package; its layers, handler and environment variables. */
const CODE = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'] as const;

export const lambda = defineService({
  name: 'AWS Lambda',
  prefix: 'lambda',
  resources: {
    aws_lambda_function: {
      arn: 'lambda:{R}:{A}:function:{function_name}',
      id: 'function_name',
      inner: { qualified_arn: ':' },
    },
  },
  frontDoors: [
    {
      type: 'aws_lambda_function_url',
      what: 'the URL of a function',
      when: [{ path: ['authorization_type'], by: /^NONE$/, unset: 'unknown' }],
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    },
  ],
  targets: [
    {
      of: ['aws_lambda_function'],
      own: ['durable execution', 'function', 'function alias', 'function version'],
      suffixes: ['', ':*'],
      ways: [
        {
          actions: CODE,
          does: 'makes other code run with the role of the function',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html',
        },
        {
          actions: [
            'lambda:CreateEventSourceMapping',
            'lambda:CreateFunctionUrlConfig',
            'lambda:UpdateEventSourceMapping',
            'lambda:UpdateFunctionUrlConfig',
          ],
          does: 'makes the function process what others send it',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html',
          helps: true,
        },
        {
          actions: [
            'lambda:DeleteFunctionCodeSigningConfig',
            'lambda:PutFunctionCodeSigningConfig',
            'lambda:PutFunctionEventInvokeConfig',
            'lambda:UpdateAlias',
            'lambda:UpdateCodeSigningConfig',
            'lambda:UpdateFunctionCodeSigningConfig',
            'lambda:UpdateFunctionEventInvokeConfig',
          ],
          does: 'changes which code runs, or where its results go',
          source: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html',
          helps: true,
        },
      ],
      noWay: ['lambda:DisableReplication', 'lambda:EnableReplication'],
    },
  ],
  runsWithRole: [
    {
      id: 'lambda-function',
      makes: 'a Lambda function',
      trusts: 'lambda.amazonaws.com',
      needs: [
        ['lambda:CreateFunction'],
        [
          'lambda:InvokeFunction',
          'lambda:AddPermission',
          'lambda:CreateFunctionUrlConfig',
          'lambda:CreateEventSourceMapping',
        ],
      ],
      rolesIn: 'functions',
      how: 'The code of the function has the credentials of the role in its environment, as soon as something invokes it.',
      source: 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'lambda-function',
      of: 'aws_lambda_function',
      role: ['role'],
      what: 'a Lambda function',
      title: 'Replace the code of a Lambda function',
      needs: [CODE],
      does: 'Makes {} run other code at its next invocation',
      limits:
        'Assumed: something invokes the function. Code signing, lambda:GetLayerVersion on the layer, and callers that use a published version are not modelled.',
      how: 'Its code is replaced; or a layer, an environment variable that the runtime reads, or another handler makes other code run. The role stays the same.',
      source: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html',
    },
  ],
  swapsRole: [
    {
      of: 'functions',
      trusts: 'lambda.amazonaws.com',
      actions: ['lambda:UpdateFunctionConfiguration'],
      source: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html',
    },
  ],
  dangerous: CODE,
  deployments: [
    {
      what: 'the code of the functions',
      actions: [
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
        'lambda:PublishVersion',
        'lambda:UpdateAlias',
      ],
      signs: [
        ['lambda:UpdateFunctionCode', 'lambda:PublishVersion'],
        ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
        ['lambda:UpdateFunctionCode', 'lambda:UpdateAlias'],
      ],
      of: ['aws_lambda_function'],
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html',
    },
  ],
});
