/**
 * Edits of security-group rules in their three forms: blocks inside the group, `aws_security_group_rule`, and
 * `aws_vpc_security_group_*_rule`.
 */
import { findAttribute, findBlocks } from '#hcl/edit/locate.js';
import { replace } from '#hcl/edit/edit.js';
import type { Block, SyntaxFile } from '#hcl/syntax.js';
import { elementsOf } from '#aws/network/elements.js';
import type { SecurityRule } from '#aws/network/network.js';
import { flagOf, isSet, itemsOf, textOf } from '#aws/reading.js';
import type { Configuration } from '#model/configuration.js';
import type { NestedBlock, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Change } from '../../change.js';
import type { ApplyEffect } from '../../control.js';
import { removeMember } from '../edit/member.js';
import { isEditable, whyNotEditable } from '../edit/proposal.js';
import { freeName, groupReference, removeResource } from '../edit/reference.js';
import { type BlockItem, quoted, renderBlock } from '../edit/render.js';
import { type Seat, seatOfBlock, seatOfResource, sourceBlock } from '../edit/scalar.js';
import { at, inside, removeElement } from '../edit/structured.js';
import { listAround, placeOf, placeOfValue } from '../edit/place.js';

const CIDRS = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'] as const;

/** The block of the group that the rule is; `undefined` for rule resources. */
export function inlineBlock(rule: SecurityRule): NestedBlock | undefined {
  return rule.index === undefined ? undefined : rule.resource.blocks(rule.direction)[rule.index];
}

export function cidrsOf(
  rule: SecurityRule,
): readonly { readonly name: string; readonly value: Value; readonly item: Value }[] {
  const view = inlineBlock(rule) ?? rule.resource;
  return CIDRS.flatMap((name) => {
    const value = view.attribute(name);
    return isSet(value)
      ? itemsOf(value)
          .filter(isSet)
          .map((item) => ({ name, value, item }))
      : [];
  });
}

/** Nearly everybody's, or perhaps so: a public block of a /8 or more, or what is not known and may be that. */
export function isWorld(item: Value, { unknown }: Pick<SecurityRule, 'unknown'>): boolean {
  const text = textOf(item);
  const match = text === undefined ? undefined : /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text);
  if (!match) {
    const parts = elementsOf(item);
    if (parts.length !== 1 || parts[0] !== item) return parts.some((part) => isWorld(part, { unknown }));
    return unknown.some(({ value, extent }) => value === item && extent === 'any');
  }
  const [, address = '', length = ''] = match;
  if (address.includes(':')) return Number(length) <= 16 && !/^f[cd]/i.test(address);
  return Number(length) <= 8 && !(address === '10.0.0.0' && length === '8');
}

/** Surely nearly everybody's. */
export function isKnownWorld(item: Value): boolean {
  return textOf(item) !== undefined && isWorld(item, { unknown: [] });
}

/** A list that is made of others, of which some are not the world's: taken out as a whole, these would go too. */
function isMixedList(item: Value, rule: SecurityRule): boolean {
  return elementsOf(item).some((part) => !isWorld(part, rule));
}

/** Takes the world out of the rule; the rule goes where nobody else is left in it. `undefined` where it can't be edited. */
export function closeToWorld(rule: SecurityRule, configuration: Configuration): readonly Change[] | undefined {
  const view = inlineBlock(rule) ?? rule.resource;
  const cidrs = cidrsOf(rule);
  const world = cidrs.filter(({ item }) => isWorld(item, rule));
  if (world.some(({ item }) => isMixedList(item, rule))) return undefined;
  const others = ['security_groups', 'prefix_list_ids', 'source_security_group_id'].some(
    (name) => itemsOf(view.attribute(name)).length > 0,
  );
  const self = flagOf(view.attribute('self')) === true;
  if (world.length === cidrs.length && !others && !self) {
    return removeRule(rule, configuration) ?? removeOrigins(rule, world);
  }
  const seat = seatOf(rule);
  if (!seat) return undefined;
  const changes: Change[] = [];
  for (const { name, value, item } of world) {
    const whole = cidrs.every((each) => each.name !== name || isWorld(each.item, rule));
    if (whole || item === value) {
      changes.push({ kind: 'remove-attribute', file: seat.file, body: seat.body, name });
      continue;
    }
    const change = removeElement(item);
    if (!change) return undefined;
    changes.push(change);
  }
  return changes;
}

/** One of many rules that are made of a list: what it is made of goes from the list. */
function removeOrigins(
  rule: SecurityRule,
  cidrs: readonly { readonly name: string; readonly item: Value }[],
): readonly Change[] | undefined {
  const nested = inlineBlock(rule);
  const source = nested && sourceBlock(nested);
  if (rule.resource.key === undefined && source?.source.type !== 'dynamic') return undefined;
  const seat = nested ? seatOfBlock(nested) : seatOfResource(rule.resource);
  if (!seat) return undefined;
  const removed = cidrs.map(({ name, item }) =>
    removeMember(item, { own: seat.file, except: findAttribute(seat.body, name)?.value }),
  );
  const changes = removed.flatMap((each) => (each?.change.kind === 'remove-elements' ? [each.change] : []));
  return changes.length === cidrs.length ? changes : undefined;
}

/**
 * A rule of the older resource can't be changed, only made anew: all its arguments but the description force that.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_security_group_rule.go
 */
export function effectOfClosing({ resource }: SecurityRule, changes: readonly Change[]): ApplyEffect {
  const stays = changes.every(({ kind }) => kind !== 'remove-block');
  return resource.type === 'aws_security_group_rule' && stays ? 'replacement' : 'in-place';
}

/** Whoever else reads a list that the changes are in. */
export function listNotes(rule: SecurityRule, changes: readonly Change[]): readonly string[] {
  const { block, file } = rule.resource;
  const elsewhere = changes.some(
    (change) =>
      change.kind === 'remove-elements' &&
      !(block && change.file === file && change.container.start >= block.start && change.container.end <= block.end),
  );
  const [path] = changes.map((change) => change.file.path);
  return elsewhere
    ? [`The addresses are written in ${path}; everything else that uses that list changes with it.`]
    : [];
}

function seatOf(rule: SecurityRule): Seat | undefined {
  const block = inlineBlock(rule);
  if (!block) return rule.index === undefined ? seatOfResource(rule.resource) : undefined;
  // What one iteration of a `dynamic` makes can't be edited without the others.
  return sourceBlock(block)?.source.type === 'dynamic' ? undefined : seatOfBlock(block);
}

function removeRule(rule: SecurityRule, configuration: Configuration): readonly Change[] | undefined {
  const { resource, direction } = rule;
  if (!isEditable(resource)) return undefined;
  const nested = inlineBlock(rule);
  if (!nested) {
    const removed =
      rule.index === undefined && resource.key === undefined ? removeResource(resource, configuration) : undefined;
    return removed && !resource.shared ? [removed] : undefined;
  }
  const block = sourceBlock(nested);
  if (!block) {
    // Attribute syntax: `ingress = [{ ... }]`; the empty list that may be left is what closes it.
    const place = placeOf(nested.origin);
    const listed = place && listAround(place);
    return listed && [{ kind: 'remove-elements', ...inside(listed.container), elements: [listed.element] }];
  }
  if (block.source.type === 'dynamic' || !resource.block) return undefined;
  const last = findBlocks(resource.block.body, direction).length === 1;
  // An empty list beside rules of their own would take these away, and each apply after it bring them back.
  if (last && isMixed(rule)) return undefined;
  return [removeInline(block.file, block.source, resource.block, direction)];
}

/** The group has rules within and rule resources. */
function isMixed({ group, direction, index }: SecurityRule): boolean {
  return index !== undefined && group.rules.some((other) => other.direction === direction && other.index === undefined);
}

export function whyNotClosed(rule: SecurityRule): string {
  if (isEditable(rule.resource) && isMixed(rule)) {
    return `${rule.group.address} has inline rules and separate rule resources: an empty inline list would remove the others at every second apply.`;
  }
  if (isEditable(rule.resource) && cidrsOf(rule).some(({ item }) => isWorld(item, rule) && isMixedList(item, rule))) {
    return 'Its list of addresses is composed of several lists, not all of which should go.';
  }
  return whyNotEditable(rule.resource);
}

/** The last rule of a direction is not removed by removing its block: the attribute is computed. So it becomes `[]`. */
function removeInline(file: SyntaxFile, source: Block, group: Block, direction: string): Change {
  const siblings = findBlocks(group.body, direction).map(({ start, end }) => ({ start, end }));
  const dynamic = findBlocks(group.body, 'dynamic', [direction]).length > 0;
  const span = { start: source.start, end: source.end };
  const instead: Change = { kind: 'text', file, edits: [replace(file, span, `${direction} = []`)] };
  return { kind: 'remove-block', file, at: span, ...(dynamic ? {} : { last: { siblings, instead } }) };
}

/** Who may come in instead. */
export interface Admitted {
  readonly self: boolean;
  readonly groups: readonly Resource[];
}

/** Admits security groups instead of addresses. `undefined` where the rule can't be edited or a group not referred to. */
export function admitGroups(
  rule: SecurityRule,
  admitted: Admitted,
  configuration: Configuration,
): readonly Change[] | undefined {
  const references = admitted.groups.map((group) => groupReference(group, rule.resource.module));
  const known = references.filter((text) => text !== undefined);
  const seat = seatOf(rule);
  if (!seat || known.length < references.length || (known.length === 0 && !admitted.self)) return undefined;
  const names = CIDRS.filter((name) => isSet(seat.view.attribute(name)));
  const removed = names.map((name): Change => ({ kind: 'remove-attribute', file: seat.file, body: seat.body, name }));
  const set = (name: string, value: string): Change => ({
    kind: 'set-attribute',
    file: seat.file,
    body: seat.body,
    name,
    value,
  });
  switch (rule.resource.type) {
    case 'aws_security_group_rule':
    case 'aws_vpc_security_group_ingress_rule':
      return admitByResource(rule, { seat, admitted, references: known, removed, configuration });
    default:
      return [
        ...removed,
        ...(admitted.self ? [set('self', 'true')] : []),
        ...(known.length > 0 ? [listedGroups(seat, known, set)] : []),
      ];
  }
}

function listedGroups(seat: Seat, references: readonly string[], set: (name: string, value: string) => Change): Change {
  const present = seat.view.attribute('security_groups');
  const place = isSet(present) ? placeOfValue(present) : undefined;
  if (!place) return set('security_groups', `[${references.join(', ')}]`);
  const written = itemsOf(present).map(
    (item) => item.origin && item.origin.file.text.slice(item.origin.start, item.origin.end),
  );
  const all = [...written.filter((text) => text !== undefined), ...references];
  return { kind: 'replace', ...at(place), value: `[${[...new Set(all)].join(', ')}]` };
}

interface ResourceParts {
  readonly seat: Seat;
  readonly admitted: Admitted;
  readonly references: readonly string[];
  readonly removed: readonly Change[];
  readonly configuration: Configuration;
}

/** A rule resource has one source: the first takes the old one's place, the others get resources of their own. */
function admitByResource(rule: SecurityRule, parts: ResourceParts): readonly Change[] | undefined {
  const { seat, admitted, references, removed, configuration } = parts;
  const { resource } = rule;
  const own = groupReference(rule.group.resource, resource.module);
  const modern = resource.type === 'aws_vpc_security_group_ingress_rule';
  const attribute = modern ? 'referenced_security_group_id' : 'source_security_group_id';
  const sources: (readonly [string, string])[] = references.map((text) => [attribute, text] as const);
  if (admitted.self && modern && own === undefined) return undefined;
  if (admitted.self) sources.unshift(modern && own !== undefined ? [attribute, own] : ['self', 'true']);
  const [first, ...others] = sources;
  if (!first || resource.shared) return undefined;
  const changes: Change[] = [
    ...removed,
    { kind: 'set-attribute', file: seat.file, body: seat.body, name: first[0], value: first[1] },
  ];
  for (const [index, source] of others.entries()) {
    const copied = copy(resource, seat, source);
    if (!copied) return undefined;
    const name = freeName(configuration, resource.type, resource.module, `${resource.name}_${index + 2}`);
    const block = renderBlock({ header: `resource "${resource.type}" ${quoted(name)}`, items: copied });
    changes.push({ kind: 'append', file: seat.file, block });
  }
  return changes;
}

const COPIED = ['security_group_id', 'type', 'description', 'from_port', 'to_port', 'protocol', 'ip_protocol'] as const;

function copy(resource: Resource, seat: Seat, source: readonly [string, string]): readonly BlockItem[] | undefined {
  const items: BlockItem[] = [];
  for (const item of seat.body.items) {
    if (item.kind !== 'attribute' || !COPIED.some((name) => name === item.name)) continue;
    const text = seat.file.text.slice(item.value.start, item.value.end);
    if (text.includes('\n')) return undefined;
    items.push([item.name, text]);
  }
  return resource.key === undefined ? [...items, source] : undefined;
}
