/**
 * Texts that may hold secrets: environment variables, user data. On arrival each is put aside, and a mark stands in its
 * place; when all has been read, what of it names a resource of the account takes the place of the mark, since that tells what
 * the workload is for. The rest never leaves this module.
 */
import { gunzipSync } from 'node:zlib';
import type { Json } from './snapshot.js';

export const MASK = '***';

const MARK = /\uE000(\d+)\uE001/g;
const WORD = /[\w.:/-]+/g;
const MAX_WORDS = 5_000;

/** Of `encoded`, what may be shown is encoded again. */
type Kind = 'setting' | 'script' | 'encoded';

export class Hidden {
  readonly #texts: { readonly kind: Kind; readonly text: string }[] = [];

  /** A mark for the value of an environment variable. */
  setting(text: string): string {
    return this.#mark('setting', text);
  }

  /** A mark for user data, given as it is stored: Base64, maybe of what was compressed. */
  userData(encoded: string, kind: 'script' | 'encoded'): string {
    const bytes = Buffer.from(encoded, 'base64');
    return this.#mark(kind, isCompressed(bytes) ? decompressed(bytes) : bytes.toString('utf8'));
  }

  #mark(kind: Kind, text: string): string {
    return `\uE000${this.#texts.push({ kind, text }) - 1}\uE001`;
  }

  /** The value with every mark replaced by what may be shown, given the names of what there is. */
  reveal(value: Json, names: ReadonlySet<string>): Json {
    if (typeof value === 'string') return value.includes('\uE000') ? this.#revealed(value, names) : value;
    if (Array.isArray(value)) return value.map((each: Json) => this.reveal(each, names));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.reveal(each, names)]));
  }

  #revealed(text: string, names: ReadonlySet<string>): string {
    return text.replace(MARK, (_, index: string) => {
      const hidden = this.#texts[Number(index)];
      if (!hidden) return MASK;
      if (hidden.kind === 'setting') return maskedText(hidden.text, names);
      const script = maskedScript(hidden.text, names);
      return hidden.kind === 'encoded' ? Buffer.from(script).toString('base64') : script;
    });
  }
}

/** The names in a text, and masks where anything else stands. */
export function maskedText(text: string, names: ReadonlySet<string>): string {
  if (names.has(text)) return text;
  const words = text.match(WORD)?.slice(0, MAX_WORDS) ?? [];
  const kept = words.flatMap((word) => nameIn(word, names));
  if (kept.length === 0) return text === '' ? '' : MASK;
  return `${MASK} ${kept.join(` ${MASK} `)} ${MASK}`;
}

function nameIn(word: string, names: ReadonlySet<string>): readonly string[] {
  if (names.has(word)) return [word];
  const bucket = /^s3:\/\/([^/]+)/.exec(word)?.[1];
  return bucket !== undefined && names.has(bucket) ? [`s3://${bucket}`] : [];
}

/** Lines of a script in which what tells the ECS agent, or mounts a file system, stays. */
export function maskedScript(script: string, names: ReadonlySet<string>): string {
  let inSettings = false;
  const lines = script.split(/\r?\n/).map((line) => {
    if (/^\s*\[/.test(line)) inSettings = /^\s*\[settings\.ecs(?:\.instance-attributes)?\]\s*$/.test(line);
    if (inSettings) return SECTION.test(line) ? line.trim() : MASK;
    const kept = KEPT.flatMap((pattern) => line.match(pattern) ?? []);
    if (kept.length > 0) return kept.join(' ');
    return line.trim() === '' ? '' : maskedText(line, names);
  });
  // Many masked lines say no more than one.
  return lines.filter((line, at) => line !== '' && !(line === MASK && lines[at - 1] === MASK)).join('\n');
}

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-windows.html, and the options of the EFS mount helper:
 * https://docs.aws.amazon.com/efs/latest/ug/mounting-access-points.html
 */
const KEPT: readonly RegExp[] = [
  /\bECS_CLUSTER\s*=\s*["']?[\w./:-]+/g,
  /\bECS_AWSVPC_BLOCK_IMDS\s*=\s*["']?\w+/g,
  /\bECS_DISABLE_PRIVILEGED\s*=\s*["']?\w+/g,
  /\bECS_INSTANCE_ATTRIBUTES\s*=\s*["']?\{[^}]*\}/g,
  /\bInitialize-ECSAgent\b/g,
  /-Cluster\s+["']?[\w.-]+/g,
  /\bmount\s+-t\s+(?:efs|nfs4?)\b(?:\s+-o\s+[\w,=.-]+)?(?:\s+[\w.-]+:\/[\w./-]*)?/g,
];

/** A section's head, or a setting of it. https://bottlerocket.dev/en/os/latest/#/api/settings/ecs/ */
const SECTION = /^\s*(?:\[[\w.-]+\]|"?[\w./-]+"?\s*=\s*(?:"[\w./:@-]*"|true|false|\d+))\s*$/;

function isCompressed(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html: 16 KB before encoding. */
const MAX_OUTPUT = 4_000_000;

function decompressed(bytes: Buffer): string {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_OUTPUT }).toString('utf8');
  } catch {
    return '';
  }
}
