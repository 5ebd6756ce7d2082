import {
  type AliasConfiguration,
  type FunctionConfiguration,
  type FunctionUrlConfig,
  GetPolicyCommand,
  LambdaClient,
  ListTagsCommand,
  paginateListAliases,
  paginateListFunctions,
  paginateListFunctionUrlConfigs,
} from '@aws-sdk/client-lambda';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, blocks, type LooseObject, sorted } from '../values.js';
import { permissionsIn } from './lambda-permission.js';

type At = Reader<LambdaClient, 'lambda'>;
const row = rowsOf<LambdaClient, 'lambda'>();

export const lambda: Collector<LambdaClient, 'lambda'> = {
  service: 'lambda',
  connect: (settings) => new LambdaClient(settings),
  rows: [
    row({
      call: 'ListFunctions',
      pages: (client) => paginateListFunctions({ client, pageSize: 50 }, {}),
      items: (page) => page.Functions,
      each: addFunction,
    }),
  ],
};

async function addFunction(found: FunctionConfiguration, at: At): Promise<void> {
  const { FunctionName: name = '', FunctionArn: arn = '' } = found;
  const about = { type: 'aws_lambda_function', id: name };
  const tags = await at.ask({ call: 'ListTags', about }, () => at.client.send(new ListTagsCommand({ Resource: arn })));
  at.add({
    ...about,
    arn,
    values: {
      function_name: name,
      ...functionValues(found),
      ...placeValues(found),
      environment: environmentOf(found, at),
      tags: tags.is === 'read' ? (tags.value.Tags ?? {}) : undefined,
    },
    unread: tags.is === 'unread' ? ['tags'] : [],
  });
  await Promise.all([addPermissions(name, at), at.read(urlsOf(name), aliasesOf(name))]);
}

function functionValues(found: FunctionConfiguration): LooseObject {
  return {
    role: found.Role,
    runtime: found.Runtime ?? '',
    handler: found.Handler ?? '',
    package_type: found.PackageType,
    timeout: found.Timeout,
    layers: found.Layers?.map(({ Arn }) => Arn),
    kms_key_arn: found.KMSKeyArn ?? '',
    architectures: found.Architectures,
  };
}

/** A function that was in a network keeps empty lists of it. */
function placeValues({ VpcConfig: network, FileSystemConfigs }: FunctionConfiguration): LooseObject {
  const { SubnetIds: subnets = [] } = network ?? {};
  return {
    vpc_config: block(
      subnets.length === 0
        ? undefined
        : {
            subnet_ids: sorted(subnets),
            security_group_ids: sorted(network?.SecurityGroupIds),
            vpc_id: network?.VpcId,
          },
    ),
    file_system_config: blocks(FileSystemConfigs, ({ Arn: arn, LocalMountPath: local_mount_path }) => ({
      arn,
      local_mount_path,
    })),
  };
}

function environmentOf({ Environment }: FunctionConfiguration, at: At): readonly LooseObject[] {
  const variables = Object.entries(Environment?.Variables ?? {});
  if (variables.length === 0) return [];
  return [{ variables: Object.fromEntries(variables.map(([key, value]) => [key, at.hidden.setting(value)])) }];
}

async function addPermissions(name: string, at: At): Promise<void> {
  const about = { type: 'aws_lambda_function', id: name };
  const answer = await at.ask({ call: 'GetPolicy', about, absent: ['ResourceNotFoundException'] }, () =>
    at.client.send(new GetPolicyCommand({ FunctionName: name })),
  );
  if (answer.is !== 'read') return;
  for (const permission of permissionsIn(answer.value.Policy ?? '')) {
    const id = `${name}/${permission.statement_id}`;
    at.add({ type: 'aws_lambda_permission', id, values: { function_name: name, qualifier: '', ...permission } });
  }
}

function urlsOf(name: string) {
  return row({
    call: 'ListFunctionUrlConfigs',
    about: { type: 'aws_lambda_function', id: name },
    pages: (client) => paginateListFunctionUrlConfigs({ client }, { FunctionName: name }),
    items: (page) => page.FunctionUrlConfigs,
    each: (url, at) => addUrl(name, url, at),
  });
}

/** The ARN of a URL has a third piece where it is that of an alias. */
function addUrl(name: string, { FunctionArn: arn = '', FunctionUrl, AuthType }: FunctionUrlConfig, at: At): void {
  const qualifier = arn.split(':')[7] ?? '';
  at.add({
    type: 'aws_lambda_function_url',
    id: qualifier === '' ? name : `${name}/${qualifier}`,
    values: {
      function_name: name,
      function_arn: arn,
      qualifier,
      authorization_type: AuthType,
      function_url: FunctionUrl,
    },
  });
}

function aliasesOf(name: string) {
  return row({
    call: 'ListAliases',
    about: { type: 'aws_lambda_function', id: name },
    pages: (client) => paginateListAliases({ client, pageSize: 50 }, { FunctionName: name }),
    items: (page) => page.Aliases,
    each: ({ AliasArn: arn = '', Name, FunctionVersion }: AliasConfiguration, at) =>
      at.add({
        type: 'aws_lambda_alias',
        id: arn,
        arn,
        values: { name: Name, function_name: name, function_version: FunctionVersion },
      }),
  });
}
