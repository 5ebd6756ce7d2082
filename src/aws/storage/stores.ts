/** What is read with an IAM permission, by the services that hold it: buckets, tables, secrets, queues. */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { DataStore, StoreReading } from './store.js';
import { tagsOf } from '../reading.js';
import { SERVICES } from '../services/registry.generated.js';
import type { Service, StoreType } from '../services/service.js';
import { type SymbolicString, symbolic } from '../symbolic.js';
import { type KeyContext, storeKey } from './keys.js';
import { publicLists } from './public-access.js';
import { isForPublic } from './purpose.js';

export interface StoreContext extends KeyContext {
  readonly configuration: Configuration;
}

export function readStores(context: StoreContext): readonly DataStore[] {
  const { configuration } = context;
  return SERVICES.flatMap((service) =>
    (service.stores ?? []).flatMap((type) =>
      configuration
        .ofType(type.type)
        .filter((resource) => resource.mode === 'managed' && type.isStore?.(resource) !== false)
        .flatMap((resource) => readStore(resource, type, service, context) ?? []),
    ),
  );
}

function readStore(
  resource: Resource,
  type: StoreType,
  service: Service,
  context: StoreContext,
): DataStore | undefined {
  const arn = context.arns.arnOf(resource);
  if (!arn) return undefined;
  const readings = readingsOf(resource, type, arn, context);
  const [first] = readings;
  if (!first) return undefined;
  return {
    kind: type.kind,
    address: resource.address,
    resource,
    arn: first.target.arn ?? arn,
    readActions: [...new Set(readings.flatMap(({ actions }) => actions))],
    readings,
    policy: first.target.policy,
    key: storeKey(resource, type, service, context),
    publicLists: type.type === 'aws_s3_bucket' ? publicLists(resource, context.settings) : [],
    isForPublic: isForPublic(resource, context),
    tags: tagsOf(resource),
  };
}

function readingsOf(
  resource: Resource,
  { readings }: StoreType,
  arn: SymbolicString,
  { policies }: StoreContext,
): readonly StoreReading[] {
  const common = { resource, tags: tagsOf(resource), policy: policies.of(resource) };
  return readings
    .filter(({ works }) => works?.(resource) !== false)
    .map(({ actions, with: others = [], suffix, part }) => ({
      actions,
      with: others,
      target: {
        ...common,
        arn: symbolic(arn, suffix ?? ''),
        ...(part === undefined ? {} : { parts: part.replace('{}', resource.address) }),
      },
    }));
}
