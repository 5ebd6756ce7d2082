import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogued } from '#analysis/result/catalogue.js';
import { controls, techniques } from '#index.js';
import { SAMPLE } from '../support/sample-result.js';

const [path] = SAMPLE.paths;
const [step] = path!.steps;
const everyTechnique = techniques.map(({ id }) => ({ ...step!, technique: id }));
const [finding] = SAMPLE.findings;

test('a result tells of the techniques and controls that it mentions, and of no others', () => {
  const { techniques: told, controls: offered } = catalogued({
    ...SAMPLE,
    paths: [
      {
        ...path!,
        steps: [{ ...step!, technique: 'assume-role' }],
        closedBy: [{ kind: 'edit', summary: 'Require it', control: 'require-imdsv2', edit: null }],
      },
    ],
    findings: [{ ...finding!, control: 'encrypt-efs-at-rest' }],
    plan: { ...SAMPLE.plan!, edits: [], manual: [] },
  });

  expect(told.map(({ id }) => id)).toEqual(['assume-role']);
  expect(told[0]).toMatchObject({
    page: 'docs/techniques/assume-role.md',
    mitre: [{ id: 'T1548.005' }, { id: 'T1550.001' }],
  });
  expect(offered.map(({ id }) => id)).toEqual(['encrypt-efs-at-rest', 'require-imdsv2']);
});

test('the edits of a plan and those that are left to a person have their controls told', () => {
  const [edit] = SAMPLE.plan!.edits;
  const [manual] = SAMPLE.plan!.manual;
  const plan = {
    ...SAMPLE.plan!,
    edits: [{ ...edit!, control: 'require-imdsv2' }],
    manual: [{ ...manual!, edit: { ...edit!, control: 'disable-privileged' } }],
  };

  expect(catalogued({ ...SAMPLE, paths: [], findings: [], plan }).controls.map(({ id }) => id)).toEqual([
    'disable-privileged',
    'require-imdsv2',
  ]);
});

test('every page that a result can name is there', () => {
  const findings = controls.map(({ id }) => ({ ...finding!, control: id }));
  const result = catalogued({ ...SAMPLE, paths: [{ ...path!, steps: everyTechnique }], findings });
  const pages = [...result.techniques, ...result.controls].map(({ page }) => page);

  expect(pages.length).toBe(techniques.length + controls.length);
  expect(pages.filter((page) => !existsSync(page))).toEqual([]);
});
