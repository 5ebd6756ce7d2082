/**
 * What was seen to run in an account, and which no resource of Terraform's says. Where it is there it counts before what
 * user data and launch templates announce.
 */
export interface Observed {
  /** What an instance is registered with; `undefined` where none was seen. */
  instance(id: string): ObservedInstance | undefined;
  /** Ids of the instances that an Auto Scaling group has at the moment. */
  instancesOf(group: string): readonly string[];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html */
export interface ObservedInstance {
  readonly clusterArn: string;
  readonly attributes: ReadonlyMap<string, string | undefined>;
}

export const NOTHING_OBSERVED: Observed = { instance: () => undefined, instancesOf: () => [] };

/**
 * The agent has this attribute where ECS_AWSVPC_BLOCK_IMDS is set.
 * https://github.com/aws/amazon-ecs-agent/blob/master/agent/app/agent_capability.go
 */
export const BLOCKS_TASK_METADATA = 'ecs.capability.task-eni-block-instance-metadata';
