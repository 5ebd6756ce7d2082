import type { Diagnostic } from '#model/diagnostic.js';
import { RENDERED } from '#terraform/load/rendered.js';
import type { Configuration } from '#model/configuration.js';
import { blockSchema } from '#terraform/schema/provider-schema.js';

/** What speaks against writing to the files of a root module: what could not be read of it, and what an edit would break. */

/** The first file of the root module that does not parse. */
export function unreadable(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics.find(({ code }) => code === 'syntax-error' || code === RENDERED);
}

interface Judged {
  readonly configuration: Configuration;
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether edits made something wrong that was not: an error, a policy that AWS would refuse, a block where none more fits. */
export function brings(before: Judged, after: Judged): boolean {
  const known = faultsOf(before);
  return [...faultsOf(after)].some(([fault, count]) => count > (known.get(fault) ?? 0));
}

/** Warnings are about style, but for these. */
const AS_BAD_AS_ERRORS: ReadonlySet<string> = new Set(['malformed-policy', 'too-many-blocks']);

/** How often each fault occurs; places shift with edits and do not tell faults apart. */
function faultsOf({ configuration, diagnostics }: Judged): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (fault: string): void => void counts.set(fault, (counts.get(fault) ?? 0) + 1);
  for (const { severity, code, summary, detail, source, unsure } of diagnostics) {
    if (severity === 'error' || unsure || AS_BAD_AS_ERRORS.has(code))
      count([code, summary, detail, source?.file ?? ''].join('\n'));
  }
  for (const fault of crowdedBlocks(configuration)) count(fault);
  return counts;
}

/** Blocks beyond what the provider takes, counted as the instances have them: `dynamic` blocks make theirs on evaluation. */
function* crowdedBlocks({ resources }: Configuration): Generator<string> {
  for (const resource of resources) {
    const schema = resource.mode === 'managed' ? blockSchema(resource.type) : undefined;
    for (const [name, { max }] of schema?.blocks ?? []) {
      if (max !== undefined && resource.blocks(name).filter(({ maybe }) => !maybe).length > max)
        yield `${resource.address} ${name}`;
    }
  }
}
