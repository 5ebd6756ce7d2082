/**
 * Where a service's tasks may run: its placement constraints, and provisioners that take them away behind Terraform's back.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
import { labelIn } from '#model/address.js';
import { posix } from 'node:path';
import type { Block } from '#hcl/syntax.js';
import type { BodyView, NestedBlock, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import { HOLE, type Value } from '#model/value.js';
import { append } from '../grouping.js';
import type { Links } from '../link.js';
import { type Evidence, type Premise, evidenceOf, remark } from '../premise.js';
import { entriesOf, isSet, itemsOf, textOf } from '../reading.js';
import { symbolic } from '../symbolic.js';
import { type HoledText, holedText, holesIn } from '../text.js';
import { type Comparison, type Truth, type Word, judge as judgeQuery, parseQuery } from './cluster-query.js';
import type { Host, Service } from './compute.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'service.placement-undone': Command;
  }
}

type Placement = Service['placement'];

export function placementOf(
  {
    resource,
    body,
    task,
  }: { readonly resource: Resource; readonly body: BodyView; readonly task?: Resource | undefined },
  candidates: readonly Host[],
  links: Links,
  provisioners: Provisioners,
): Placement {
  const byTask = task ? constraintsOf(task) : [];
  const byService = constraintsOf(body);
  const admitted = admittedBy(byTask, candidates, links);
  const hosts = admittedBy(byService, candidates, links).filter((host) => admitted.includes(host));
  return {
    constrained: byTask.length + byService.length > 0,
    hosts,
    undone: byService.length > 0 ? provisioners.undoing(resource) : undefined,
    ...(byTask.length > 0 ? { barred: candidates.filter((host) => !admitted.includes(host)) } : {}),
  };
}

/** Of a service or a task definition. distinctInstance spreads tasks over instances but keeps them from none. */
function constraintsOf(body: BodyView): readonly BodyView[] {
  return ['placement_constraints', 'placement_constraint']
    .flatMap((name) => body.blocks(name))
    .filter((block) => textOf(block.attribute('type')) !== 'distinctInstance');
}

function admittedBy(constraints: readonly BodyView[], candidates: readonly Host[], links: Links): readonly Host[] {
  return constraints.reduce(
    (hosts, block) =>
      admittedHosts(block.attribute('expression'), candidates, links).filter((each) => hosts.includes(each)),
    candidates,
  );
}

/** Whom the expression does not surely keep out. */
function admittedHosts(value: Value | undefined, hosts: readonly Host[], links: Links): readonly Host[] {
  const text = holedText(value);
  const query = text && parseQuery(text.text);
  if (!query) return hosts;
  return hosts.filter(
    (host) => judgeQuery(query, (comparison) => compare(comparison, host, { text, hosts, links })) !== 'no',
  );
}

interface Surroundings {
  readonly text: HoledText;
  readonly hosts: readonly Host[];
  readonly links: Links;
}

function compare(comparison: Comparison, host: Host, around: Surroundings): Truth {
  if (comparison.subject.toLowerCase() === 'ec2instanceid') return isOneOf(comparison, host, around);
  const [kind = '', ...rest] = comparison.subject.split(':');
  return kind.toLowerCase() === 'attribute' ? hasValue(comparison, rest.join(':'), host, around.hosts) : 'unknown';
}

function isOneOf({ operator, values }: Comparison, host: Host, { text, hosts, links }: Surroundings): Truth {
  if (operator !== 'equals' && operator !== 'in') return 'unknown';
  const named = new Set(
    values.flatMap(({ text: word, start, end }) => {
      const holes = holesIn(text, start, end);
      if (holes.length > 0) return holes.map((hole) => links.to(hole, 'aws_instance')?.address);
      return [links.named(symbolic(withoutQuotes(word)), 'aws_instance')?.address];
    }),
  );
  if (named.has(host.address)) return 'yes';
  // An instance that is not in the configuration may be any member of a group that is.
  const open = named.has(undefined) && (host.kind === 'group' || !hosts.some(({ address }) => named.has(address)));
  return open ? 'unknown' : 'no';
}

function hasValue({ operator, values }: Comparison, name: string, host: Host, hosts: readonly Host[]): Truth {
  const given = host.attributes.get(name);
  if (!given) {
    // Attributes may be put on an instance later; where others get this one by user data, so would this.
    const elsewhere = !name.startsWith('ecs.') && hosts.some(({ attributes }) => attributes.has(name));
    return elsewhere ? 'no' : 'unknown';
  }
  if (operator === 'exists') return 'yes';
  const truths = new Set(given.map((value) => compareValue(value, operator, values)));
  const [only = 'unknown', another] = truths;
  return another === undefined ? only : 'unknown';
}

function compareValue(value: string | undefined, operator: Comparison['operator'], wanted: readonly Word[]): Truth {
  if (value === undefined || operator === 'other') return 'unknown';
  const truths = wanted.map(({ text }): Truth => {
    if (text.includes(HOLE)) return 'unknown';
    const plain = withoutQuotes(text);
    if (operator === 'matches') return fits(value, plain);
    return plain === value ? 'yes' : 'no';
  });
  if (truths.includes('yes')) return 'yes';
  return truths.includes('unknown') ? 'unknown' : 'no';
}

function withoutQuotes(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

/** Patterns of text and `.*`; others tell nothing. */
function fits(value: string, pattern: string): Truth {
  const pieces = pattern.split('.*');
  if (!pieces.every((piece) => /^[\w./:-]*$/.test(piece)) || pieces.length > 4) return 'unknown';
  return new RegExp(`^${pieces.join('.*')}$`).test(value.slice(0, 256)) ? 'yes' : 'no';
}

/** Commands that Terraform runs when it creates a resource. */
export interface Provisioners {
  /** Shows that a command takes the placement constraints from the service; property `service.placement-undone`. */
  undoing(service: Resource): Premise | undefined;
}

interface Command {
  readonly resource: Resource;
  readonly block: NestedBlock;
  readonly attribute: string;
}

export function readProvisioners(configuration: Configuration, links: Links): Provisioners {
  const others = new Map<string, Command[]>();
  /** Commands that refer to no service but may name one. */
  const unlinked: Command[] = [];
  for (const type of ['null_resource', 'terraform_data']) {
    for (const resource of configuration.ofType(type)) {
      for (const command of commandsOf(resource)) {
        const services = servicesOf(command, links);
        for (const service of services) append(others, service.address, command);
        if (services.length === 0 && undoes(commandText(command))) unlinked.push(command);
      }
    }
  }
  return {
    undoing(service) {
      const naming = unlinked.filter((command) => names(command, service));
      for (const command of [...commandsOf(service), ...(others.get(service.address) ?? []), ...naming]) {
        const found = judge(command, configuration);
        if (!found) continue;
        const key = `service.placement-undone:${service.address}`;
        return { property: 'service.placement-undone', key, resource: service, subject: command, ...found };
      }
      return undefined;
    },
  };
}

function commandsOf(resource: Resource): readonly Command[] {
  const written = resource.block?.body.items.filter(
    (item): item is Block => item.kind === 'block' && item.type === 'provisioner',
  );
  return resource
    .blocks('provisioner')
    .map((block, index) => ({ resource, block, attribute: `provisioner[${index}].command` }))
    .filter((_, index) => written?.[index]?.labels[0]?.value === 'local-exec');
}

function servicesOf({ resource, block }: Command, links: Links): readonly Resource[] {
  const given = [
    block.attribute('command'),
    ...entriesOf(block.attribute('environment')).values(),
    ...entriesOf(resource.attribute('triggers')).values(),
    ...entriesOf(resource.attribute('triggers_replace')).values(),
    ...itemsOf(resource.attribute('triggers_replace')),
    resource.attribute('input'),
  ];
  return given.flatMap((value) => links.mentioned(value, 'aws_ecs_service'));
}

function commandText({ block }: Command): string {
  return holedText(block.attribute('command'))?.text ?? '';
}

/** The service's name stands as a word in the command. */
function names(command: Command, service: Resource): boolean {
  const name = textOf(service.attribute('name'));
  return (
    name !== undefined &&
    commandText(command)
      .split(/[\s"'=]+/)
      .includes(name)
  );
}

const UPDATES = /update[-_]?service/i;
const PLACEMENT = /placement[-_]?constraint/i;
const SCRIPT = /(?:^|[\s"'=])((?:\.{0,2}\/)?[\w./-]+\.(?:py|sh|bash|js|mjs|ts|rb|pl|ps1))(?=$|[\s"';&|)])/g;

/** What a command does to placement: shown by its text or its script, assumed where the script can't be read. */
function judge(
  { resource, block, attribute }: Command,
  configuration: Configuration,
): Pick<Premise, 'evidence' | 'certainty'> | undefined {
  const value = block.attribute('command');
  if (!isSet(value)) return undefined;
  const shown = evidenceOf(resource, attribute, value, block);
  const text = holedText(value)?.text;
  if (text === undefined) return { evidence: [shown], certainty: 'assumed' };
  if (undoes(text)) return { evidence: [shown], certainty: 'certain' };
  const folder = textOf(block.attribute('working_dir')) ?? '.';
  let unread: Evidence | undefined;
  for (const [, script = ''] of text.matchAll(SCRIPT)) {
    const root = configuration.roots?.get(labelIn(resource.address)) ?? configuration.rootModule;
    const path = posix.normalize(posix.join(root, folder, script));
    const content = script.includes(HOLE) ? undefined : configuration.readText?.(path);
    if (content === undefined) unread = remark(resource, attribute, `${script}, which can't be read`, shown.origin);
    else if (undoes(content)) {
      const told = remark(resource, attribute, `${path} updates the service's placement constraints`, shown.origin);
      return { evidence: [shown, told], certainty: 'certain' };
    }
  }
  return unread && { evidence: [shown, unread], certainty: 'assumed' };
}

function undoes(text: string): boolean {
  return UPDATES.test(text) && PLACEMENT.test(text);
}
