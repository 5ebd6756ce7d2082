import { subjectOf } from '#aws/premise.js';
import type { Host } from '#aws/compute/compute.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { addAgentSetting } from '../../../propose/iam/agent.js';
import { edit, manual } from '../../../propose/edit/proposal.js';

const ID = 'block-task-metadata';
const SETTING = 'ECS_AWSVPC_BLOCK_IMDS=true';

export const blockTaskMetadata = defineControl({
  id: ID,
  title: 'Block tasks with their own network interface from instance metadata',
  description:
    'Sets ECS_AWSVPC_BLOCK_IMDS=true in the configuration of the ECS agent, so that tasks in awsvpc mode no longer reach the metadata service of their host and its role. Task roles keep working. It does not affect tasks in host or bridge mode.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const host of estate.hosts) {
      if (!host.cluster || host.blocksTaskMetadata || !host.role || host.metadata.endpoint === 'disabled') continue;
      const awsvpc = estate.services.some(
        (service) =>
          service.task?.networkMode === 'awsvpc' && service.hosts.some((each) => each.address === host.address),
      );
      if (!awsvpc) continue;
      yield {
        address: host.address,
        attribute: 'user_data',
        severity: 'medium',
        resource: host.metadata.resource,
        message: `Tasks with their own network interface reach the metadata service of ${host.address}, and its role.`,
        origin: host.userData?.origin ?? host.resource.origin,
        remedy: propose(host),
      };
    }
  },

  *cut(premise): Generator<Proposal> {
    const host = subjectOf(premise, 'imds.task-access');
    if (host) yield propose(host);
  },
});

function propose(host: Host): Proposal {
  const change = addAgentSetting(host, SETTING);
  if (!change) {
    return manual({
      id: `${ID}:${host.address}`,
      address: host.address,
      reason: host.userData
        ? 'Its user data is not a script in which the /etc/ecs/ecs.config settings can be edited.'
        : 'Its user data is not in the configuration.',
      instruction: `Write ${SETTING} to /etc/ecs/ecs.config on its instances, and restart the ECS agent.`,
      falsifies: (premise) => subjectOf(premise, 'imds.task-access')?.address === host.address,
    });
  }
  const { file, start } = change.place;
  return edit({
    id: `${ID}:${file.path}:${start}`,
    resource: host.metadata.resource,
    // Hosts that share the script are served by the one edit.
    falsifies: (premise) => {
      const other = subjectOf(premise, 'imds.task-access');
      const same = other && addAgentSetting(other, SETTING)?.place;
      return same !== undefined && same.file.path === file.path && same.start === start;
    },
    summary: `Block tasks on ${host.address} from its metadata service`,
    reason: 'The ECS agent drops requests to the metadata service from tasks with their own network interface.',
    changes: [change.change],
    applyEffect: host.kind === 'group' ? 'inert' : 'restart',
    mayBreak: [
      'Tasks in awsvpc mode that use the instance role need a task role.',
      host.kind === 'group'
        ? 'Running instances keep their user data: replace them.'
        : 'Changing user data stops and starts the instance; without an Elastic IP its public address changes. cloud-init does not run the changed script again: write the setting on running instances too.',
    ],
    width: 2,
  });
}
