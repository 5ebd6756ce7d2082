/** What a plan changes in an account, resource by resource. */
import { textOf } from '#aws/reading.js';
import type { Configuration } from '#model/configuration.js';
import type { BodyView, Resource } from '#model/resource.js';
import { sameAttribute, sameBlocks } from '#terraform/plan/edited.js';
import type { Value } from '#model/value.js';
import type { LiveResource } from '../snapshot.js';
import { plainText } from './plain.js';

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
  /** The text of a value, with what it refers to in the account. */
  readonly text: (value: Value | undefined) => string | undefined;
}

export function changesBetween(
  before: Configuration,
  after: Configuration,
  liveOf: (address: string) => LiveResource | undefined,
): readonly Changed[] {
  const known = (address: string, attribute: string): string | undefined =>
    textOf(before.resource(address)?.attribute(attribute));
  const text = (value: Value | undefined): string | undefined => plainText(value, known);
  const changed = before.resources.flatMap((one): Changed[] => {
    const other = after.resource(one.address);
    const names = other ? changedNames(one, other) : [];
    if (other && names.length === 0) return [];
    return [
      { address: one.address, type: one.type, before: one, after: other, live: liveOf(one.address), names, text },
    ];
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
        text,
      };
    });
  return [...changed, ...added];
}

function changedNames(one: BodyView, other: BodyView): readonly string[] {
  const names = new Set([...one.names(), ...other.names()]);
  return [...names].filter((name) => !sameAttribute(one, other, name) || !sameBlocks(one, other, name));
}

/** The text of an attribute as it is to be, and else as it is. */
export function textAt({ before, after, text }: Changed, name: string): string | undefined {
  return text(after?.attribute(name)) ?? text(before?.attribute(name));
}

export function blockText(body: BodyView | undefined, block: string, name: string): string | undefined {
  return textOf(body?.blocks(block)[0]?.attribute(name));
}
