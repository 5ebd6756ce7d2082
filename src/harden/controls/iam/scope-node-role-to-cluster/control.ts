import { subjectOf } from '#aws/premise.js';
import type { Cluster } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { actionInfo } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { dutyOf } from '#aws/services/facts.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { denyInline } from '../../../propose/iam/principal.js';
import { edit } from '../../../propose/edit/proposal.js';
import { referenceTo } from '../../../propose/edit/reference.js';
import { clustersOfNode } from '../../../propose/containers/workload.js';

const ID = 'scope-node-role-to-cluster';

const NODE_ACTIONS = dutyOf('cluster-of-node');

export const scopeNodeRoleToCluster = defineControl({
  id: ID,
  title: 'Restrict the role of ECS nodes to their own cluster',
  description:
    'AmazonEC2ContainerServiceforEC2Role allows a node to poll, drain and deregister in every cluster of the account. The edit denies these actions to the role where ecs:cluster is not its own cluster. Within its own cluster nothing changes: a compromised node still controls its neighbours.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html#amazonelasticcontainerservice-policy-keys',
  ],
  closesPaths: true,

  *findings(estate: Estate): Generator<Finding> {
    for (const role of estate.iam.principals) {
      const policy = role.policies.find(({ managedArn }) =>
        managedArn?.endsWith('/AmazonEC2ContainerServiceforEC2Role'),
      );
      const actions = NODE_ACTIONS.filter((action) => actsElsewhere(role, action, estate));
      if (!policy || actions.length === 0) continue;
      const remedy = propose(role, actions, estate);
      if (!remedy) continue;
      yield {
        address: policy.attachment.resource.address,
        attribute: policy.attachment.attribute,
        severity: 'low',
        remedy,

        message: `Nodes with ${role.address} can act on every ECS cluster of the account.`,
        resource: policy.attachment.resource,
        origin: policy.attachment.origin ?? policy.attachment.resource.origin,
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const grant = subjectOf(premise, 'iam.grant');
    const action = NODE_ACTIONS.find((each) => each.toLowerCase() === grant?.action.toLowerCase());
    const proposal = grant && action !== undefined ? propose(grant.principal, [action], estate) : undefined;
    if (proposal?.falsifies(premise)) yield proposal;
  },
});

/** Some cluster that no node of the role is in could be meant: nothing denies it yet. */
function actsElsewhere(role: Principal, action: string, estate: Estate): boolean {
  if (clustersOfNode(role, estate).length !== 1) return false;
  const denied = role.policies.some(({ document }) =>
    document.statements.some(
      (statement) =>
        statement.effect === 'Deny' &&
        statement.conditions.some((clause) => clause.key.toLowerCase() === 'ecs:cluster') &&
        statement.actions.some((each) => each.text.key.toLowerCase() === action.toLowerCase()),
    ),
  );
  return !denied;
}

function propose(role: Principal, actions: readonly string[], estate: Estate): Proposal | undefined {
  const [cluster, other] = clustersOfNode(role, estate);
  const arn = cluster && referenceTo(cluster.resource, role.resource.module, 'arn');
  // Without the key a negated operator would hold, and so deny.
  const usable = actions.filter((action) => actionInfo(action)?.conditionKeys.includes('ecs:cluster'));
  if (!cluster || other || arn === undefined || usable.length === 0) return undefined;
  const condition = { operator: 'ArnNotEquals', key: 'ecs:cluster', value: arn };
  const change = denyInline(
    { principal: role, actions: usable, name: 'own_cluster_only', condition },
    estate.configuration,
  );
  if (!change) return undefined;
  return edit({
    id: `${ID}:${role.address}:${usable.join(',')}`,
    resource: role.resource,
    changes: [change],
    falsifies: (premise) => {
      const grant = subjectOf(premise, 'iam.grant');
      if (!grant || grant.principal.address !== role.address) return false;
      return (
        usable.some((action) => action.toLowerCase() === grant.action.toLowerCase()) && isElsewhere(grant, cluster)
      );
    },
    summary: `Restrict ${role.address} to ${cluster.address}`,
    reason: `A compromised node of ${cluster.address} can't act on other clusters.`,
    applyEffect: change.kind === 'append' ? 'new-resource' : 'in-place',
    mayBreak: [
      'Nodes with this role that join another cluster through user data that is not in this configuration stop working there.',
    ],
    width: 1,
  });
}

/** Services, tasks and container instances carry the name of their cluster in their ARN. */
function isElsewhere({ target }: Grant, cluster: Cluster): boolean {
  const key = target.arn?.key;
  if (key === undefined || !/:(cluster|service|task|container-instance)\//.test(key)) return false;
  return !key.includes(cluster.name.key);
}
