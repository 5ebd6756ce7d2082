import {
  GetResourcePolicyCommand,
  paginateListSecrets,
  type SecretListEntry,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { tagsOf } from '../values.js';

type At = Reader<SecretsManagerClient, 'secretsmanager'>;
const row = rowsOf<SecretsManagerClient, 'secretsmanager'>();

export const secretsmanager: Collector<SecretsManagerClient, 'secretsmanager'> = {
  service: 'secretsmanager',
  connect: (settings) => new SecretsManagerClient(settings),
  rows: [
    row({
      call: 'ListSecrets',
      pages: (client) => paginateListSecrets({ client, pageSize: 100 }, {}),
      items: (page) => page.SecretList,
      each: addSecret,
    }),
  ],
};

async function addSecret(found: SecretListEntry, at: At): Promise<void> {
  const { ARN: arn = '', Name: name, KmsKeyId: kms_key_id, Description: description, Tags } = found;
  const about = { type: 'aws_secretsmanager_secret', id: arn };
  at.add({ ...about, arn, values: { name, kms_key_id, description, tags: tagsOf(Tags) } });
  const answer = await at.ask({ call: 'GetResourcePolicy', about }, () =>
    at.client.send(new GetResourcePolicyCommand({ SecretId: arn })),
  );
  // Without a policy there is an answer all the same.
  if (answer.is === 'read' && answer.value.ResourcePolicy === undefined) return;
  const policy = { type: 'aws_secretsmanager_secret_policy', id: arn, values: { secret_arn: arn } };
  at.addAnswered(policy, answer, { policy: ({ ResourcePolicy }) => ResourcePolicy });
}
