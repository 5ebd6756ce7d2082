/** Settings of the ECS agent in a host's user data. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html */
import type { Host } from '#aws/compute/compute.js';
import { insert } from '#hcl/edit/edit.js';
import * as layout from '#hcl/print/layout.js';
import { nodePath } from '#hcl/edit/locate.js';
import type { Span, SyntaxFile } from '#hcl/syntax.js';
import type { Origin, TextFile } from '#model/value.js';
import type { Change } from '../../change.js';
import { isSyntaxFile } from '../edit/place.js';

export interface AgentEdit {
  readonly change: Change;
  readonly place: { readonly file: SyntaxFile | TextFile; readonly start: number };
}

/** Adds a setting behind the last line that writes one; `undefined` where the script is not to be edited. */
export function addAgentSetting(host: Host, setting: string): AgentEdit | undefined {
  const script = scriptOf(host);
  if (!script) return undefined;
  const { file, span } = script;
  const text = file.text.slice(span.start, span.end);
  let found: { readonly at: number; readonly line: string } | undefined;
  for (const match of text.matchAll(/^[^\r\n]*/gm)) {
    const line = lineFor(match[0], setting);
    if (line !== undefined) found = { at: span.start + match.index + match[0].length, line };
  }
  if (!found) return undefined;
  const edit = insert(file, found.at, layout.lineEnding(file.text) + found.line);
  return { change: { kind: 'text', file, edits: [edit] }, place: { file, start: span.start } };
}

/** The line to put behind this one, if it is one that sets something for the agent. */
function lineFor(line: string, setting: string): string | undefined {
  const indentation = /^\s*/.exec(line)?.[0] ?? '';
  if (/^\s*ECS_[A-Z_]+=/.test(line)) return indentation + setting;
  const echo = /^\s*(sudo\s+)?echo\s+.{0,500}?>>?\s*(\/etc\/ecs\/ecs\.config)\s*$/.test(line);
  return echo ? `${indentation}echo ${setting} >> /etc/ecs/ecs.config` : undefined;
}

/** The heredoc or the file that holds the script. */
function scriptOf(host: Host): { readonly file: SyntaxFile | TextFile; readonly span: Span } | undefined {
  const origin = host.userData?.origin;
  const literal = origin && literalOf(origin);
  if (!literal || literal.readOnly) return undefined;
  const { file } = literal;
  if (!isSyntaxFile(file)) return { file, span: { start: 0, end: file.text.length } };
  const heredoc = nodePath(file, literal).findLast((node) => node.kind === 'template' && node.heredoc);
  if (heredoc?.kind !== 'template') return undefined;
  const first = heredoc.parts[0];
  const last = heredoc.parts.at(-1);
  return first && last && { file, span: { start: first.start, end: last.end } };
}

/** What a call such as `base64encode` was given. */
function literalOf(origin: Origin): Origin {
  const [input] = origin.inputs ?? [];
  return origin.kind === 'call' && origin.inputs?.length === 1 && input?.origin ? literalOf(input.origin) : origin;
}
