/** What the premises are about, by property: the contract between techniques and controls. */
import type { Container, FileSystem, Host, Service, TaskDefinition, Volume } from '#aws/compute/compute.js';
import type { Grant } from '#aws/iam/decision.js';
import type { SecurityRule } from '#aws/network/network.js';
import type { Premise } from '#aws/premise.js';

export interface Mounted {
  readonly container: Container;
  readonly mount: Container['mounts'][number];
  readonly volume: Volume;
}

export interface Subjects {
  readonly 'imds.v1-allowed': Host;
  readonly 'imds.enabled': Host;
  readonly 'imds.hop-limit': Host;
  readonly 'imds.task-access': Host;
  readonly 'host.role': Host;
  readonly 'host.ssm-managed': Host;
  readonly 'task.host-network': TaskDefinition;
  readonly 'task.host-pid': TaskDefinition;
  readonly 'container.docker-socket': Mounted;
  readonly 'container.host-path': Mounted;
  readonly 'container.privileged': Container;
  readonly 'container.dangerous-capability': Container;
  readonly 'efs.no-file-system-policy': FileSystem;
  readonly 'network.ingress-rule': SecurityRule;
  readonly 'network.egress-rule': SecurityRule;
  readonly 'iam.grant': Grant;
  readonly 'service.follows-latest-revision': Service;
  readonly 'service.placement-undone': Service;
  readonly 'service.execute-command': Service;
}

/** The subject of the premise, if it is of that property. */
export function subjectOf<P extends keyof Subjects>(premise: Premise, property: P): Subjects[P] | undefined {
  return premise.property === property ? (premise.subject as Subjects[P]) : undefined;
}
