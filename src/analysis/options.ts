import type { Severity } from '#harden/control.js';
import type { VariableInput } from '#terraform/load/options.js';

/** A plan or a state as `terraform show -json` prints it. */
export interface PlanInput {
  /** For messages: the file, or `-` for standard input. */
  readonly name: string;
  readonly text: string;
}

/** What a scan or a hardening is asked to do. */
export interface AnalysisOptions {
  /** The folder to scan, as the user named it. */
  readonly root: string;
  /**
   * Values of variables, later ones win: paths relative to the root, below it; files that the caller has read itself, wherever they
   * lie; single values.
   */
  readonly variables?: readonly VariableInput[];
  /** Environment variables for Terragrunt's `get_env`; those of the process are not read, since they may be secrets. */
  readonly environment?: ReadonlyMap<string, string>;
  /** Default: `TF_WORKSPACE`, or what the backend names; else it is not known. */
  readonly workspace?: string;
  /** Only these folders are analysed, relative to the root, each as a root module. Default: all that no other calls. */
  readonly rootModules?: readonly string[];
  /** Has `terraform get` fetch the modules that are not there, which uses the network. Default: nothing is fetched. */
  readonly downloadModules?: boolean;
  /** Folders, absolute, of modules that come from elsewhere, by the source that names them. */
  readonly modules?: ReadonlyMap<string, string>;
  /** The values of this plan or state count; the folder says where they were written. */
  readonly plan?: PlanInput;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Terraform addresses; they replace the entry points that would be discovered. */
  readonly entries?: readonly string[];
  /** Terraform addresses or `admin`; they replace the targets that would be discovered. */
  readonly targets?: readonly string[];
  /** Ids of accounts by provider configuration: `aws` or `default` for the default one, an alias for another. */
  readonly accounts?: ReadonlyMap<string, string>;
  /** What an attacker is taken to achieve in an internet-facing workload. Default `code-execution`, which includes SSRF. */
  readonly assume?: 'code-execution' | 'ssrf' | 'nothing';
  /** Entry points that nobody is taken to start from: `internet`, workloads and stores open to it; `leaks`, access keys. */
  readonly leaveOut?: readonly ('internet' | 'leaks')[];
  /**
   * `open`: what can't be known (a variable without a value, a module that is not there) is taken to be as an attacker needs it:
   * paths that rest on it count and are planned for. Default `closed`: they are listed apart.
   */
  readonly assumeUnknown?: 'open' | 'closed';
  /** Shows what looks like a credential in quoted sources. What Terraform knows to be sensitive is never shown. */
  readonly showSecrets?: boolean;
}

export interface HardenOptions extends AnalysisOptions {
  /** Also applies the hygiene. */
  readonly all?: boolean;
  /** Applies just these controls. */
  readonly controls?: readonly string[];
}

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
