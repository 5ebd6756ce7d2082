/** What a plan changes in an account, resource by resource. */
import { textOf } from '#aws/reading.js';
import type { Configuration } from '#model/configuration.js';
import type { BodyView, Resource } from '#model/resource.js';
import { sameAttribute, sameBlocks } from '#terraform/plan/edited.js';
import type { LiveResource } from '../snapshot.js';

export interface Changed {
  readonly address: string;
  readonly type: string;
  /** Absent of a resource that is to be made. */
  readonly before: Resource | undefined;
  /** Absent of a resource that is to go. */
  readonly after: Resource | undefined;
  readonly live: LiveResource | undefined;
  /** Attributes and blocks that are not the same any more. */
  readonly names: readonly string[];
}

export function changesBetween(
  before: Configuration,
  after: Configuration,
  liveOf: (address: string) => LiveResource | undefined,
): readonly Changed[] {
  const changed = before.resources.flatMap((one): Changed[] => {
    const other = after.resource(one.address);
    const names = other ? changedNames(one, other) : [];
    if (other && names.length === 0) return [];
    return [{ address: one.address, type: one.type, before: one, after: other, live: liveOf(one.address), names }];
  });
  const added = after.resources
    .filter(({ address }) => !before.resource(address))
    .map((one): Changed => {
      return {
        address: one.address,
        type: one.type,
        before: undefined,
        after: one,
        live: undefined,
        names: [...one.names()],
      };
    });
  return [...changed, ...added];
}

function changedNames(one: BodyView, other: BodyView): readonly string[] {
  const names = new Set([...one.names(), ...other.names()]);
  return [...names].filter((name) => !sameAttribute(one, other, name) || !sameBlocks(one, other, name));
}

/** The text of an attribute as it is to be, and else as it is. */
export function textAt({ before, after }: Changed, name: string): string | undefined {
  return textOf(after?.attribute(name)) ?? textOf(before?.attribute(name));
}

export function blockText(body: BodyView | undefined, block: string, name: string): string | undefined {
  return textOf(body?.blocks(block)[0]?.attribute(name));
}
