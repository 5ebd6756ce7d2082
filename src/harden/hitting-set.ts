import type { Highs } from 'highs';

/** Each constraint lists the choices of which at least one must be made; `forbidden` are sets that must not be made together. */
export interface HittingSetProblem {
  readonly costs: readonly number[];
  readonly constraints: readonly ReadonlySet<number>[];
  readonly forbidden: readonly ReadonlySet<number>[];
}

let solver: Promise<Highs> | undefined;

async function highs(): Promise<Highs> {
  solver ??= loadSolver();
  return solver;
}

/** Loaded only when there is something to solve. Its types describe the CommonJS build, what is imported is the ES module. */
async function loadSolver(): Promise<Highs> {
  const { default: load }: { default: unknown } = await import('highs');
  return (load as () => Promise<Highs>)();
}

/**
 * A minimum-cost hitting set, as a 0-1 programme solved by HiGHS (https://highs.dev). Undefined where none exists.
 * Ties are broken towards the lower index, so that results are the same everywhere.
 */
export async function minimumHittingSet(problem: HittingSetProblem): Promise<ReadonlySet<number> | undefined> {
  if (problem.constraints.length === 0) return new Set();
  const used = [...new Set(problem.constraints.flatMap((constraint) => [...constraint]))].toSorted((a, b) => a - b);
  const solution = (await highs()).solve(programme(problem, used), {
    output_flag: false,
    mip_rel_gap: 0,
    mip_abs_gap: 0,
  });
  if (solution.Status !== 'Optimal') return undefined;
  return new Set(used.filter((index) => (solution.Columns[`x${index}`]?.Primal ?? 0) > 0.5));
}

/** In CPLEX LP format, https://lim.univ-reims.fr/documentation/CPLEX. */
function programme(problem: HittingSetProblem, used: readonly number[]): string {
  const scale = 1 / (used.length + 1) / 1000;
  const objective = used.map((index, rank) => `${((problem.costs[index] ?? 0) + rank * scale).toFixed(9)} x${index}`);
  const inUse = new Set(used);
  const cover = problem.constraints.map(
    (constraint, at) => `c${at}: ${[...constraint].map((index) => `x${index}`).join(' + ')} >= 1`,
  );
  const forbid = problem.forbidden
    .filter((set) => [...set].every((index) => inUse.has(index)))
    .map((set, at) => `f${at}: ${[...set].map((index) => `x${index}`).join(' + ')} <= ${set.size - 1}`);
  return [
    'Minimize',
    ` obj: ${objective.join(' + ')}`,
    'Subject To',
    ...cover,
    ...forbid,
    'Binary',
    ...used.map((index) => ` x${index}`),
    'End',
  ].join('\n');
}
