/** Evaluates recorded expressions (test/data/terraform/oracle/README.md gives the fields) and compares. */
import { loadConfiguration } from '#terraform/configuration.js';
import { type FileSystem, memoryFileSystem } from '#terraform/load/file-system.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import { typeOf } from '#model/values/inspect.js';
import { formatType } from '#model/values/types.js';
import type { Outcome } from './case.js';

export interface ExpressionCase {
  readonly id: string;
  readonly group: string;
  readonly expr: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly files_base64?: Readonly<Record<string, string>>;
  readonly locals?: Readonly<Record<string, string>>;
  readonly ok: boolean;
  readonly json_text?: string;
  readonly type?: string;
  readonly error?: string;
}

export function runExpression(recorded: ExpressionCase): Outcome {
  const { id, ok } = recorded;
  const configuration = load(recorded);
  configuration.evaluateAll();
  const errors = configuration.diagnostics.filter((one) => one.severity === 'error');
  if (!ok) {
    const [first] = errors;
    const actual = first ? { error: first.summary, detail: first.detail } : { json_text: textOf(configuration) };
    const same = errors.some((one) => one.summary === recorded.error);
    return { id, passed: first !== undefined, expected: { error: recorded.error }, actual, sameMessage: same };
  }
  const expected = { json_text: recorded.json_text, type: recorded.type };
  const [error] = errors;
  if (error) return { id, passed: false, expected, actual: { error: error.summary, detail: error.detail } };
  const value = configuration.outputs.get('v')?.value;
  const actual = { json_text: textOf(configuration), type: value ? formatType(typeOf(value)) : undefined };
  const passed =
    actual.json_text === expected.json_text && (expected.type === undefined || actual.type === expected.type);
  return { id, passed, expected, actual };
}

const MAIN = 'main.tf';

function load(recorded: ExpressionCase): Configuration {
  const { expr, locals = {} } = recorded;
  const others = Object.entries(locals).map(([name, text]) => `  ${name} = ${text}\n`);
  const main = `locals {\n  v = ${expr}\n}\nlocals {\n${others.join('')}}\noutput "v" {\n  value     = local.v\n  sensitive = true\n}\noutput "j" {\n  value = nonsensitive(jsonencode(local.v))\n}\n`;
  const files = new Map<string, string | Uint8Array>(Object.entries(recorded.files ?? {}));
  for (const [path, text] of Object.entries(recorded.files_base64 ?? {})) files.set(path, Buffer.from(text, 'base64'));
  return loadConfiguration(
    { root: '/configuration', rootModule: '.', workspace: 'default' },
    { files: hidingMain(files, main), strict: true },
  );
}

/** `fileset` must see the case's files only; the first listing is the loader's. */
function hidingMain(files: ReadonlyMap<string, string | Uint8Array>, main: string): FileSystem {
  const own = memoryFileSystem(files);
  let loading = true;
  return {
    resolve: own.resolve,
    read: (path) => (path === MAIN ? new TextEncoder().encode(main) : own.read(path)),
    list: (path) => {
      if (!loading || path !== '.') return own.list(path);
      loading = false;
      return [{ name: MAIN, folder: false, outside: false }];
    },
  };
}

function textOf(configuration: Configuration): string | undefined {
  const value: Value | undefined = configuration.outputs.get('j')?.value;
  return value?.kind === 'string' ? value.value : value?.kind;
}
