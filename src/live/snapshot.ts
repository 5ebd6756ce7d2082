/**
 * What was read of one or more AWS accounts: the currency between reading and analysing, and what a snapshot file holds.
 * Values are those that `terraform show -json` of a state has for the type, with real ids and ARNs as references, so that
 * the reader of states and all that is above it work on an account too. Secrets are never in it: what reads the account
 * drops them before a resource is made.
 */

/** A value as JSON has it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export interface Snapshot {
  /** When reading began, in ISO 8601. */
  readonly takenAt: string;
  readonly accounts: readonly SnapshotAccount[];
  readonly resources: readonly LiveResource[];
  readonly observations: readonly Observation[];
  readonly notRead: readonly NotRead[];
}

export interface SnapshotAccount {
  /** Twelve digits. */
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The regions that were asked; services without regions are read once. */
  readonly regions: readonly string[];
  /** The ARN of the principal who read it. */
  readonly caller: string;
}

export interface LiveResource {
  /** The type in Terraform: `aws_iam_role`. */
  readonly type: string;
  /** What the provider keeps as `id`: with type, account and region it names the resource. */
  readonly id: string;
  readonly arn?: string;
  readonly account: string;
  /** `global` for services without regions. */
  readonly region: string;
  readonly values: JsonObject;
  /** Attributes whose values could not be read: they are unknown, not absent. `notRead` says why. */
  readonly unread?: readonly string[];
  /** AWS made it for another resource, as a group launches its instances. */
  readonly madeBy?: { readonly type: string; readonly id: string };
}

export const GLOBAL = 'global';

/** What runs at the moment and no Terraform resource has. */
export type Observation = ContainerInstance | RunningTask | Deployment | GroupInstance;

interface Observed {
  readonly account: string;
  readonly region: string;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html */
export interface ContainerInstance extends Observed {
  readonly kind: 'container-instance';
  readonly arn: string;
  readonly clusterArn: string;
  readonly instanceId: string;
  readonly status: string;
  readonly agentConnected: boolean;
  /** Its attributes; those without a value have `null`. */
  readonly attributes: Readonly<Record<string, string | null>>;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export interface RunningTask extends Observed {
  readonly kind: 'task';
  readonly arn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  /** `service:NAME` of a task that a service started. */
  readonly group: string | null;
  readonly containerInstanceArn: string | null;
  readonly launchType: string | null;
  readonly enableExecuteCommand: boolean;
  /** Roles that take the place of those of the task definition. */
  readonly taskRoleArn: string | null;
  readonly executionRoleArn: string | null;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
export interface Deployment extends Observed {
  readonly kind: 'deployment';
  readonly serviceArn: string;
  readonly taskDefinitionArn: string;
  /** `PRIMARY`, `ACTIVE`, `INACTIVE`. */
  readonly status: string;
  /** `COMPLETED`, `IN_PROGRESS`, `FAILED`; absent for services that others deploy. */
  readonly rolloutState: string | null;
  readonly runningCount: number;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html */
export interface GroupInstance extends Observed {
  readonly kind: 'group-instance';
  readonly group: string;
  readonly instanceId: string;
  readonly launchTemplateId: string | null;
  readonly launchTemplateVersion: string | null;
}

/** A call that gave no answer, and what can't be known because of that. */
export interface NotRead {
  /** The API operation: `GetBucketPolicy`. */
  readonly call: string;
  /** As in IAM actions: `s3`. */
  readonly service: string;
  /** The action that would have to be allowed: `s3:GetBucketPolicy`. */
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly reason: NotReadReason;
  /** The error code of the service: `AccessDeniedException`. */
  readonly code: string;
  /** The resource that was asked about, where the call is about one. */
  readonly resource?: { readonly type: string; readonly id: string };
  /** Types of which there may be resources that were not seen. Empty where only attributes are missing. */
  readonly types: readonly string[];
  /** For people, as a clause. */
  readonly consequence: string;
}

/** `unavailable`: the service is not there in the region, or not switched on. */
export type NotReadReason = 'denied' | 'timeout' | 'throttled' | 'unavailable' | 'failed';

export const NOT_READ_REASONS: readonly NotReadReason[] = ['denied', 'timeout', 'throttled', 'unavailable', 'failed'];
