import { expandAction, isReading, servicePrefix } from './actions.js';

/**
 * A short list of patterns that grants these actions and no other. Reading is written by its beginning (`iam:Get*`), as far
 * as nothing else begins so; what changes anything is named, so that nothing that AWS adds later comes with it.
 */
export function patternsFor(actions: readonly string[]): readonly string[] {
  const byService = new Map<string, string[]>();
  for (const action of actions) {
    const service = servicePrefix(action);
    byService.set(service, [...(byService.get(service) ?? []), action]);
  }
  return [...byService].flatMap(([service, kept]) => {
    const names = expandAction(`${service}:*`).map((action) => action.slice(service.length + 1));
    const wanted = { service, names, kept: new Set(kept.map((action) => action.slice(service.length + 1))) };
    return shortened(wanted, names, '')
      .toSorted()
      .map((name) => `${service}:${name}`);
  });
}

interface Wanted {
  readonly service: string;
  /** All actions of the service, without its prefix. */
  readonly names: readonly string[];
  readonly kept: ReadonlySet<string>;
}

/** `names`: those whose words begin so. */
function shortened(wanted: Wanted, names: readonly string[], beginning: string): readonly string[] {
  const here = names.filter((name) => wanted.kept.has(name));
  if (here.length <= 1) return here;
  if (beginning !== '' && grantsNothingElse(wanted, beginning)) return [`${beginning}*`];
  const longer = new Map<string, string[]>();
  for (const name of names) {
    const next = beginning + firstWord(name.slice(beginning.length));
    longer.set(next, [...(longer.get(next) ?? []), name]);
  }
  // A name that ends here is its own beginning.
  const own = longer.get(beginning) ?? [];
  longer.delete(beginning);
  return [
    ...own.filter((name) => wanted.kept.has(name)),
    ...[...longer].flatMap(([next, begun]) => shortened(wanted, begun, next)),
  ];
}

/** Patterns know no words: `GetParameter*` is `GetParameters` too. */
function grantsNothingElse({ names, kept, service }: Wanted, beginning: string): boolean {
  const begun = names.filter((name) => name.toLowerCase().startsWith(beginning.toLowerCase()));
  return begun.every((name) => kept.has(name) && isReading(`${service}:${name}`));
}

/** `Get` of `GetRolePolicy`, `SAML` of `SAMLProvider`. */
function firstWord(name: string): string {
  return /^(?:[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+)/.exec(name)?.[0] ?? name;
}
