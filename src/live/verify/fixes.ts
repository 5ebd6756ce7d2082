/** Is what was fixed closed? What the source closes and the account does not, and the edits of a plan that was given. */
import { ownerOf } from '#analysis/owner.js';
import type { FixResult, FixVerdict } from '#analysis/result/verification.js';
import type { AttackAnalysis } from '#attack/analyse.js';
import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import { controls } from '#harden/registry.generated.js';
import type { Resource } from '#model/resource.js';
import { valueAt } from '../join/evidence-path.js';
import { sameness } from '../join/same.js';
import { type Comparison, standingOf } from './context.js';
import type { Opening } from './openings.js';

/** An edit of a plan that was made earlier. */
export interface RecordedEdit {
  readonly id: string;
  readonly control: string;
  readonly rootModule: string;
  readonly address: string;
  readonly summary: string;
}

export function fixesOf(
  comparison: Comparison,
  openings: readonly Opening[],
  recorded: readonly RecordedEdit[],
): readonly FixResult[] {
  const open = openings.flatMap((opening) => fixOf(opening, comparison) ?? []);
  const edits = recorded.map((edit) => recordedFix(edit, open, comparison));
  const told = new Set(edits.map(({ control, address }) => `${control ?? ''} ${address}`));
  return [...edits, ...merged(open).filter(({ control, address }) => !told.has(`${control ?? ''} ${address}`))];
}

function fixOf({ result, premises, managed }: Opening, comparison: Comparison): FixResult | undefined {
  if (managed === undefined) return undefined;
  const { expected, found } = comparison;
  const measure = measureAgainst(premises, managed, found.attack.estate);
  const { verdict, detail } = result.kind === 'older' ? inert(result.detail) : verdictAt(result, comparison);
  return {
    control: measure?.control ?? null,
    ...ownerOf(managed, expected.configuration),
    summary: measure?.summary ?? `${managed}: ${result.attribute ?? 'as the source has it'}`,
    verdict,
    detail,
    edit: null,
    paths: result.paths,
  };
}

function inert(detail: string): Pick<FixResult, 'verdict' | 'detail'> {
  return { verdict: 'inert', detail: `It was applied and changes nothing that runs: ${lowered(detail)}` };
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

interface Measure {
  readonly control: string;
  readonly summary: string;
}

/** The control whose edit would take it away, best at the place itself, and that edit in one line. */
function measureAgainst(premises: readonly Premise[], address: string, estate: Estate): Measure | undefined {
  const offers = premises.flatMap((premise) =>
    controls.flatMap((control) => [...control.cut(premise, estate)].map((proposal) => ({ control, proposal }))),
  );
  const here = offers.filter(({ proposal }) => proposal.address === address);
  const among = here.length > 0 ? here : offers;
  const best = among.find(({ proposal }) => proposal.kind === 'edit') ?? among[0];
  if (!best) return undefined;
  const { control, proposal } = best;
  const summary = proposal.kind === 'edit' ? proposal.summary : `${control.title}: ${proposal.address}`;
  return { control: control.id, summary };
}

type Place = Pick<Opening['result'], 'address' | 'attribute' | 'sourceSays' | 'accountSays'>;

/** The state says what was applied last. */
function verdictAt(place: Place, { state, join }: Comparison): Pick<FixResult, 'verdict' | 'detail'> {
  const said = `The source has ${place.attribute ?? 'it'} ${place.sourceSays ?? 'not set'}, the account ${place.accountSays ?? 'not set'}`;
  const pair = join.ofSource(place.address);
  const applied = state?.resource(place.address);
  if (!applied || !pair || place.attribute === null) {
    return {
      verdict: 'not-applied',
      detail: `${said}: it was not applied, or undone by hand. --state FILE tells which.`,
    };
  }
  const same = sameAt(applied, pair.live, place.attribute, join.resolve);
  return same
    ? { verdict: 'pending', detail: `${said}, as it was applied last: terraform apply is still to come.` }
    : { verdict: 'undone', detail: `${said}, which is not what was applied last: it was changed by hand since.` };
}

function sameAt(one: Resource, other: Resource, attribute: string, resolve: Parameters<typeof sameness>[2]): boolean {
  const [said, has] = [valueAt(one, attribute), valueAt(other, attribute)];
  if (typeof said === 'string' || typeof has === 'string') return said === has;
  return sameness(said.value, has.value, resolve) !== 'different';
}

/** What is to be done at one place is said once. */
function merged(fixes: readonly FixResult[]): readonly FixResult[] {
  const byPlace = new Map<string, FixResult>();
  for (const fix of fixes) {
    const key = `${fix.control ?? ''} ${fix.rootModule} ${fix.address} ${fix.verdict}`;
    const known = byPlace.get(key);
    byPlace.set(key, known ? { ...known, paths: [...new Set([...known.paths, ...fix.paths])] } : fix);
  }
  return [...byPlace.values()];
}

/** An edit is needed where its control still proposes it against something that an attacker can use. */
function recordedFix(edit: RecordedEdit, open: readonly FixResult[], comparison: Comparison): FixResult {
  const { expected, found } = comparison;
  const of = (verdict: FixVerdict, detail: string): FixResult => ({
    control: edit.control,
    rootModule: edit.rootModule,
    address: edit.address,
    summary: edit.summary,
    verdict,
    detail,
    edit: edit.id,
    paths: [],
  });
  if (isNeeded(edit, expected.attack)) return of('not-written', 'The source that is here does not have it.');
  const known = open.find(({ control, address }) => control === edit.control && address === edit.address);
  if (known) return { ...known, edit: edit.id, summary: edit.summary };
  const standing = standingOf(edit.address, comparison);
  if (standing.kind === 'not-readable') {
    return of('unclear', `It can't be known: ${standing.calls.map(({ action }) => action).join(', ')} gave no answer.`);
  }
  if (isNeeded(edit, found.attack)) {
    return of('not-applied', 'The account does not have it: it was not applied, or undone by hand.');
  }
  return of('closed', 'The account has it too.');
}

function isNeeded({ id, control: name, address }: RecordedEdit, { graph, estate }: AttackAnalysis): boolean {
  const control = controls.find((each) => each.id === name);
  if (!control) return false;
  const findings = [...control.findings(estate)].some(({ remedy }) => remedy.id === id);
  if (findings) return true;
  const premises = new Map(graph.rules.flatMap((rule) => rule.premises).map((premise) => [premise.key, premise]));
  return [...premises.values()].some((premise) =>
    [...control.cut(premise, estate)].some((proposal) => proposal.id === id && proposal.address === address),
  );
}
