/** What is here and no part of the analysis follows: what the absence of an attack path says nothing about. */
import type { BlindSpotResult, Result, UnmodelledType } from '#analysis/result/result.js';
import { schemaOf } from '#terraform/schema/provider-schema.js';
import { groupedBy } from './paths.js';

export interface NotAnalysed {
  readonly spots: readonly SpotGroup[];
  /** Those that matter most first. */
  readonly types: readonly UnmodelledType[];
}

/** Blind spots of which the same is said. */
export interface SpotGroup {
  readonly what: string;
  readonly spots: readonly BlindSpotResult[];
}

export function notAnalysedOf({ blindSpots, summary }: Result): NotAnalysed {
  const { unmodelled } = summary.coverage;
  return {
    spots: groupedBy(blindSpots, ({ what }) => what).map((spots) => ({ what: spots[0].what, spots })),
    types: unmodelled.toSorted((a, b) => Number(matters(b.type)) - Number(matters(a.type))),
  };
}

const TELLING =
  /^policy$|(^|_)(role|role_arn|password|security_groups|security_group_ids|subnets|subnet_ids|publicly_accessible)$/;

/** It works with a role, has a policy or a password, or is in a network: such types come before records and alarms. */
function matters(type: string): boolean {
  const schema = schemaOf('managed', type);
  const blocks = [...(schema?.blocks.values() ?? [])].map(({ block }) => block);
  return [schema, ...blocks].some((block) =>
    [...(block?.attributes ?? [])].some(
      ([name, { optional, required }]) => (optional || required) && TELLING.test(name),
    ),
  );
}
