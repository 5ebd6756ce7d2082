import type { Resource, NestedBlock } from '#model/resource.js';
import type { Origin, Value } from '#model/value.js';
import type { Principal } from '../iam/policy.js';
import type { NetworkPosition } from '../network/network.js';
import type { Evidence, Premise } from '../premise.js';
import type { AccessPoint, FileSystem } from '../storage/file-system.js';
import type { SymbolicString } from '../symbolic.js';

/** How an instance hands out its role's credentials. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html */
export interface MetadataService {
  readonly endpoint: 'enabled' | 'disabled' | 'unknown';
  /** Of an option that nobody sets, what the image makes of it; `unset`: left to an image that is not known, and to the account. */
  readonly tokens: 'optional' | 'required' | 'unset' | 'unknown';
  /** `undefined`: unset or unknown (AMI and launch defaults: 1 or 2). */
  readonly hopLimit: number | undefined;
  /** The resource that decides: the instance, its launch template, its launch configuration. */
  readonly resource: Resource;
  readonly block: NestedBlock | undefined;
  /** What is known of the image, where that is why. */
  readonly image: Evidence | undefined;
  /** What names the launch template or configuration that is not here. */
  readonly unresolved: Value | undefined;
}

/** An EC2 instance, or the instances of an Auto Scaling group taken as one. */
export interface Host {
  readonly kind: 'instance' | 'group';
  readonly address: string;
  readonly resource: Resource;
  readonly role: Principal | undefined;
  /** An instance profile is given but the role behind it can't be known. */
  readonly roleUnknown: boolean;
  readonly metadata: MetadataService;
  readonly position: NetworkPosition;
  readonly tags: ReadonlyMap<string, SymbolicString | undefined>;
  readonly userData: { readonly text: string; readonly origin: Origin | undefined; readonly value: Value } | undefined;
  /** The ECS cluster that its user data or capacity provider joins. */
  readonly cluster: Cluster | undefined;
  /** `ECS_AWSVPC_BLOCK_IMDS=true` in the agent's configuration. */
  readonly blocksTaskMetadata: boolean;
  /** Attributes that it has as a container instance, with the values that each may have: `undefined`, one that is not known. */
  readonly attributes: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** Role or AMI make it a managed node of Systems Manager; with what shows it. */
  readonly ssmManaged: 'yes' | 'no' | 'unknown';
  readonly loadBalanced: readonly LoadBalancerRoute[];
}

export interface Cluster {
  readonly address: string;
  readonly resource: Resource;
  readonly arn: SymbolicString;
  readonly name: SymbolicString;
}

export interface TaskDefinition {
  readonly address: string;
  readonly resource: Resource;
  readonly arn: SymbolicString;
  readonly family: SymbolicString;
  readonly networkMode: 'host' | 'bridge' | 'awsvpc' | 'none' | 'unknown';
  readonly pidMode: string | undefined;
  readonly ipcMode: string | undefined;
  readonly taskRole: Principal | undefined;
  readonly executionRole: Principal | undefined;
  readonly compatibilities: readonly string[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  /** `container_definitions` can't be known. */
  readonly incomplete: boolean;
}

export interface Container {
  /** `aws_ecs_task_definition.web#web` */
  readonly address: string;
  readonly name: string;
  readonly task: TaskDefinition;
  readonly index: number;
  /** The object in container_definitions; its entries keep their origins. */
  readonly value: Value & { readonly kind: 'object' | 'map' };
  readonly privileged: boolean | undefined;
  readonly user: string | undefined;
  readonly image: string | undefined;
  readonly ports: readonly {
    readonly containerPort: number;
    readonly hostPort: number | undefined;
    readonly protocol: string;
  }[];
  readonly mounts: readonly {
    readonly volume: string;
    readonly path: string;
    readonly readOnly: boolean;
    readonly value: Value;
  }[];
  /** Linux capabilities added. */
  readonly capabilities: readonly string[];
  readonly environment: ReadonlyMap<string, Value>;
}

export interface Volume {
  readonly name: string;
  readonly hostPath: string | undefined;
  readonly block: NestedBlock;
  readonly efs?: {
    readonly fileSystem: FileSystem | undefined;
    readonly accessPoint: AccessPoint | undefined;
    readonly rootDirectory: string;
    readonly iam: boolean;
    readonly transitEncryption: boolean;
  };
}

/** An ECS service: tasks of one task definition in one cluster. Or tasks that EventBridge starts; the type of `resource` tells. */
export interface Service {
  readonly address: string;
  readonly resource: Resource;
  readonly arn: SymbolicString;
  readonly name: SymbolicString;
  readonly cluster: Cluster | undefined;
  readonly task: TaskDefinition | undefined;
  /** It follows whatever revision is newest (family without revision, or the newest ACTIVE one by a data source). */
  readonly followsLatestRevision: boolean;
  readonly launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | 'unknown';
  readonly scheduling: 'REPLICA' | 'DAEMON';
  readonly desiredCount: number | undefined;
  /** Hosts on which its tasks may run as configured (EC2 launch type). */
  readonly hosts: readonly Host[];
  /** What keeps it to these hosts: placement constraints. `removed` when a provisioner changes the service behind Terraform's back. */
  readonly placement: {
    readonly constrained: boolean;
    readonly hosts: readonly Host[];
    /** Hosts that the task definition keeps its tasks from, whatever the service says; unset where it says nothing. */
    readonly barred?: readonly Host[];
    readonly undone: Premise | undefined;
  };
  /** Its tasks' own interfaces (awsvpc); otherwise the hosts' count. */
  readonly position: NetworkPosition | undefined;
  readonly executeCommand: boolean;
  readonly loadBalanced: readonly LoadBalancerRoute[];
  readonly tags: ReadonlyMap<string, SymbolicString | undefined>;
}

export interface LoadBalancer {
  readonly address: string;
  readonly resource: Resource;
  readonly internal: boolean | undefined;
  readonly position: NetworkPosition;
}

/** A listener of a load balancer that forwards to a workload. */
export interface LoadBalancerRoute {
  readonly balancer: LoadBalancer;
  readonly listener: Resource;
  readonly port: number | undefined;
  readonly protocol: string | undefined;
  /** Of a classic load balancer, the balancer itself. */
  readonly targetGroup: Resource;
  /** The port on which it reaches its targets, unless they say otherwise. */
  readonly targetPort?: number;
  /** Targets see the address of the client, not that of the balancer. */
  readonly preservesClient?: boolean;
  /** What has to be so for it to forward what strangers send. */
  readonly condition?: Premise;
}

export interface Function {
  readonly address: string;
  readonly resource: Resource;
  readonly arn: SymbolicString;
  readonly role: Principal | undefined;
  readonly position: NetworkPosition | undefined;
  readonly accessPoints: readonly AccessPoint[];
  /** Anyone on the internet may invoke it: a function URL without authorisation, a public permission, an open API Gateway; with what shows it. */
  readonly publicInvocation: readonly Premise[];
  readonly loadBalanced: readonly LoadBalancerRoute[];
  readonly environment: ReadonlyMap<string, Value>;
  readonly tags: ReadonlyMap<string, SymbolicString | undefined>;
}
