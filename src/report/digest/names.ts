/** What ids of a result stand for. */
import type { EntryPointResult, PathResult, Result, TargetResult } from '#analysis/result/result.js';
import type { SourceRange } from '#model/diagnostic.js';

export interface Names {
  entryOf(path: PathResult): EntryPointResult | undefined;
  targetOf(path: PathResult): TargetResult | undefined;
  /** `aws_lb.front → administration of the account` */
  titleOf(path: PathResult): string;
  /** The title of a technique; its id where the result does not tell of it. */
  techniqueTitle(id: string): string;
}

export function namesOf({ entryPoints, targets, techniques }: Result): Names {
  const entries = firstById(entryPoints);
  const goals = firstById(targets);
  const titles = new Map(techniques.map(({ id, title }) => [id, title]));
  const entryOf = (path: PathResult): EntryPointResult | undefined => entries.get(path.entryPoint);
  const targetOf = (path: PathResult): TargetResult | undefined => goals.get(path.target);
  return {
    entryOf,
    targetOf,
    titleOf: (path) => titleOf(path, entryOf(path), targetOf(path)),
    techniqueTitle: (id) => titles.get(id) ?? id,
  };
}

function firstById<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.toReversed().map((each) => [each.id, each]));
}

function titleOf(path: PathResult, entry?: EntryPointResult, target?: TargetResult): string {
  const goal = target?.kind === 'admin' ? administrationOf(target) : target?.address;
  return entry && goal !== undefined ? `${entry.address} → ${goal}` : path.title;
}

/** Of another account than the own one, the reason says which. */
function administrationOf({ address, reason }: TargetResult): string {
  return address.startsWith('admin:') ? reason : 'administration of the account';
}

export function place(source: SourceRange): string {
  return `${source.file}:${source.startLine}`;
}
