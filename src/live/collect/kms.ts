import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type GrantListEntry,
  KMSClient,
  paginateListAliases,
  paginateListGrants,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, sorted } from '../values.js';

type At = Reader<KMSClient, 'kms'>;
const row = rowsOf<KMSClient, 'kms'>();

export const kms: Collector<KMSClient, 'kms'> = {
  service: 'kms',
  connect: (settings) => new KMSClient(settings),
  rows: [
    row({
      call: 'ListKeys',
      pages: (client) => paginateListKeys({ client, pageSize: 1000 }, {}),
      items: (page) => page.Keys,
      each: ({ KeyId, KeyArn }, at) => addKey(KeyId ?? '', KeyArn ?? '', at),
    }),
    row({
      call: 'ListAliases',
      pages: (client) => paginateListAliases({ client, pageSize: 100 }, {}),
      items: (page) => page.Aliases,
      each: ({ AliasName: name = '', AliasArn: arn, TargetKeyId: target_key_id }, at) => {
        // Of services that have not been used yet, the keys are not there.
        if (target_key_id !== undefined)
          at.add({ type: 'aws_kms_alias', id: name, arn, values: { name, target_key_id } });
      },
    }),
  ],
};

/** Keys that AWS manages belong to the account too, and their policies are AWS's. */
async function addKey(key_id: string, arn: string, at: At): Promise<void> {
  const about = { type: 'aws_kms_key', id: key_id };
  const key = await at.ask({ call: 'DescribeKey', about }, () =>
    at.client.send(new DescribeKeyCommand({ KeyId: key_id })),
  );
  const found = key.is === 'read' ? key.value.KeyMetadata : undefined;
  if (found?.KeyManager === 'AWS') return;
  const policy = await at.ask({ call: 'GetKeyPolicy', about }, () =>
    at.client.send(new GetKeyPolicyCommand({ KeyId: key_id, PolicyName: 'default' })),
  );
  at.add({
    ...about,
    arn,
    values: {
      key_id,
      description: found?.Description,
      is_enabled: found?.Enabled,
      key_usage: found?.KeyUsage,
      multi_region: found?.MultiRegion ?? false,
      policy: policy.is === 'read' ? policy.value.Policy : undefined,
    },
    unread: policy.is === 'unread' ? ['policy'] : [],
  });
  await at.read(
    row({
      call: 'ListGrants',
      about,
      pages: (client) => paginateListGrants({ client, pageSize: 100 }, { KeyId: key_id }),
      items: (page) => page.Grants,
      each: addGrant,
    }),
  );
}

function addGrant(grant: GrantListEntry, at: At): void {
  const { GrantId: id = '', KeyId: key, Constraints: constraints } = grant;
  at.add({
    type: 'aws_kms_grant',
    id: `${key}:${id}`,
    values: {
      grant_id: id,
      key_id: key,
      name: grant.Name ?? '',
      grantee_principal: grant.GranteePrincipal,
      operations: sorted(grant.Operations),
      constraints: block(
        constraints && {
          encryption_context_equals: constraints.EncryptionContextEquals,
          encryption_context_subset: constraints.EncryptionContextSubset,
        },
      ),
    },
  });
}
