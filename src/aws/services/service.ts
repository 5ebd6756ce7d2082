import type { Resource } from '#model/resource.js';
import type { Way } from '../iam/way.js';
import type { Identities } from './identities.js';
import type { ExistingWorkload, NewWorkload, RoleSwap } from './workload.js';

/**
 * What AWS is, as data: one file per service, which the registry is generated from. Adding a store, a resource that has a
 * policy, or something that runs code with a role is a row in one of them; whatever needs a list of actions derives it.
 *
 * Actions and what they are checked against:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export interface Service {
  /** As AWS calls it. */
  readonly name: string;
  /** Of its actions, and of the host that the condition key `kms:ViaService` names. */
  readonly prefix: string;
  /** By their Terraform type. */
  readonly resources?: Readonly<Record<string, ResourceType>>;
  readonly stores?: readonly StoreType[];
  readonly resourcePolicies?: readonly ResourcePolicyType[];
  readonly frontDoors?: readonly FrontDoorType[];
  readonly targets?: readonly TargetType[];
  readonly runsWithRole?: readonly NewWorkload[];
  readonly codeOfExisting?: readonly ExistingWorkload[];
  readonly swapsRole?: readonly RoleSwap[];
  /** What IAM has besides: principals and what is done to them. */
  readonly identities?: Identities;
  /** With any of these the role of a workload takes over more than the workload, on every resource. */
  readonly dangerous?: readonly string[];
  /** What tells an intruder where to go next; software asks the `harmless` about itself. Patterns. */
  readonly reconnaissance?: { readonly reads: readonly string[]; readonly harmless: readonly string[] };
  readonly deployments?: readonly Deployment[];
  readonly duties?: readonly Duty[];
}

/** What things of a type are called. */
export interface ResourceType {
  /**
   * What follows `arn:<partition>:`. `{A}` is the account, `{R}` the region, `{name}` the attribute of that name (a hole where the
   * configuration does not set it), `{path|/}` the same with a default, `{/name}` the same with one slash before it.
   */
  readonly arn?: string;
  /**
   * What `id` is, where it is not an id of its own.
   * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, "Attribute Reference" of each.
   */
  readonly id?: string;
  /**
   * What is given a name where the configuration gives none, and no prefix (`bucket_prefix`) either.
   * https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/create/naming.go
   */
  readonly generated?: string;
  /** What a data source calls an attribute of the resource that it looks up: of `data.aws_iam_user.x`, `user_name` is the name. */
  readonly lookups?: Readonly<Record<string, string>>;
  /** ARNs of things inside the resource: what stands between its ARN and the part that AWS decides. */
  readonly inner?: Readonly<Record<string, string>>;
  /** Attributes that are the ARN of another resource: which argument names that one. */
  readonly foreign?: Readonly<Record<string, string>>;
}

/** A kind of target, and what reaches it besides the readings and the rewritings of its policy. */
export interface TargetType {
  /** Terraform types; `account`: its administration, and its principals; `host`: an instance, by Amazon EC2; `managed-host`: by Systems Manager. */
  readonly of: readonly string[];
  /** Resource types of the service that are the target or a part of it: their ARNs are the target's with one of `suffixes`. */
  readonly own: readonly string[];
  readonly suffixes: readonly string[];
  /** Further resource types on which permissions are rewritten that lead to the target. */
  readonly near?: readonly string[];
  /** ARNs of other resources by which the same is reached. */
  readonly doors?: readonly string[];
  /** Patterns that stand for what they cover of the actions that no ARN stops. */
  readonly families?: readonly string[];
  /** Asked about something else than the target, whatever the resource types say. */
  readonly elsewhere?: readonly string[];
  readonly ways: readonly Way[];
  /** Of the access level that rewrites permissions, and no way to anything. */
  readonly noWay?: readonly string[];
}

/** How new versions of something are brought. */
export interface Deployment {
  readonly what: string;
  /** What a deployment takes. */
  readonly actions: readonly string[];
  /** Whoever is allowed all of one of these by name deploys, whatever they are called. */
  readonly signs: readonly (readonly string[])[];
  /** It is of use where the configuration has one of these types. */
  readonly of: readonly string[];
  readonly source: string;
}

/** What AWS itself does with the role of a workload. */
export interface Duty {
  readonly for: 'agent-of-node' | 'cluster-of-node' | 'pulling-images' | 'writing-logs' | 'sessions';
  readonly actions: readonly string[];
  readonly source: string;
}

/** A type of resource that holds data, and how it is read. */
export interface StoreType {
  /** In Terraform: `aws_s3_bucket`. */
  readonly type: string;
  readonly kind: 'data' | 'secret';
  /** The first is the usual one. */
  readonly readings: readonly Reading[];
  /** Which resources of the type hold something worth reading; all where it is not said. */
  readonly isStore?: (resource: Resource) => boolean;
  /** Where reading takes permission to decrypt; absent where the service decrypts for whoever may read. */
  readonly encryption?: Encryption;
}

/** One way to read a store. */
export interface Reading {
  /** Any of these reads. */
  readonly actions: readonly string[];
  /** All of these are needed besides. */
  readonly with?: readonly string[];
  /** Behind the ARN of the resource, to what the actions are checked against; a star stands for every part of the store. */
  readonly suffix?: string;
  /** A part of the store, which a pattern may pick by its name: `an object of it has a key`. `{}` is the store. */
  readonly part?: string;
  /** Whether the resource can be read so. */
  readonly works?: (resource: Resource) => boolean;
}

/** The reader has to be allowed `kms:Decrypt` on the key of the store. */
export interface Encryption {
  /** Where Terraform names the key; the first that is set counts. */
  readonly key: readonly Setting[];
  /** Settings that say that a key of AWS Key Management Service is used even where none is named. */
  readonly managedIf?: { readonly settings: readonly Setting[]; readonly is: RegExp };
  /**
   * Where no key is named: `aws-managed`, a key of the account that the service uses for its principals and nobody else;
   * `aws-owned`, one that nobody is asked about.
   */
  readonly unset: 'aws-managed' | 'aws-owned';
  readonly source: string;
}

/** Where Terraform writes something about a resource: in itself, or in a resource of another type that names it. */
export interface Setting {
  readonly in?: { readonly type: string; readonly owner: string };
  /** Blocks from the outside in, the attribute last. */
  readonly path: readonly string[];
}

/** A type of resource that has a policy of its own. */
export interface ResourcePolicyType {
  readonly of: readonly string[];
  /** Where Terraform writes the policy: an attribute of the resource itself, or of one that names its owner. */
  readonly written: readonly { readonly type: string; readonly attribute: string; readonly owner?: string }[];
  /** Resources that each let one principal do something, beside the policy. */
  readonly grants?: {
    readonly type: string;
    readonly owner: string;
    readonly principal: string;
    readonly actions: string;
    /** A block that limits it. */
    readonly limits: string;
  };
  /**
   * In the account of the resource, `beside-identity`: the policy or one of the principal's own allows.
   * `before-identity`: without the policy's leave those of the principal do not count; where none is written, it leaves
   * everything to the account.
   */
  readonly decides: 'beside-identity' | 'before-identity';
  /** Requests without a signature are taken, so that everybody means everybody; else it means all who have an account. */
  readonly takesUnsigned: boolean;
  /** What keeps a policy from admitting the public. */
  readonly publicAccess: 'as-written' | 'always-blocked' | 'bucket-settings' | { readonly blockedBy: string };
  /** Any of these puts another policy, or a statement, in its place. */
  readonly rewrites: readonly string[];
  readonly source: string;
}

/** A type of resource by which strangers get in, whether or not anything follows where it leads. */
export interface FrontDoorType {
  readonly type: string;
  /** With its article: `a CloudFront distribution`. */
  readonly what: string;
  /** All have to hold for strangers to get in. */
  readonly when: readonly Opens[];
  /** Resources of which one has to let strangers in as well, as the methods of an API do; where none is declared, it is not known. */
  readonly parts?: readonly { readonly type: string; readonly owner: string; readonly when: readonly Opens[] }[];
  readonly source: string;
}

/** A setting that lets strangers in, or keeps them out. */
export interface Opens {
  /** Blocks from the outside in, the attribute last. */
  readonly path: readonly string[];
  /** The values that let strangers in; of a list, one element is enough. `nothing`: whatever is set keeps them out. */
  readonly by: RegExp | 'nothing';
  /** Where it is not set. */
  readonly unset: 'open' | 'closed' | 'unknown';
}

export function defineService(service: Service): Service {
  return service;
}
