/** An explicit deny for a principal whose grant can't be edited where it stands: an AWS-managed policy, somebody's module. */
import type { Principal } from '#aws/iam/policy.js';
import type { Configuration } from '#terraform/resource.js';
import type { Change } from '../change.js';
import { freeName, nameOf, referenceTo } from './reference.js';
import { object, quoted, renderBlock } from './render.js';
import { seatOfResource } from './scalar.js';

const SLOT = '"\u0000"';

export interface Denial {
  readonly principal: Principal;
  readonly actions: readonly string[];
  /** Ends the names: `deny_ecs_actions`. */
  readonly name: string;
  readonly condition?: { readonly operator: string; readonly key: string; readonly value: string };
}

/** An inline policy that denies the actions; further denials of the same name for the principal add their actions to it. */
export function denyInline(denial: Denial, configuration: Configuration): Change | undefined {
  const { principal, actions, condition } = denial;
  const { resource } = principal;
  const seat = seatOfResource(resource);
  const reference = referenceTo(resource, resource.module, 'name');
  if (!seat || reference === undefined || resource.mode !== 'managed') return undefined;
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
            ['Resource', '"*"'],
            ...(condition
              ? [['Condition', object([condition.operator, object([condition.key, condition.value])])] as const]
              : []),
          ),
        ],
      ],
    ),
  };
  const items = actions.map(quoted);
  const key = `${denial.name} ${resource.address}`;
  const inlineName = quoted(denial.name.replaceAll('_', '-'));
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

function listing(key: string, text: string, items: readonly string[]) {
  const index = text.indexOf(SLOT);
  return { key, before: text.slice(0, index), items, after: text.slice(index + SLOT.length) };
}
