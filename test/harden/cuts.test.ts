import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { harden } from '#harden/harden.js';
import type { Proposal } from '#harden/control.js';
import { controls } from '#harden/registry.generated.js';
import { techniques } from '#attack/registry.generated.js';
import { analyseText, cases, takenSteps } from '../attack/technique-folder.js';
import { analyseSources, edited, editsOf, estateOf } from './control-folder.js';
import { effectOf, graphFromEverywhere, judge, fullNameOf, namesIn, offersOf } from './cutting.js';
import { controlFolder, techniqueFolder } from '../../scripts/registry.js';

/**
 * The configuration of a control has an entry point and a target, and attack paths between them that rest on what the control
 * cuts. Each edit that it offers for them is made alone, and the edited text analysed again.
 */
const root = join(import.meta.dirname, '../..');

/** It has no edits: who holds a key gets it from elsewhere. */
const ADVICE: ReadonlySet<string> = new Set(['replace-access-keys']);

const EDIT = /^# edit: (.+)$/gm;

/** All that the open cases of the techniques rest on. */
const analyses = techniques.flatMap((technique) =>
  [...cases(techniqueFolder(root, technique), 'open').values()].map((text) => analyseText(text)),
);
const known = analyses.flatMap(({ graph }) => takenSteps({ graph }).flatMap(({ premises }) => premises));

describe.each(controls.map((control) => [control.id, control] as const))('%s', (id, control) => {
  const text = readFileSync(join(controlFolder(root, id), 'before.tf'), 'utf8');
  const sources = { 'main.tf': text };
  const before = analyseSources(sources);
  const offers = offersOf(control, before);
  const remedies = [...control.findings(before.estate)].map(({ remedy }) => remedy);
  const edits = [
    ...new Map(
      editsOf([...offers.map(({ proposal }) => proposal), ...remedies]).map((each) => [each.id, each]),
    ).values(),
  ];
  const everywhere = graphFromEverywhere(before.estate);

  test('its edits do on apply what the first lines of before.tf say', () => {
    expect([...text.matchAll(EDIT)].map(([, line]) => line)).toEqual(edits.map(effectOf).toSorted());
  });

  if (!control.closesPaths) {
    test('cuts nothing', () => {
      expect(edits.length).toBeGreaterThan(0);
      expect(offers).toEqual([]);
      for (const edit of edits) {
        const after = graphFromEverywhere(estateOf(edited(sources, [edit])));
        expect(judge(edit.falsifies, everywhere, after)).toMatchObject({ claimed: [], unclaimed: [], gone: 0 });
        expect(known.filter((premise) => edit.falsifies(premise)).map(({ key }) => key)).toEqual([]);
      }
    });
    return;
  }

  test('is asked about attack paths, and offers what cuts them', () => {
    const kinds = new Set(offers.map(({ proposal }) => proposal.kind));
    expect(kinds.has(ADVICE.has(id) ? 'manual' : 'edit')).toBe(true);
  });

  test('what it was asked for is gone', () => {
    for (const { proposal, asked } of offers) {
      for (const premise of asked) expect(proposal.falsifies(premise), premise.key).toBe(true);
      if (proposal.kind !== 'edit') continue;
      const there = namesIn(analyseSources(edited(sources, [proposal])).graph);
      const left = asked.filter((premise) => there.has(`full ${fullNameOf(premise)}`));
      expect(
        left.map(({ key }) => key),
        proposal.summary,
      ).toEqual([]);
    }
  });

  test('a plan of its edits alone closes attack paths', async () => {
    const reanalyse = (files: ReadonlyMap<string, string>) => {
      return { analysis: analyseSources({ ...sources, ...Object.fromEntries(files) }), reparsed: true };
    };
    const plan = await harden({ analysis: before, controls: [control], partial: true, remedies: [], reanalyse });
    expect(plan.edits.length > 0).toBe(!ADVICE.has(id));
    expect(plan.proof.pathsAfter < plan.proof.pathsBefore).toBe(!ADVICE.has(id));
  });

  test('claims to falsify what is gone, and nothing else', () => {
    let [gone, kept] = [0, 0];
    for (const edit of edits) {
      const after = graphFromEverywhere(estateOf(edited(sources, [edit])));
      const judgement = judge(edit.falsifies, everywhere, after);
      expect(judgement, edit.summary).toMatchObject({ claimed: [], unclaimed: [] });
      gone += judgement.gone;
      kept += judgement.kept;
    }
    // Where nothing was gone, or everything, a claim of everything or of nothing would pass.
    if (!ADVICE.has(id)) expect(Math.min(gone, kept)).toBeGreaterThan(0);
    else for (const { proposal, asked } of offers) expect(claimedBy(proposal)).toEqual(asked.map(({ key }) => key));
  });

  function claimedBy({ falsifies }: Proposal): string[] {
    const claimed = everywhere.rules.flatMap(({ premises }) => premises.filter(falsifies).map(({ key }) => key));
    return [...new Set(claimed)];
  }
});

/** Premises that no control takes away and nobody can be advised on. */
const NOT_CUT: ReadonlyMap<string, string> = new Map([
  ['policy.older-versions', 'an assumption: the grant beside it is what can be taken away'],
]);

describe('what the steps of the techniques rest on', () => {
  const cutters = new Map<string, Set<string>>();
  for (const { graph, estate } of analyses) {
    for (const premise of takenSteps({ graph }).flatMap(({ premises }) => premises)) {
      const by = cutters.get(premise.property) ?? new Set();
      cutters.set(premise.property, by);
      if (premise.advice) by.add('advice');
      for (const control of controls) if ([...control.cut(premise, estate)].length > 0) by.add(control.id);
    }
  }

  test('each is cut by some control, or its maker says what a person can do', () => {
    const uncut = [...cutters].filter(([, by]) => by.size === 0).map(([property]) => property);
    expect(uncut.toSorted()).toEqual([...NOT_CUT.keys()].toSorted());
  });
});
