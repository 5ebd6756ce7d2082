/** The resources through which the internet reaches the account, whether or not their way is modelled: from the descriptions of services, and the load balancers. */
import type { BodyView, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Estate } from './estate.js';
import { itemsOf, isSet, textOf } from './reading.js';
import { SERVICES } from './services/registry.generated.js';
import type { FrontDoorType, Opens } from './services/service.js';

export interface FrontDoor {
  readonly resource: Resource;
  /** With its article: `a CloudFront distribution`. */
  readonly what: string;
  /** `guarded`: it is on the internet, and every way through it requires authorisation. */
  readonly open: 'yes' | 'unknown' | 'guarded';
  /** The resources that let requests through, as the methods of an API do. */
  readonly parts: readonly Resource[];
}

const TYPES = new Map(SERVICES.flatMap(({ frontDoors = [] }) => frontDoors.map((type) => [type.type, type] as const)));

export function frontDoorsOf(estate: Estate): readonly FrontDoor[] {
  const { resources } = estate.configuration;
  const described = resources.flatMap((resource) => {
    const type = resource.mode === 'managed' ? TYPES.get(resource.type) : undefined;
    const door = type && doorOf(resource, type, resources);
    return door ? [door] : [];
  });
  return [...balancersOf(estate), ...described];
}

function balancersOf({ balancers, network }: Estate): FrontDoor[] {
  return balancers.flatMap(({ resource, position }) => {
    const ways = network.fromInternet(position);
    if (ways.length === 0) return [];
    const sure = ways.some(({ premises }) => premises.every(({ certainty }) => certainty === 'certain'));
    return [{ resource, what: 'an internet-facing load balancer', open: sure ? 'yes' : 'unknown', parts: [] }];
  });
}

type Answer = Opens['unset'];

function doorOf(
  resource: Resource,
  { what, when, parts }: FrontDoorType,
  all: readonly Resource[],
): FrontDoor | undefined {
  const own = allOf(resource, when);
  if (own === 'closed') return undefined;
  if (!parts) return { resource, what, open: own === 'open' ? 'yes' : 'unknown', parts: [] };
  const declared = parts.flatMap(({ type, owner, when: asked }) =>
    all
      .filter((part) => part.type === type && part.attribute(owner)?.ref?.address === resource.address)
      .map((part) => ({ part, answer: allOf(part, asked) })),
  );
  const through = declared.filter(({ answer }) => answer !== 'closed');
  const open = through.some(({ answer }) => answer === 'open') && own === 'open' ? 'yes' : 'unknown';
  const guarded = declared.length > 0 && through.length === 0;
  return { resource, what, open: guarded ? 'guarded' : open, parts: through.map(({ part }) => part) };
}

function allOf(body: BodyView, conditions: readonly Opens[]): Answer {
  const answers = conditions.map((condition) => answerOf(body, condition));
  if (answers.includes('closed')) return 'closed';
  return answers.includes('unknown') ? 'unknown' : 'open';
}

function answerOf(body: BodyView, { path, by, unset }: Opens): Answer {
  const values = valuesAt(body, path).filter(isSet).flatMap(itemsOf);
  if (values.length === 0) return unset;
  if (by === 'nothing') return 'closed';
  const texts = values.map(textOf);
  if (texts.some((text) => text !== undefined && by.test(text))) return 'open';
  return texts.includes(undefined) ? 'unknown' : 'closed';
}

function valuesAt(body: BodyView, [first, ...rest]: readonly string[]): readonly (Value | undefined)[] {
  if (first === undefined) return [];
  if (rest.length === 0) return [body.attribute(first)];
  return body.blocks(first).flatMap((block) => valuesAt(block, rest));
}
