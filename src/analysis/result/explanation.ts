import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families, techniqueFolders } from '#attack/registry.generated.js';
import type { Technique } from '#attack/technique.js';
import type { Control } from '#harden/control.js';
import { controlFolders } from '#harden/registry.generated.js';
import { packageRoot } from './package.js';
import { asRedacted } from './redact.js';
import type { EntryPointResult, MitreResult, PathResult, Result, TargetResult, TechniqueResult } from './result.js';

/** What `explain` tells of an id. `npm run generate` makes its JSON Schema, schema/explanation.schema.json, of these types. */
export type Explanation = TechniqueExplanation | ControlExplanation | PathExplanation | Catalogue;

export interface TechniqueExplanation {
  readonly schemaVersion: '1';
  readonly kind: 'technique';
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly mitre: readonly MitreResult[];
  readonly references: readonly string[];
  readonly limits: string | null;
  /** Terraform where the step exists. */
  readonly open: string;
  /** The nearest where it does not. */
  readonly closed: string;
}

export interface ControlExplanation {
  readonly schemaVersion: '1';
  readonly kind: 'control';
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly closesPaths: boolean;
  readonly references: readonly string[];
  readonly before: string;
  /** What the edit makes of it. */
  readonly after: string;
}

export interface PathExplanation {
  readonly schemaVersion: '1';
  readonly kind: 'path';
  readonly root: string;
  readonly path: PathResult;
  /** Those of its steps. */
  readonly techniques: readonly TechniqueResult[];
  readonly entryPoint: EntryPointResult | null;
  readonly target: TargetResult | null;
}

/** What there is to explain, besides the paths of a folder. */
export interface Catalogue {
  readonly schemaVersion: '1';
  readonly kind: 'catalogue';
  readonly techniques: readonly Titled[];
  readonly controls: readonly Titled[];
}

export interface Titled {
  readonly id: string;
  readonly title: string;
}

export function explainAll(of: {
  readonly techniques: readonly Titled[];
  readonly controls: readonly Titled[];
}): Catalogue {
  const titled = (all: readonly Titled[]): Titled[] => all.map(({ id, title }) => ({ id, title }));
  return { schemaVersion: '1', kind: 'catalogue', techniques: titled(of.techniques), controls: titled(of.controls) };
}

/** The techniques of a family, by its id or by that of the technique that it was once. */
export function explainFamily(id: string): Catalogue | undefined {
  const family = families.find((each) => each.id === id || each.formerly?.includes(id) === true);
  return family && explainAll({ techniques: family.techniques, controls: [] });
}

export function explainTechnique(technique: Technique): TechniqueExplanation {
  const { id, title, description, mitre, references, limits } = technique;
  const example = (name: string): string => readExample(techniqueFolders.get(technique.row ?? id), name);
  return {
    schemaVersion: '1',
    kind: 'technique',
    id,
    title,
    description,
    mitre,
    references,
    limits: limits ?? null,
    open: example('open.tf'),
    closed: example('closed.tf'),
  };
}

export function explainControl(control: Control): ControlExplanation {
  const { id, title, description, closesPaths, references } = control;
  const example = (name: string): string => readExample(controlFolders.get(id), name);
  return {
    schemaVersion: '1',
    kind: 'control',
    id,
    title,
    description,
    closesPaths,
    references,
    before: example('before.tf'),
    after: example('after.tf'),
  };
}

/** Undefined where the result has no path of that id. */
export function explainPath(result: Result, id: string): PathExplanation | undefined {
  const path = result.paths.find((each) => each.id === id);
  if (!path) return undefined;
  return asRedacted<PathExplanation>(result, {
    schemaVersion: '1',
    kind: 'path',
    root: result.root,
    path,
    techniques: result.techniques.filter(({ id }) => path.steps.some(({ technique }) => technique === id)),
    entryPoint: result.entryPoints.find((entry) => entry.id === path.entryPoint) ?? null,
    target: result.targets.find((target) => target.id === path.target) ?? null,
  });
}

/** The examples ship with the package, beside the code they are about. */
function readExample(folder: string | undefined, name: string): string {
  if (folder === undefined) throw new Error('what is explained is not in a registry');
  return readFileSync(join(packageRoot(), folder, name), 'utf8');
}
