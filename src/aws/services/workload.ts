/** What runs code, or calls AWS, with a role: what is known of it, as data. The families of techniques make steps of it. */

/** Where Terraform writes the role of a resource. */
export interface RolePlace {
  /** In Terraform: `aws_codebuild_project`. */
  readonly of: string;
  /** Blocks from the outside in, the attribute last. */
  readonly role: readonly string[];
  /** It is an instance profile that the attribute names. */
  readonly byInstanceProfile?: true;
}

/** A kind of thing that works with a role that its maker passes to it. */
export interface NewWorkload {
  /** Kebab-case, after the service: `glue-job`. */
  readonly id: string;
  /** With its article: `a Glue job`. */
  readonly makes: string;
  /** Whom the role has to trust. */
  readonly trusts: string;
  /** One of each list: first what makes the thing and takes the role, then what starts it. */
  readonly needs: readonly (readonly string[])[];
  /** The role has to be in an instance profile. */
  readonly inInstanceProfile?: true;
  /** It takes a second role, which this service has to be trusted by. */
  readonly besides?: string;
  /** How the attacker gets what the role may, as a sentence. */
  readonly how: string;
  /** What is not modelled, as a sentence. */
  readonly limits?: string;
  /** The technique that follows it, where that is one of its own and no row of the family. */
  readonly technique?: string;
  /** What else asks to pass a role to what is there: an override of the role. */
  readonly alsoPassing?: readonly string[];
  /** Where the roles of those that exist are: in the estate, or in attributes of resources. */
  readonly rolesIn?: 'tasks' | 'functions' | 'hosts' | readonly RolePlace[];
  readonly source: string;
}

/** A type of resource that works with a role, and whose code somebody changes without passing the role again. */
export interface ExistingWorkload extends RolePlace {
  /** Kebab-case, after the service: `codebuild-project`. */
  readonly id: string;
  /** With its article: `a build project`. */
  readonly what: string;
  /** What is done, in one line: `Run a build of a CodeBuild project with other commands`. */
  readonly title: string;
  /** One of each list. */
  readonly needs: readonly (readonly string[])[];
  /** What the attacker does, as a clause in which `{}` is the address of the resource: `Starts a build of {} with other commands`. */
  readonly does: string;
  readonly how: string;
  readonly limits?: string;
  /** The technique that follows it, where that is one of its own and no row of the family. */
  readonly technique?: string;
  readonly source: string;
}

/** Gives a thing that stays what it is another role, which the caller has to be allowed to pass. */
export interface RoleSwap {
  readonly of: 'functions' | 'instances';
  readonly trusts: string;
  readonly actions: readonly string[];
  readonly source: string;
}
