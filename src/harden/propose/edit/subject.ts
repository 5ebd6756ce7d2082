/** What the premises are about, by property: the contract between techniques and controls. */
import type { Container, FileSystem, Function, Host, Service, TaskDefinition, Volume } from '#aws/compute/compute.js';
import type { LeakedKey } from '#attack/entry.js';
import type { AllowedMount } from '#attack/premises/file-system.js';
import type { Grant, ResourceAllow } from '#aws/iam/decision.js';
import type { SecurityRule } from '#aws/network/network.js';
import type { Premise } from '#aws/premise.js';
import type { PublicList } from '#aws/storage/public-access.js';
import type { NestedBlock, Resource } from '#model/resource.js';

export interface Mounted {
  readonly container: Container;
  readonly mount: Container['mounts'][number];
  readonly volume: Volume;
}

export interface AddedCapability {
  readonly container: Container;
  readonly capability: string;
}

/** A command that Terraform runs and that takes the placement constraints from a service. */
export interface Command {
  readonly resource: Resource;
  readonly block: NestedBlock;
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
  readonly 'container.dangerous-capability': AddedCapability;
  readonly 'efs.no-file-system-policy': FileSystem;
  readonly 'efs.policy-allows': AllowedMount;
  readonly 'network.ingress-rule': SecurityRule;
  readonly 'network.egress-rule': SecurityRule;
  readonly 'credentials.access-key': LeakedKey;
  readonly 'credentials.unmanaged': LeakedKey;
  readonly 'iam.grant': Grant;
  readonly 'iam.resource-grant': ResourceAllow;
  readonly 's3.older-bucket': Resource;
  readonly 's3.public-access-open': Resource;
  readonly 's3.public-list': PublicList;
  readonly 'service.follows-latest-revision': Service;
  readonly 'service.placement-undone': Command;
  readonly 'service.runs-on-host': Service;
  readonly 'service.may-move-to-host': Service;
  readonly 'service.task-role': Service;
  readonly 'service.execution-role': Service;
  readonly 'service.network-position': Service;
  readonly 'function.role': Function;
  readonly 'service.execute-command': Service;
}

/** The rule that a premise of the network rests on; none where the groups themselves can't be known. */
export function ruleOf(premise: Premise): SecurityRule | undefined {
  const rule = subjectOf(premise, 'network.ingress-rule') ?? subjectOf(premise, 'network.egress-rule');
  return rule && 'group' in rule && 'direction' in rule ? rule : undefined;
}

/** The subject of the premise, if it is of that property. */
export function subjectOf<P extends keyof Subjects>(premise: Premise, property: P): Subjects[P] | undefined {
  return premise.property === property ? (premise.subject as Subjects[P]) : undefined;
}
