import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Proposal } from '#harden/control.js';
import { controls } from '#harden/registry.generated.js';
import { analyseSources } from './control-folder.js';
import { offersOf } from './cutting.js';
import { controlFolder } from '../../scripts/registry.js';

/** What a person reads of a control's proposals for its before.tf: notes are lost without a trace otherwise. */
const root = join(import.meta.dirname, '../..');

test.each(controls.map((control) => [control.id, control] as const))('%s', async (id, control) => {
  const sources = { 'main.tf': readFileSync(join(controlFolder(root, id), 'before.tf'), 'utf8') };
  const analysis = analyseSources(sources);
  const remedies = [...control.findings(analysis.estate)].map(({ remedy }) => remedy);
  const offers = offersOf(control, analysis).map(({ proposal }) => proposal);
  const proposals = [...new Map([...remedies, ...offers].map((each) => [each.id, each])).values()];
  await expect(proposals.map(noted).join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'notes', `${id}.txt`));
});

function noted(proposal: Proposal): string {
  if (proposal.kind === 'manual') return `${proposal.address}\n  ${proposal.reason}\n  ${proposal.instruction}\n`;
  const { summary, reason, mayBreak } = proposal;
  return `${summary}\n  ${reason}\n${mayBreak.map((note) => `  - ${note}\n`).join('')}`;
}
