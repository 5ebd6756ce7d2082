/** Lambda functions: role, network, mounted file systems, who may invoke them. */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Arns } from '../arn.js';
import type { Iam } from '../iam/decision.js';
import type { Links } from '../link.js';
import type { NetworkPosition } from '../network/network.js';
import type { Positions } from '../network/positions.js';
import { entriesOf, isSet, tagsOf } from '../reading.js';
import type { FileSystems } from '../storage/file-systems.js';
import { symbolic, symbolicOf } from '../symbolic.js';
import type { Balancers } from './balancers.js';
import type { Function } from './compute.js';
import { readPublicInvocations } from './invocation.js';

export interface FunctionContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly arns: Arns;
  readonly iam: Iam;
  readonly positions: Positions;
  readonly fileSystems: FileSystems;
  readonly balancers: Balancers;
}

export function readFunctions(context: FunctionContext): readonly Function[] {
  const { configuration, links, arns, iam, fileSystems, balancers } = context;
  const invocations = readPublicInvocations(configuration, links);
  return configuration
    .ofType('aws_lambda_function')
    .filter((resource) => resource.mode === 'managed')
    .map((resource) => ({
      address: resource.address,
      resource,
      arn: arns.arnOf(resource) ?? symbolicOf(resource.read(['arn'])) ?? symbolic(resource.address),
      role: iam.roleOf(resource.attribute('role'), resource),
      position: positionOf(resource, context.positions),
      accessPoints: resource
        .blocks('file_system_config')
        .map((block) => links.to(block.attribute('arn'), 'aws_efs_access_point'))
        .map((point) => point && fileSystems.accessPoint(point.address))
        .filter((point) => point !== undefined),
      publicInvocation: invocations.get(resource.address) ?? [],
      loadBalanced: balancers.ofTarget(resource.address),
      environment: entriesOf(resource.blocks('environment')[0]?.attribute('variables')),
      tags: tagsOf(resource),
    }));
}

/** A function's interfaces in a VPC have private addresses only. */
function positionOf(resource: Resource, positions: Positions): NetworkPosition | undefined {
  const [block] = resource.blocks('vpc_config');
  const subnets = block?.attribute('subnet_ids');
  if (!block || !isSet(subnets)) return undefined;
  return positions.place({
    owner: resource.address,
    resource,
    subnets: [subnets],
    groups: [block.attribute('security_group_ids')],
    publicAddress: { state: 'no', evidence: [] },
  });
}
