import { loadConfiguration, type LoadDetails } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';
import type { Configuration } from '#model/configuration.js';
import type { LoadOptions } from '#terraform/load/options.js';
import type { Origin, Value } from '#model/value.js';

/** A root module made of files in memory. */
export function configure(
  files: Readonly<Record<string, string | Uint8Array>> | string,
  options: Partial<LoadOptions> = {},
  details: LoadDetails = {},
): Configuration {
  const all = typeof files === 'string' ? { 'main.tf': files } : files;
  const configuration = loadConfiguration(
    { root: '/root', rootModule: '.', ...options },
    { files: memoryFileSystem(new Map(Object.entries(all))), ...details },
  );
  return configuration;
}

/** Evaluated in full; the diagnostics as `summary` or `summary @ file:line:column`. */
export function problems(configuration: Configuration, where = false): readonly string[] {
  configuration.evaluateAll();
  return configuration.diagnostics.map((one) =>
    where && one.source
      ? `${one.summary} @ ${one.source.file}:${one.source.startLine}:${one.source.startColumn}`
      : one.summary,
  );
}

/** A value in a form that is easy to compare: unknowns as `?address.path`. */
export function plain(value: Value | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case 'string':
    case 'bool':
      return value.value;
    case 'number':
      return Number(value.value);
    case 'null':
      return null;
    case 'unknown':
      return unknownText(value);
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.map(plain);
    case 'map':
    case 'object':
      return Object.fromEntries(Array.from(value.entries, ([name, entry]) => [name, plain(entry)]));
  }
}

function unknownText(value: Extract<Value, { kind: 'unknown' }>): unknown {
  if (value.parts) return value.parts.map((part) => (typeof part === 'string' ? part : unknownText(part))).join('');
  const [first] = value.ref ? [value.ref] : value.dependsOn;
  return first ? `<${[first.address, ...first.path].join('.')}>` : '<?>';
}

export function output(configuration: Configuration, name: string): Value {
  const found = configuration.outputs.get(name)?.value;
  if (!found) throw new Error(`no output ${name}`);
  return found;
}

/** The text that an origin covers, with its file. */
export function written(origin: Origin | undefined): string {
  if (!origin) return '(no origin)';
  return `${origin.file.path}: ${origin.file.text.slice(origin.start, origin.end)}`;
}
