import type { PlacedBlock } from '../module/content.js';
import { blocksOf, contentOf } from '../module/content.js';
import { DYNAMIC } from '#model/type.js';
import type { Value } from '#model/value.js';
import { object } from '#model/values/make.js';
import { evaluate } from './expression.js';
import { type Item, iterate } from './iteration.js';
import { scopeFor, type Surroundings } from './program.js';
import { allDependencies, dependenciesOf } from './provenance.js';
import type { Failure } from '#model/values/failure.js';

/** One of the blocks that a `dynamic` makes. */
interface MadeBlock {
  /** Its `content`. */
  readonly placed: PlacedBlock;
  readonly around: Surroundings;
  readonly maybe: boolean;
}

/** More blocks than this are not built. */
const MAX_BLOCKS = 10_000;

/**
 * The blocks that a `dynamic` makes. Over something unknown it makes one, which may or may not exist.
 * https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
 */
export function expandDynamic(type: string, placed: PlacedBlock, surroundings: Surroundings): readonly MadeBlock[] {
  const { node, file } = placed;
  const { program } = surroundings;
  const place = { file, span: { start: node.start, end: node.labels.at(-1)?.end ?? node.typeEnd } };
  const content = contentOf(node.body, file);
  const forEach = content.attributes.get('for_each');
  const [body, extra] = blocksOf(content, 'content');
  if (!forEach || !body || extra) {
    const detail = forEach
      ? 'A dynamic block must have exactly one nested "content" block.'
      : 'The argument "for_each" is required, but no definition was found.';
    program.diagnostics.report(
      {
        code: 'invalid-dynamic-block',
        summary: forEach ? 'Missing dynamic content block' : 'Missing required argument',
        detail,
      },
      place,
    );
    return [];
  }
  const failures: Failure[] = [];
  const scope = scopeFor(surroundings, file, failures);
  const collection = evaluate(forEach.node.value, scope);
  const items = itemsOf(collection, () => iterate(collection, scope, forEach.node.value, "'dynamic' block"));
  program.diagnostics.failures(failures, place);
  const iterator = iteratorName(type, placed);
  return items.slice(0, MAX_BLOCKS).map(({ item, maybe }) => {
    const each: Value = object([
      ['key', item.key],
      ['value', item.value],
    ]);
    const names = { name: iterator, value: each, next: surroundings.names };
    return { placed: body, around: { ...surroundings, names }, maybe };
  });
}

function itemsOf(
  collection: Value,
  known: () => readonly Item[] | undefined,
): readonly { readonly item: Item; readonly maybe: boolean }[] {
  if (collection.kind === 'null') {
    known();
    return [];
  }
  const items = known();
  if (items) return items.map((item) => ({ item, maybe: item.value.kind === 'unknown' && collection.kind === 'set' }));
  const dependsOn = collection.kind === 'unknown' ? dependenciesOf(collection) : allDependencies([collection]);
  const reason = collection.kind === 'unknown' ? collection.reason : undefined;
  const ref = collection.ref;
  const some: Value = {
    kind: 'unknown',
    type: DYNAMIC,
    dependsOn,
    ...(ref ? { ref } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(collection.origin ? { origin: collection.origin } : {}),
  };
  return [{ item: { key: some, value: some }, maybe: true }];
}

function iteratorName(type: string, { node, file }: PlacedBlock): string {
  const iterator = contentOf(node.body, file).attributes.get('iterator')?.node.value;
  return iterator?.kind === 'variable' ? iterator.name : type;
}
