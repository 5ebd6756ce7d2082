import { techniques } from '#attack/registry.generated.js';
import { controls } from '#harden/registry.generated.js';
import type { ControlResult, EditResult, Result, TechniqueResult } from './result.js';

/** A result before what it mentions is told. */
export type Uncatalogued = Omit<Result, keyof Catalogued>;

type Catalogued = Pick<Result, 'techniques' | 'controls'>;

/** The result with the techniques and controls that it mentions, so that who prints it needs nothing besides. */
export function catalogued(result: Uncatalogued): Result {
  const { diagnostics, plan, proof, ...found } = result;
  return {
    ...found,
    techniques: techniquesOf(result),
    controls: controlsOf(result),
    ...(plan ? { plan } : {}),
    ...(proof ? { proof } : {}),
    diagnostics,
  };
}

function techniquesOf({ paths }: Uncatalogued): TechniqueResult[] {
  const ids = new Set(paths.flatMap(({ steps }) => steps.map(({ technique }) => technique)));
  return techniques
    .filter(({ id }) => ids.has(id))
    .map(({ id, title, description, mitre, references }) => ({
      id,
      title,
      description,
      mitre: mitre.map((each) => ({ id: each.id, name: each.name })),
      references,
      page: `docs/techniques/${id}.md`,
    }));
}

function controlsOf({ paths, findings, plan }: Uncatalogued): ControlResult[] {
  const edits = plan ? [...plan.edits, ...plan.manual.flatMap(({ edit }): EditResult[] => (edit ? [edit] : []))] : [];
  const ids = new Set([
    ...paths.flatMap(({ closedBy }) => closedBy.map(({ control }) => control)),
    ...findings.map(({ control }) => control),
    ...edits.map(({ control }) => control),
  ]);
  return controls
    .filter(({ id }) => ids.has(id))
    .map(({ id, title, description, closesPaths, references }) => ({
      id,
      title,
      description,
      closesPaths,
      references,
      page: `docs/controls/${id}.md`,
    }));
}
