import { SERVICES } from '../services/registry.generated.js';
import type { TargetType } from '../services/service.js';

/** A kind of target, with the service whose actions a statement is searched for. */
export interface Kind extends TargetType {
  readonly service: string;
}

/** By Terraform type, and by `account`, `host` and `managed-host`. */
export const KINDS: ReadonlyMap<string, Kind> = new Map(
  SERVICES.flatMap(({ prefix, targets = [] }) =>
    targets.flatMap((target) => target.of.map((type): [string, Kind] => [type, { ...target, service: prefix }])),
  ),
);
