/** An explicit deny for a principal whose grant can't be edited where it stands: an AWS-managed policy, somebody's module. */
import type { AttachedPolicy, Principal } from '#aws/iam/policy.js';
import { textOf } from '#aws/reading.js';
import { literal } from '#aws/symbolic.js';
import type { Configuration } from '#model/configuration.js';
import type { Change } from '../../change.js';
import { listAround, placeOf } from '../edit/place.js';
import { isEditable } from '../edit/proposal.js';
import { freeName, nameOf, referenceTo } from '../edit/reference.js';
import { type Rendered, object, quoted, renderBlock } from '../edit/render.js';
import { seatOfResource } from '../edit/scalar.js';
import { inside } from '../edit/structured.js';

const SLOT = '"\u0000"';

export interface Denial {
  readonly principal: Principal;
  readonly actions: readonly string[];
  /** Ends the names: `deny_ecs_actions`. */
  readonly name: string;
  /** Expressions of HCL; everything where there are none. */
  readonly resources?: readonly string[];
  readonly condition?: { readonly operator: string; readonly key: string; readonly value: string };
}

/** An inline policy that denies the actions; further denials of the same name for the principal add their actions to it. */
export function denyInline(denial: Denial, configuration: Configuration): Change | undefined {
  const { principal, actions, condition } = denial;
  const { resource } = principal;
  const seat = seatOfResource(resource);
  const reference = referenceTo(resource, resource.module, 'name');
  if (!seat || reference === undefined || resource.mode !== 'managed') return undefined;
  const extended = extendDenial(denial);
  if (extended) return extended;
  const policy = {
    call: 'jsonencode',
    argument: object(
      ['Version', '"2012-10-17"'],
      [
        'Statement',
        [
          object(
            ['Effect', '"Deny"'],
            ['Action', [SLOT]],
            ['Resource', oneOrMany(denial.resources ?? ['"*"'])],
            ...(condition
              ? [['Condition', object([condition.operator, object([condition.key, condition.value])])] as const]
              : []),
          ),
        ],
      ],
    ),
  };
  const items = actions.map(quoted);
  // Instances of one block (a module used twice) share what is added beside it.
  const key = `${denial.name} ${seat.file.path}:${seat.body.start}:${resource.key ?? ''}`;
  const inlineName = quoted(freeInlineName(principal, inlineNameOf(denial)));
  // A role with inline_policy blocks owns its inline policies alone: another resource would come and go with each apply.
  if (resource.blocks('inline_policy').length > 0) {
    const text = renderBlock({
      header: 'inline_policy',
      items: [
        ['name', inlineName],
        ['policy', policy],
      ],
    });
    return { kind: 'add-block', file: seat.file, body: seat.body, block: listing(key, text, items) };
  }
  const type = `aws_iam_${principal.kind}_policy`;
  const name = freeName(configuration, type, resource.module, `${nameOf(resource)}_${denial.name}`);
  const text = renderBlock({
    header: `resource "${type}" ${quoted(name)}`,
    items: [['name', inlineName], [principal.kind, reference], 'blank', ['policy', policy]],
  });
  return { kind: 'append', file: seat.file, block: listing(key, text, items) };
}

function oneOrMany(texts: readonly string[]): Rendered {
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : texts;
}

function inlineNameOf({ name }: Denial): string {
  return name.replaceAll('_', '-');
}

/** Of two inline policies of one name on one principal the second overwrites the first. */
function freeInlineName(principal: Principal, wanted: string): string {
  const taken = new Set(principal.policies.map((policy) => nameOfInline(policy)));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(name)) return name;
  }
}

function nameOfInline({ attachment }: AttachedPolicy): string | undefined {
  const { resource, attribute } = attachment;
  const block = /^inline_policy\[(\d+)\]/.exec(attribute);
  if (block) return textOf(resource.blocks('inline_policy')[Number(block[1])]?.attribute('name'));
  return attribute === 'policy' ? textOf(resource.attribute('name')) : undefined;
}

/** An earlier run wrote the policy already: its statement takes the further actions. */
function extendDenial(denial: Denial): Change | undefined {
  const { principal, actions, condition } = denial;
  const own = principal.policies.find((policy) => nameOfInline(policy) === inlineNameOf(denial));
  if (!own || condition || denial.resources || !own.document.resource || !isEditable(own.document.resource))
    return undefined;
  const statement = own.document.statements.find(
    ({ effect, conditions, resources }) =>
      effect === 'Deny' && conditions.length === 0 && resources.some(({ text }) => literal(text) === '*'),
  );
  const place = placeOf(statement?.actions[0]?.origin);
  const listed = place && listAround(place);
  if (!statement || !listed || listed.elements.length !== statement.actions.length) return undefined;
  const key = `${own.document.id} ${statement.index}`;
  const value = { key, before: '', items: actions.map(quoted), after: '' };
  return { kind: 'add-element', ...inside(listed.container), value };
}

function listing(key: string, text: string, items: readonly string[]) {
  const index = text.indexOf(SLOT);
  return { key, before: text.slice(0, index), items, after: text.slice(index + SLOT.length) };
}
