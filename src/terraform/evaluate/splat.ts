/**
 * `list[*].name` and `list.*.name`.
 *
 * A full splat takes everything behind it, further splats included, for each element: `a[*].b[*].c` is, for each element
 * of a, `(element.b)[*].c`. What is no collection counts as a list of itself; null as an empty one.
 */
import type { Span, SplatStep } from '#hcl/syntax.js';
import { DYNAMIC, type Type } from '#model/type.js';
import type { Origin, UnknownValue, Value } from '#model/value.js';
import { convert, unify } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { typeOf } from '#model/values/inspect.js';
import { withMarksOf } from '#model/values/make.js';
import { mapMembers, membersOf, withMembers } from '#model/values/partly.js';
import { elementTypeIn } from './access.js';
import { allDependencies, inheritVia, spanOrigin } from './provenance.js';
import { fail, type Scope, spend, unknown } from './scope.js';

/** What a splat and a splat within a splat have in common. */
interface SplatLike extends Span {
  readonly each: readonly SplatStep[];
}

/** How the steps behind the splat are applied to one element. */
type ApplySteps = (element: Value, steps: readonly SplatStep[], scope: Scope) => Value;

export function splatOver(source: Value, splat: SplatLike, scope: Scope, applySteps: ApplySteps): Value {
  const each = (element: Value): Value => applySteps(inheritVia(element, source), splat.each, scope);
  const origin = spanOrigin(scope, splat);
  switch (source.kind) {
    case 'null':
      return nullSplat(source.type, splat, scope);
    case 'unknown':
      return unknownSplat(source, each, origin, (element) =>
        applySteps(element, splat.each, { ...scope, failures: [] }),
      );
    case 'tuple':
    case 'list':
    case 'set': {
      const elements: Value[] = [];
      for (const element of source.elements) {
        if (!spend(scope, splat)) break;
        elements.push(each(element));
      }
      if (source.kind === 'tuple') return withMarksOf({ kind: 'tuple', elements, origin }, source);
      const sample = (element: Value): Value => applySteps(element, splat.each, { ...scope, failures: [] });
      return withMarksOf(asList(elements, source, sample, origin), source);
    }
    default:
      return withMarksOf({ kind: 'tuple', elements: [each(source)], origin }, source);
  }
}

function nullSplat(type: Type, splat: SplatLike, scope: Scope): Value {
  if (type.kind === 'list' || type.kind === 'set' || type.kind === 'tuple') {
    return fail(
      scope,
      splat,
      'Splat of null value',
      'Splat expressions (with the * symbol) cannot be applied to null sequences.',
    );
  }
  return { kind: 'tuple', elements: [], origin: spanOrigin(scope, splat) };
}

/** The elements as a list, since a list or set gave them; of an empty one, the type that an element would have. */
function asList(elements: readonly Value[], source: Value, each: (element: Value) => Value, origin: Origin): Value {
  const [first] = elements;
  if (!first) {
    const type = elementTypeIn(typeOf(source), undefined);
    const sample = each(unknown(type, []));
    return { kind: 'list', elements, elementType: typeOf(sample), origin };
  }
  const type = unify(elements.map(typeOf), true) ?? DYNAMIC;
  const converted = elements.map((element) => {
    const result = convert(element, type);
    return isFailure(result) ? element : result;
  });
  return { kind: 'list', elements: converted, elementType: type, origin };
}

/**
 * How many elements there are is not known. The reference leads to the attribute of any of them, so that
 * `aws_subnet.x[*].id` still says what it is made of.
 */
function unknownSplat(
  source: Extract<Value, { kind: 'unknown' }>,
  each: (element: Value) => Value,
  origin: Origin,
  seen: (element: Value) => Value,
): Value {
  const inner = elementTypeIn(source.type, undefined);
  const sample = each({ ...source, type: inner });
  const type: Type =
    source.type.kind === 'list' || source.type.kind === 'set' ? { kind: 'list', element: typeOf(sample) } : DYNAMIC;
  const ref = sample.ref;
  const result: UnknownValue = {
    kind: 'unknown',
    type,
    dependsOn: allDependencies([sample]),
    origin: { ...origin, kind: 'call', inputs: [source] },
    ...(ref ? { ref } : {}),
    ...(source.reason === undefined ? {} : { reason: source.reason }),
    ...(source.sensitive ? { sensitive: true } : {}),
  };
  const members = mapMembers(membersOf(source), ({ value, maybe }) => ({
    value: seen(value),
    ...(maybe ? { maybe } : {}),
  }));
  return withMembers(result, members);
}
