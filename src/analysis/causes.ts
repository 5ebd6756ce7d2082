/** One cause is one diagnostic, however many places it shows at and however many root modules read them. */
import type { Diagnostic } from '#model/diagnostic.js';
import type { DiagnosticResult } from './result/result.js';

/** More names than these are counted. */
const NAMED = 12;
/** More places than these are counted. */
const PLACES = 50;

/** In the order in which the causes were met. */
export function byCause(diagnostics: readonly Diagnostic[]): readonly DiagnosticResult[] {
  const causes = new Map<string, Map<string, Diagnostic>>();
  for (const diagnostic of diagnostics) {
    const key = causeOf(diagnostic);
    const places = causes.get(key) ?? new Map<string, Diagnostic>();
    if (!causes.has(key)) causes.set(key, places);
    const place = placeOf(diagnostic);
    if (!places.has(place)) places.set(place, diagnostic);
  }
  return Array.from(causes.values(), (places) => together([...places.values()]));
}

function together(all: readonly Diagnostic[]): DiagnosticResult {
  const [first, ...others] = all;
  if (!first) throw new Error('a cause has a diagnostic');
  const { severity, code, cause, source, excerpt } = first;
  const places = others.flatMap((each) => each.source ?? []).slice(0, PLACES);
  return {
    severity,
    code: cause?.code ?? code,
    message: messageOf(first, new Set(all.flatMap(({ cause }) => cause?.about ?? []))),
    source: source ?? null,
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(others.length === 0 ? {} : { count: all.length, places }),
  };
}

function messageOf({ summary, detail, cause }: Diagnostic, names: ReadonlySet<string>): string {
  if (cause && names.size > 1) return `${cause.summary}: ${cause.detail} ${listed([...names])}.`;
  return detail === '' ? summary : `${summary}: ${detail}`;
}

function listed(names: readonly string[]): string {
  const left = names.length - NAMED;
  if (left > 0) return `${names.slice(0, NAMED).join(', ')} and ${left} more`;
  return names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function causeOf({ severity, code, summary, detail, cause }: Diagnostic): string {
  return [severity, ...(cause ? [cause.key] : [code, summary, withoutModule(detail)])].join('\n');
}

function placeOf({ summary, detail, source }: Diagnostic): string {
  const at = source ? `${source.file}:${source.startLine}:${source.startColumn}` : '';
  return [at, summary, withoutModule(detail)].join('\n');
}

/** A module that is called twice has each of its faults twice, told apart by the call. */
function withoutModule(detail: string): string {
  return detail.replaceAll(/\bmodule\.[\w-]+(?:\[[^\]]*\])?|\bthe root module\b/g, 'module');
}
