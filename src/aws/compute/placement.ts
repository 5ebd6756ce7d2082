/**
 * Where a service's tasks may run: its placement constraints, and provisioners that take them away behind Terraform's back.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
import { posix } from 'node:path';
import type { Block } from '#hcl/syntax.js';
import type { BodyView, Configuration, NestedBlock, Resource } from '#terraform/resource.js';
import { HOLE, type Value } from '#terraform/value.js';
import { append } from '../grouping.js';
import type { Links } from '../link.js';
import { type Evidence, type Premise, evidenceOf, remark } from '../premise.js';
import { entriesOf, isSet, itemsOf, textOf } from '../reading.js';
import { holedText, holesIn } from '../text.js';
import type { Host, Service } from './compute.js';

type Placement = Service['placement'];

export function placementOf(
  { resource, body }: { readonly resource: Resource; readonly body: BodyView },
  candidates: readonly Host[],
  links: Links,
  provisioners: Provisioners,
): Placement {
  let hosts = candidates;
  let constrained = false;
  for (const block of ['placement_constraints', 'placement_constraint'].flatMap((name) => body.blocks(name))) {
    // distinctInstance spreads tasks over instances but keeps them from none.
    if (textOf(block.attribute('type')) === 'distinctInstance') continue;
    constrained = true;
    hosts = admittedHosts(block.attribute('expression'), hosts, links);
  }
  return { constrained, hosts, undone: constrained ? provisioners.undoing(resource) : undefined };
}

const ONE_INSTANCE = /ec2InstanceId\s*(==|!=|in|not_in|equals|not_equals)\s*(\[[^\]]*\]|\S+)/gi;

/** Only a clause on the instance id, standing alone, tells which hosts; all others leave them open. */
function admittedHosts(value: Value | undefined, hosts: readonly Host[], links: Links): readonly Host[] {
  const text = holedText(value);
  if (!text || /\b(and|or)\b|&&|\|\|/i.test(text.text)) return hosts;
  const [match, second] = [...text.text.matchAll(ONE_INSTANCE)];
  if (!match || second) return hosts;
  const listed = holesIn(text, match.index, match.index + match[0].length);
  const named = new Set(listed.map((hole) => links.to(hole, 'aws_instance')?.address));
  const operator = match[1]?.toLowerCase() ?? '';
  if (operator === '!=' || operator.startsWith('not')) {
    return named.has(undefined) ? hosts : hosts.filter((host) => !named.has(host.address));
  }
  const found = hosts.filter((host) => named.has(host.address));
  // An instance that is not in the configuration may be any member of a group that is.
  return found.length > 0 || listed.length === 0 ? found : hosts;
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
    const path = posix.normalize(posix.join(configuration.rootModule, folder, script));
    const content = script.includes(HOLE) ? undefined : configuration.readText?.(path);
    if (content === undefined)
      unread = remark(resource, attribute, `${script}, which can't be read here`, shown.origin);
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
