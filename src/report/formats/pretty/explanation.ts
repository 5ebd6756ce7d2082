import { createTwoFilesPatch } from 'diff';
import type {
  Catalogue,
  ControlExplanation,
  Explanation,
  PathExplanation,
  TechniqueExplanation,
  Titled,
} from '#analysis/result/explanation.js';
import type { Printer } from '../../format.js';
import { chainLines } from './chain.js';
import { closedByLines } from './closed-by.js';
import { diffLines } from './diff.js';
import { heading, pageFor, type Page } from './page.js';
import { BADGE_COLUMNS, badge, paintFor } from '../../paint.js';
import { columnsOf, labelled, padEnd, wrap } from './text.js';
import { visibleTexts } from '../../safe-text.js';

/** For people, in a terminal: what a technique, a control or an attack path is. */
export const renderExplanation: Printer<Explanation> = (untrusted, context) => {
  const explanation = visibleTexts(untrusted);
  const techniques = explanation.kind === 'path' ? explanation.techniques : [];
  const page = pageFor(context, paintFor(context.color), { root: '', techniques });
  const lines = ['', ...linesOf(page, explanation)];
  return `${lines.join('\n').trimEnd()}\n`;
};

function linesOf(page: Page, explanation: Explanation): string[] {
  switch (explanation.kind) {
    case 'technique':
      return techniqueLines(page, explanation);
    case 'control':
      return controlLines(page, explanation);
    case 'path':
      return pathLines(page, explanation);
    case 'catalogue':
      return catalogueLines(page, explanation);
  }
}

function catalogueLines(page: Page, { techniques, controls }: Catalogue): string[] {
  const column = Math.max(0, ...[...techniques, ...controls].map(({ id }) => columnsOf(id))) + 2;
  const list = (title: string, all: readonly Titled[]): string[] =>
    all.length === 0
      ? []
      : [
          heading(page, `${title} (${all.length})`),
          ...all.flatMap(({ id, title: text }) => labelled(padEnd(page.paint.bold(id), column), text, 0, page.width)),
          '',
        ];
  return [
    ...list('Techniques: what an attacker does', techniques),
    ...list('Controls: what closes attack paths', controls),
    ...wrap(
      'chokepoint explain ID explains one of them. chokepoint DIR lists the attack paths of a folder, and chokepoint explain path-ID DIR explains one with all its evidence.',
      page.width,
    ),
  ];
}

function techniqueLines(page: Page, technique: TechniqueExplanation): string[] {
  const { paint, width } = page;
  return [
    ...titled(page, technique.title, `technique ${technique.id}`),
    ...wrap(technique.description, width),
    '',
    ...technique.mitre.map(({ id, name }) => `MITRE ATT&CK ${paint.bold(id)} ${name}`),
    '',
    ...(technique.limits === null ? [] : [heading(page, 'What is not modelled'), ...wrap(technique.limits, width), '']),
    heading(page, 'Open: the step exists'),
    ...codeLines(technique.open),
    '',
    heading(page, 'Closed: the nearest configuration without it'),
    ...comparison(page, technique.open, technique.closed),
    '',
    ...referenceLines(page, technique.references),
  ];
}

function controlLines(page: Page, control: ControlExplanation): string[] {
  const { width } = page;
  const effect = control.closesPaths ? 'It closes attack paths.' : 'Hygiene: it closes no attack path on its own.';
  return [
    ...titled(page, control.title, `control ${control.id}`),
    ...wrap(control.description, width),
    '',
    effect,
    '',
    heading(page, 'The edit'),
    ...comparison(page, control.before, control.after),
    '',
    ...referenceLines(page, control.references),
  ];
}

function pathLines(page: Page, { path, entryPoint, target }: PathExplanation): string[] {
  const { paint, width } = page;
  const [head = '', ...rest] = wrap(path.title, width - BADGE_COLUMNS - 1);
  const indent = BADGE_COLUMNS + 1;
  const lines = [
    `${badge(paint, path.severity)} ${paint.bold(head)}`,
    ...rest.map((line) => ' '.repeat(indent) + paint.bold(line)),
  ];
  const assumed = path.certainty === 'assumed' ? 'assumed ' : '';
  const kind = path.intended ? 'access by design, not an attack path' : `${assumed}attack path`;
  lines.push(
    ...labelled('', `${kind} ${path.id}, root module ${path.rootModule}`, indent, width).map((line) => paint.dim(line)),
  );
  if (entryPoint)
    lines.push(...labelled(paint.dim('from '), `${entryPoint.address}: ${entryPoint.reason}`, indent, width));
  if (target) lines.push(...labelled(paint.dim('to   '), `${target.address}: ${target.reason}`, indent, width));
  for (const { what, supply } of path.assumptions) {
    lines.push(...labelled(paint.yellow('if   '), what, indent, width));
    lines.push(...labelled('     ', supply, indent, width).map((line) => paint.dim(line)));
  }
  return [...lines, '', ...chainLines(page, path, { full: true }), ...closedByLines(page, path, undefined)];
}

function titled(page: Page, title: string, what: string): string[] {
  return [...wrap(title, page.width).map((line) => page.paint.bold(line)), page.paint.dim(what), ''];
}

function referenceLines(page: Page, references: readonly string[]): string[] {
  return references.length === 0 ? [] : [heading(page, 'References'), ...references];
}

function codeLines(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`));
}

function comparison(page: Page, before: string, after: string): string[] {
  const patch = createTwoFilesPatch('a', 'b', before, after, undefined, undefined, { context: 3 });
  return diffLines(page.paint, patch)
    .filter((line) => !/^(---|\+\+\+) /.test(line))
    .map((line) => `  ${line}`);
}
