import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import type { Collector } from '../collector.js';
import { ownEndpoint } from '../connection.js';

/** The account is part of each request. */
interface Asked {
  readonly client: S3ControlClient;
  destroy(): void;
}

export const s3control: Collector<Asked, 's3control'> = {
  service: 's3control',
  connect(settings) {
    const endpoint = ownEndpoint(settings, 'S3_CONTROL');
    const client = new S3ControlClient(settings);
    // The SDK puts the account in front of the host's name, which an emulator's address does not bear.
    if (endpoint !== undefined) client.config.endpointProvider = () => ({ url: new URL(endpoint) });
    return { client, destroy: () => client.destroy() };
  },
  rows: [
    {
      call: 'GetPublicAccessBlock',
      read: async (at) => {
        const { account } = at.place;
        const about = { type: 'aws_s3_account_public_access_block', id: account };
        const absent = ['NoSuchPublicAccessBlockConfiguration'];
        const answer = await at.ask({ call: 'GetPublicAccessBlock', about, absent }, () =>
          at.client.client.send(new GetPublicAccessBlockCommand({ AccountId: account })),
        );
        at.addAnswered({ ...about, values: { account_id: account } }, answer, {
          block_public_acls: ({ PublicAccessBlockConfiguration: flags }) => flags?.BlockPublicAcls ?? false,
          block_public_policy: ({ PublicAccessBlockConfiguration: flags }) => flags?.BlockPublicPolicy ?? false,
          ignore_public_acls: ({ PublicAccessBlockConfiguration: flags }) => flags?.IgnorePublicAcls ?? false,
          restrict_public_buckets: ({ PublicAccessBlockConfiguration: flags }) => flags?.RestrictPublicBuckets ?? false,
        });
      },
    },
  ],
};
