import { paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';
import type { Collector } from '../collector.js';
import { rowsOf } from '../reader.js';

const row = rowsOf<SSMClient, 'ssm'>();

export const ssm: Collector<SSMClient, 'ssm'> = {
  service: 'ssm',
  connect: (settings) => new SSMClient(settings),
  rows: [
    row({
      call: 'DescribeParameters',
      pages: (client) =>
        paginateDescribeParameters(
          { client, pageSize: 50 },
          // The others hold no secrets.
          { ParameterFilters: [{ Key: 'Type', Option: 'Equals', Values: ['SecureString'] }] },
        ),
      items: (page) => page.Parameters,
      each: ({ Name: name = '', ARN, Type: type, KeyId: key_id = '', Tier: tier }, at) => {
        const path = name.startsWith('/') ? name : `/${name}`;
        const arn = ARN ?? at.arn('ssm', `parameter${path}`);
        at.add({ type: 'aws_ssm_parameter', id: name, arn, values: { name, type, key_id, tier } });
      },
    }),
  ],
};
