import type { Resource } from '#model/resource.js';
import type { PolicyDocument } from '../iam/policy.js';
import type { NetworkPosition } from '../network/network.js';
import type { SymbolicString } from '../symbolic.js';

export interface FileSystem {
  readonly address: string;
  readonly resource: Resource;
  readonly arn: SymbolicString;
  readonly encrypted: boolean | undefined;
  readonly mountTargets: readonly MountTarget[];
  readonly accessPoints: readonly AccessPoint[];
  readonly policy: PolicyDocument | undefined;
  readonly tags: ReadonlyMap<string, SymbolicString | undefined>;
}

export interface MountTarget {
  readonly address: string;
  readonly resource: Resource;
  readonly position: NetworkPosition;
}

export interface AccessPoint {
  readonly address: string;
  readonly resource: Resource;
  readonly arn: SymbolicString;
  readonly fileSystem: string | undefined;
  readonly rootDirectory: string;
  readonly permissions: string | undefined;
  readonly posixUser: boolean;
}
