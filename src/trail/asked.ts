/** The permissions that the trail is asked about: those that attack paths rest on, and those that edits take away. */

import { attackPaths } from '#attack/analyse.js';
import type { ModuleAnalysis } from '#analysis/session.js';
import { ownerOf } from '#analysis/owner.js';
import type { PlanResult } from '#analysis/result/result.js';
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import { subjectOf } from '#aws/premise.js';
import { display, symbolic, type SymbolicString } from '#aws/symbolic.js';

export interface Asked {
  readonly rootModule: string;
  readonly principal: Principal;
  readonly action: string;
  readonly on: SymbolicString | undefined;
  /** For people. */
  readonly resource: string;
  readonly paths: Set<string>;
  readonly edits: Set<string>;
}

export function askedPermissions(modules: readonly ModuleAnalysis[], plan: PlanResult): Asked[] {
  const asked = new Map<string, Asked>();
  const add = (one: Omit<Asked, 'paths' | 'edits'>): Asked => {
    const key = `${one.rootModule} ${one.principal.address} ${one.action.toLowerCase()} ${one.resource}`;
    const known = asked.get(key) ?? { ...one, paths: new Set(), edits: new Set() };
    asked.set(key, known);
    return known;
  };
  for (const module of modules) {
    for (const path of attackPaths(module.attack)) {
      for (const premise of path.premises) {
        const grant = subjectOf(premise, 'iam.grant');
        if (!grant) continue;
        const { principal, action, target } = grant;
        const { rootModule } = ownerOf(principal.address, module.configuration);
        const { resource: named } = target;
        const resource = named
          ? ownerOf(named.address, module.configuration).address
          : target.arn
            ? display(target.arn)
            : '*';
        add({ rootModule, principal, action, on: target.arn, resource }).paths.add(path.id);
      }
    }
    for (const taken of takenIn(module, plan)) add(taken).edits.add(taken.edit);
  }
  return [...asked.values()];
}

interface Taken extends Omit<Asked, 'paths' | 'edits'> {
  readonly edit: string;
}

function* takenIn(
  { attack: { estate }, configuration }: ModuleAnalysis,
  { edits, manual }: PlanResult,
): Generator<Taken> {
  for (const edit of [...edits, ...manual.flatMap((each) => each.edit ?? [])]) {
    for (const { principal: address, action, resource } of edit.takes) {
      const principal = estate.iam.principal(address);
      if (!principal || !action.includes(':')) continue;
      const { rootModule } = ownerOf(address, configuration);
      if (rootModule !== edit.rootModule) continue;
      yield { rootModule, principal, action, on: patternOf(resource, estate), resource, edit: edit.id };
    }
  }
}

/** What an edit says that it takes a permission on: an address, or a pattern for people, in which braces are what is not known. */
function patternOf(resource: string, estate: Estate): SymbolicString | undefined {
  const found = estate.configuration.resource(resource);
  const arn = found && estate.arnOf(found);
  if (arn) return symbolic(arn, '*');
  return resource === '*' || !resource.includes(':') ? undefined : symbolic(resource.replaceAll(/\{[^}]*\}/g, '*'));
}
