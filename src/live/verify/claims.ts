/** Is what the source says so? Each premise of its attack paths, and each place that a control finds fault with. */
import { ownerOf } from '#analysis/owner.js';
import type { ClaimResult, ClaimVerdict, ExpectedPathResult } from '#analysis/result/verification.js';
import { attackPaths } from '#attack/analyse.js';
import type { AttackPath } from '#attack/path.js';
import type { Evidence, Premise } from '#aws/premise.js';
import { findingsOf, type JudgedFinding } from '#harden/findings.js';
import { controls } from '#harden/registry.generated.js';
import { sourceRange } from '#model/diagnostic.js';
import type { Origin } from '#model/value.js';
import { type Comparison, differenceAt, missingFor, standingOf } from './context.js';
import type { Opening } from './openings.js';

/** With what the source does not say and only the account has open, at a resource that both have. */
export function claimsOf(comparison: Comparison, openings: readonly Opening[]): readonly ClaimResult[] {
  const claims = [...premises(comparison), ...findings(comparison)];
  const told = new Set(claims.map(placeOf));
  const opened = openings
    .filter(({ result }) => result.kind === 'different')
    .map((each) => openingClaim(each, comparison));
  return [...claims, ...opened.filter((claim) => !told.has(placeOf(claim)))];
}

function placeOf({ verdict, rootModule, address, attribute }: ClaimResult): string {
  return `${verdict} ${rootModule} ${address} ${attribute}`;
}

function openingClaim({ result, premises: [premise] }: Opening, comparison: Comparison): ClaimResult {
  const { address, attribute, sourceSays, accountSays } = result;
  const origin = premise?.evidence[0]?.origin;
  const claim: Claim = {
    kind: 'premise',
    property: premise?.property ?? '',
    address,
    attribute: attribute ?? '',
    origin,
  };
  return claimResult(claim, { verdict: 'different', sourceSays, accountSays, open: 'account' }, comparison);
}

interface Claim {
  readonly kind: ClaimResult['kind'];
  readonly property: string;
  readonly address: string;
  readonly attribute: string;
  readonly origin: Origin | undefined;
}

interface Judgement {
  readonly verdict: ClaimVerdict;
  readonly sourceSays?: string | null;
  readonly accountSays?: string | null;
  readonly open?: ClaimResult['open'];
  readonly calls?: readonly string[];
}

function claimResult(claim: Claim, judged: Judgement, { expected }: Comparison): ClaimResult {
  const { kind, property, address, attribute, origin } = claim;
  return {
    kind,
    property,
    ...ownerOf(address, expected.configuration),
    attribute,
    verdict: judged.verdict,
    sourceSays: judged.sourceSays ?? null,
    accountSays: judged.accountSays ?? null,
    open: judged.open ?? null,
    calls: judged.calls ?? [],
    source: origin ? sourceRange(origin.file, origin) : null,
  };
}

function* premises(comparison: Comparison): Iterable<ClaimResult> {
  const { expected, foundSteps } = comparison;
  const seen = new Map<string, { readonly premise: Premise; stepIsOpen: boolean }>();
  for (const { steps } of attackPaths(expected.attack)) {
    for (const step of steps) {
      for (const premise of step.premises) {
        const known = seen.get(premise.key) ?? { premise, stepIsOpen: false };
        known.stepIsOpen ||= foundSteps.has(step);
        seen.set(premise.key, known);
      }
    }
  }
  for (const { premise, stepIsOpen } of seen.values()) {
    const [evidence] = premise.evidence;
    const { address, attribute, origin } = evidence ?? { ...NOWHERE, address: premise.resource.address };
    const claim: Claim = { kind: 'premise', property: premise.property, address, attribute, origin };
    yield claimResult(claim, judgePremise(premise, stepIsOpen, comparison), comparison);
  }
}

const NOWHERE = { attribute: '', origin: undefined };

function judgePremise(premise: Premise, stepIsOpen: boolean, comparison: Comparison): Judgement {
  const places = placesOf(premise);
  const shown = premise.evidence[0]?.value ?? null;
  const missing = places.flatMap((place) => callsMissing(place, comparison));
  if (missing.length > 0) return { verdict: 'not-readable', sourceSays: shown, calls: [...new Set(missing)] };
  const isKnown = comparison.foundSteps.restsOn(premise.key);
  if (isKnown && stepIsOpen) return { verdict: 'confirmed', sourceSays: shown, accountSays: shown };
  const standings = places.map(({ address }) => standingOf(address, comparison).kind);
  if (standings.includes('absent')) return { verdict: 'absent', sourceSays: shown, open: 'source' };
  if (standings.includes('ambiguous')) return { verdict: 'ambiguous', sourceSays: shown };
  const compared = places.flatMap(({ address, attribute }) => differenceAt(address, attribute, comparison) ?? []);
  const different = compared.find(({ verdict }) => verdict === 'different');
  if (stepIsOpen) return { verdict: 'confirmed', sourceSays: shown };
  if (different) {
    const { sourceSays, accountSays } = different;
    return { verdict: 'different', sourceSays, accountSays, open: 'source' };
  }
  const same = isKnown || (compared.length > 0 && compared.every(({ verdict }) => verdict !== 'no-such-place'));
  return { verdict: same ? 'confirmed' : 'not-compared', sourceSays: shown };
}

type Place = Pick<Evidence, 'address' | 'attribute'>;

function placesOf({ evidence, resource }: Premise): readonly Place[] {
  const places = evidence.map(({ address, attribute }) => ({ address: address.split('#')[0] ?? address, attribute }));
  return places.length > 0 ? places : [{ address: resource.address, attribute: '' }];
}

function callsMissing({ address, attribute }: Place, comparison: Comparison): readonly string[] {
  const standing = standingOf(address, comparison);
  if (standing.kind === 'not-readable') return standing.calls.map(({ action }) => action);
  if (standing.kind !== 'joined') return [];
  return missingFor(standing.live, attribute, comparison).map(({ action }) => action);
}

/** Where both fall short they agree; where one does, the values tell whether that is because they differ. */
function* findings(comparison: Comparison): Iterable<ClaimResult> {
  const { expected, found } = comparison;
  const judged = new Map(findingsOf(expected.attack.estate, controls).map((each) => [nameOf(each), each]));
  const live = new Map(findingsOf(found.attack.estate, controls).map((each) => [nameOf(each), each]));
  for (const [name, each] of judged) {
    const verdict = live.has(name) ? CONFIRMED : judgeFinding(each, 'source', comparison);
    yield claimResult(claimOf(each), verdict, comparison);
  }
  for (const [name, each] of live) {
    if (judged.has(name) || !comparison.join.ofSource(each.finding.address)) continue;
    const verdict = judgeFinding(each, 'account', comparison);
    if (verdict.verdict === 'different') yield claimResult(claimOf(each), verdict, comparison);
  }
}

const CONFIRMED: Judgement = { verdict: 'confirmed' };

function nameOf({ control, finding }: JudgedFinding): string {
  return `${control.id} ${finding.address} ${finding.attribute}`;
}

function claimOf({ control, finding }: JudgedFinding): Claim {
  const { address, attribute, origin } = finding;
  return { kind: 'finding', property: control.id, address, attribute, origin };
}

function judgeFinding({ finding }: JudgedFinding, open: 'source' | 'account', comparison: Comparison): Judgement {
  const place = { address: finding.address.split('#')[0] ?? finding.address, attribute: finding.attribute };
  const calls = callsMissing(place, comparison);
  if (calls.length > 0) return { verdict: 'not-readable', calls };
  const standing = standingOf(place.address, comparison).kind;
  if (standing === 'absent' || standing === 'ambiguous') return { verdict: standing, open };
  const compared = differenceAt(place.address, place.attribute, comparison);
  if (compared?.verdict !== 'different') return { verdict: 'not-compared' };
  const { sourceSays, accountSays } = compared;
  return { verdict: 'different', sourceSays, accountSays, open };
}

export function expectedPaths(comparison: Comparison): readonly ExpectedPathResult[] {
  return attackPaths(comparison.expected.attack).map((path) => expectedPath(path, comparison));
}

/** It breaks off where the first step is that the account does not allow. */
function expectedPath(path: AttackPath, comparison: Comparison): ExpectedPathResult {
  const { foundSteps, expected } = comparison;
  const broken = path.steps.find((step) => !foundSteps.has(step));
  const doubtful = path.steps.find((step) => !foundSteps.hasCertain(step));
  const missing = (broken?.premises ?? []).some((premise) =>
    placesOf(premise).some((place) => callsMissing(place, comparison).length > 0),
  );
  const verdict = broken && !missing ? 'closed' : broken || doubtful ? 'unclear' : 'open';
  const at = (broken ?? doubtful)?.premises.flatMap((premise) => placesOf(premise).map(({ address }) => address)) ?? [];
  const { rootModule } = ownerOf(path.entry.address, expected.configuration);
  return { id: path.id, rootModule, title: path.title, severity: path.severity, verdict, at: [...new Set(at)] };
}
