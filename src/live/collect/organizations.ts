import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  OrganizationsClient,
  paginateListParents,
  paginateListPoliciesForTarget,
  type PolicySummary,
} from '@aws-sdk/client-organizations';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';

type At = Reader<OrganizationsClient, 'organizations'>;
const row = rowsOf<OrganizationsClient, 'organizations'>();

/**
 * The service control policies above the account. Only the management account and delegated administrators may ask; the
 * management account itself is limited by none.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export const organizations: Collector<OrganizationsClient, 'organizations'> = {
  service: 'organizations',
  connect: (settings) => new OrganizationsClient(settings),
  rows: [
    {
      call: 'DescribeOrganization',
      read: async (at) => {
        const absent = ['AWSOrganizationsNotInUseException'];
        const answer = await at.ask({ call: 'DescribeOrganization', absent }, () =>
          at.client.send(new DescribeOrganizationCommand({})),
        );
        if (answer.is !== 'read' || answer.value.Organization?.MasterAccountId === at.place.account) return;
        await addTarget(at.place.account, at);
      },
    },
  ],
};

async function addTarget(target: string, at: At): Promise<void> {
  await at.read(
    policiesOf(target),
    row({
      call: 'ListParents',
      pages: (client) => paginateListParents({ client }, { ChildId: target }),
      items: (page) => page.Parents,
      // The root has no parents, and can't be asked for any.
      each: ({ Id = '', Type }) => (Type === 'ROOT' ? at.read(policiesOf(Id)) : addTarget(Id, at)),
    }),
  );
}

function policiesOf(target: string) {
  return row({
    call: 'ListPoliciesForTarget',
    pages: (client) =>
      paginateListPoliciesForTarget({ client }, { TargetId: target, Filter: 'SERVICE_CONTROL_POLICY' }),
    items: (page) => page.Policies,
    each: (policy, at) => addPolicy(policy, target, at),
  });
}

async function addPolicy(
  { Id: id = '', Arn: arn, Name: name, AwsManaged }: PolicySummary,
  target_id: string,
  at: At,
): Promise<void> {
  const values = { policy_id: id, target_id };
  at.add({ type: 'aws_organizations_policy_attachment', id: `${target_id}:${id}`, values });
  if (!at.once(`policy ${id}`)) return;
  const about = { type: 'aws_organizations_policy', id };
  const answer = await at.ask({ call: 'DescribePolicy', about }, () =>
    at.client.send(new DescribePolicyCommand({ PolicyId: id })),
  );
  // That of AWS allows everything.
  const found = {
    ...about,
    arn: AwsManaged === true ? undefined : arn,
    values: { name, type: 'SERVICE_CONTROL_POLICY' },
  };
  at.addAnswered(found, answer, { content: ({ Policy }) => Policy?.Content });
}
