/** Version constraints. https://developer.hashicorp.com/terraform/language/expressions/version-constraints */

/** Whether a constraint such as `>= 1.0, < 2.0` admits a version; `undefined` where it can't be read. */
export function admits(constraint: string, version: string): boolean | undefined {
  const given = segments(version);
  for (const part of constraint.split(',')) {
    const match = /^\s*(=|!=|>=|<=|~>|>|<)?\s*v?(\d+(?:\.\d+){0,3})(?:-[0-9A-Za-z.-]+)?\s*$/.exec(part);
    if (!match || !given) return undefined;
    const wanted = segments(match[2] ?? '');
    if (!wanted) return undefined;
    if (!holds(match[1] ?? '=', given, wanted)) return false;
  }
  return true;
}

/** Whether a constraint admits any version from `least` on and below `limit`; true where it can't be read. */
export function admitsWithin(constraint: string, { least = '0', limit }: VersionRange): boolean {
  // What is admitted ends at versions that the constraint names: one of these or right behind one, or the range's own start.
  const named = constraint.match(/\d+(?:\.\d+){0,3}/g) ?? [];
  const candidates = [least, ...named].flatMap((version) => [version, rightBehind(version)]);
  return candidates.some((version) => {
    const own = segments(version) ?? [];
    if (compare(own, segments(least) ?? []) < 0) return false;
    if (limit !== undefined && compare(own, segments(limit) ?? []) >= 0) return false;
    return admits(constraint, version) !== false;
  });
}

export interface VersionRange {
  readonly least?: string;
  readonly limit?: string;
}

function rightBehind(version: string): string {
  const parts = version.split('.');
  return [...parts, ...Array.from({ length: Math.max(0, SEGMENTS - parts.length) }, () => '0'), '1'].join('.');
}

/** Of the versions that constraints name. */
const SEGMENTS = 4;

function segments(version: string): readonly number[] | undefined {
  const parts = version.split('.').map(Number);
  return parts.every((part) => Number.isSafeInteger(part)) ? parts : undefined;
}

function holds(operator: string, given: readonly number[], wanted: readonly number[]): boolean {
  const order = compare(given, wanted);
  switch (operator) {
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '~>':
      return (
        order >= 0 &&
        compare(given.slice(0, Math.max(wanted.length - 1, 1)), wanted.slice(0, Math.max(wanted.length - 1, 1))) === 0
      );
    default:
      return order === 0;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
