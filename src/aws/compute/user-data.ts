/**
 * User data as text, and what it tells the ECS agent.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html
 */
import type { Resource } from '#model/resource.js';
import { HOLE, type Value } from '#model/value.js';
import type { Links } from '../link.js';
import { isSet, textOf } from '../reading.js';
import type { SymbolicString } from '../symbolic.js';
import { type HoledText, holedText, symbolicSlice } from '../text.js';

export interface UserData {
  readonly text: string;
  readonly origin: Value['origin'];
  readonly value: Value;
}

export interface AgentSettings {
  readonly userData: UserData | undefined;
  /** The name of the ECS cluster that it joins. */
  readonly cluster: SymbolicString | undefined;
  /** The cluster, where user data that can't be read as text refers to just one. */
  readonly clusterResource: Resource | undefined;
  readonly blocksTaskMetadata: boolean;
  /** Attributes that it registers with; `undefined` values are not known. */
  readonly attributes: ReadonlyMap<string, string | undefined>;
}

export const NO_SETTINGS: AgentSettings = {
  userData: undefined,
  cluster: undefined,
  clusterResource: undefined,
  blocksTaskMetadata: false,
  attributes: new Map(),
};

const ENCODERS = new Set(['base64encode', 'base64gzip', 'textencodebase64']);

export function readUserData(value: Value | undefined, encoded: boolean, links: Links): AgentSettings {
  if (!isSet(value)) return NO_SETTINGS;
  const plain = decoded(value, encoded);
  const text = renderedText(plain, links) ?? holedText(plain);
  const userData = { text: text?.text ?? HOLE, origin: plain.origin ?? value.origin, value: plain };
  const cluster = text && clusterIn(text);
  const mentioned = cluster ? [] : links.mentioned(plain, 'aws_ecs_cluster');
  return {
    userData,
    cluster,
    clusterResource: mentioned.length === 1 ? mentioned[0] : undefined,
    blocksTaskMetadata: /ECS_AWSVPC_BLOCK_IMDS\s*=\s*["']?true\b/.test(userData.text),
    attributes: attributesIn(userData.text),
  };
}

/** What was encoded, where the call is known; else the text decoded. */
function decoded(value: Value, encoded: boolean): Value {
  const { expression, inputs } = value.origin ?? {};
  const [input] = inputs ?? [];
  if (expression?.kind === 'call' && ENCODERS.has(expression.name) && input) return input;
  if (!encoded || value.kind !== 'string' || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(value.value)) return value;
  const { segments: _, encodes: __, ...rest } = value;
  return { ...rest, value: Buffer.from(value.value, 'base64').toString('utf8') };
}

const RENDERERS = ['template_file', 'cloudinit_config', 'template_cloudinit_config'] as const;

/** `data.template_file.x.rendered` and `data.cloudinit_config.x.rendered`, whose text the configuration has. */
function renderedText(value: Value, links: Links): HoledText | undefined {
  const referent = links.referent(value);
  if (referent?.path[0] !== 'rendered' || !RENDERERS.some((type) => type === referent.resource.type)) return undefined;
  const { resource } = referent;
  if (resource.type !== 'template_file') {
    const parts = resource.blocks('part').map((part) => {
      const content = part.attribute('content');
      return content && (renderedText(content, links) ?? holedText(content));
    });
    const texts = parts.filter((part) => part !== undefined);
    return { text: texts.map((part) => part.text).join('\n'), holes: texts.flatMap((part) => part.holes) };
  }
  const template = textOf(resource.attribute('template'));
  const vars = resource.attribute('vars');
  if (template === undefined || (vars?.kind !== 'map' && vars?.kind !== 'object')) return undefined;
  return holedText(substituted(template, vars.entries));
}

function substituted(template: string, vars: ReadonlyMap<string, Value>): Value {
  const parts: (string | (Value & { kind: 'unknown' }))[] = [];
  let from = 0;
  for (const match of template.matchAll(/\$\{\s*(\w+)\s*\}/g)) {
    const value = vars.get(match[1] ?? '');
    parts.push(template.slice(from, match.index));
    from = match.index + match[0].length;
    if (value?.kind !== 'unknown') parts.push(textOf(value) ?? match[0]);
    else parts.push(...(value.parts ?? [value]));
  }
  parts.push(template.slice(from));
  return { kind: 'unknown', type: { kind: 'string' }, dependsOn: [], parts };
}

/** In the agent's configuration, in a Windows start script, in Bottlerocket's settings. */
const CLUSTER_SETTINGS = [
  /\bECS_CLUSTER\s*=\s*["']?([^\s"'\\;&|<>]+)/dg,
  /-Cluster\s+["']?([^\s"';]+)/dg,
  /\[settings\.ecs\][^[]*?\bcluster\s*=\s*"([^"]+)"/dg,
];

function clusterIn(text: HoledText): SymbolicString | undefined {
  for (const pattern of CLUSTER_SETTINGS) {
    // A later assignment overrides an earlier one.
    const last = [...text.text.matchAll(pattern)].at(-1);
    const span = last?.indices?.[1];
    if (span) return symbolicSlice(text, span[0], span[1]);
  }
  return undefined;
}

/** In the agent's configuration, where quotes may be escaped for a shell, and in Bottlerocket's settings. */
function attributesIn(text: string): ReadonlyMap<string, string | undefined> {
  const attributes = new Map<string, string | undefined>();
  const last = [...text.matchAll(/\bECS_INSTANCE_ATTRIBUTES\s*=\s*["']?(\{[^}]*\})/g)].at(-1)?.[1];
  for (const [name, value] of last === undefined ? [] : entriesOfJson(last.replaceAll('\\"', '"'))) {
    attributes.set(name, typeof value === 'string' && !value.includes(HOLE) ? value : undefined);
  }
  const [, settings = ''] = /\[settings\.ecs\.instance-attributes\]([^[]*)/.exec(text) ?? [];
  for (const [, name = '', value = ''] of settings.matchAll(/^\s*"?([\w./-]+)"?\s*=\s*"([^"]*)"/gm)) {
    attributes.set(name, value.includes(HOLE) ? undefined : value);
  }
  return attributes;
}

function entriesOfJson(text: string): readonly (readonly [string, unknown])[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
  } catch {
    return [];
  }
}
