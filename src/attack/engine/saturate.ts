import type { Estate } from '#aws/estate.js';
import type { Access, AccessRequest } from '#aws/iam/decision.js';
import type { NetworkPosition } from '#aws/network/network.js';
import type { Premise } from '#aws/premise.js';
import { isActor, STRANGER, tagCondition, tags, type Fact, type FactKind, type May, type Reaches } from '../fact.js';
import { isMeant } from '../intended.js';
import { type ExistencePremises, existenceIn } from '../premises/existence.js';
import type { DeriveContext, Step, Technique } from '../technique.js';
import type { AttackGraph, Rule } from './graph.js';

/**
 * Forward chaining from the entry points to a fixed point: a technique is asked only with facts that the attacker really
 * can have, and once with each. Everything is monotone, so the order does not change the result.
 */
export interface EntryStep {
  readonly entry: string;
  readonly step: Step;
  readonly technique: Technique;
}

const MOST_RULES = 500_000;
/** What an assumed premise adds to a step's cost, so that surer derivations come first. */
const ASSUMED_COST = 0.25;

export function saturate(estate: Estate, techniques: readonly Technique[], entries: readonly EntryStep[]): AttackGraph {
  return new Saturation(estate, techniques, entries).run();
}

interface Draft {
  readonly gains: Fact;
  readonly needs: readonly Fact[];
  readonly premises: readonly Premise[];
  readonly explanation: string;
  readonly intended: boolean;
  readonly cost: number;
  readonly technique: Technique | undefined;
  readonly from: Fact | undefined;
  readonly entry?: string;
}

class Saturation {
  readonly estate: Estate;
  /** What techniques are given; its functions may be taken out of it. */
  readonly #context: DeriveContext;
  readonly #entries: readonly EntryStep[];
  readonly #existence: ExistencePremises;
  readonly #byKind = new Map<FactKind, Technique[]>();
  readonly #facts: Fact[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #rules: Rule[] = [];
  /** Per rule, how many of its facts are still missing; per fact, the rules that wait for it. */
  readonly #missing: number[] = [];
  readonly #waiting: number[][] = [];
  readonly #won: boolean[] = [];
  readonly #agenda: number[] = [];

  constructor(estate: Estate, techniques: readonly Technique[], entries: readonly EntryStep[]) {
    this.estate = estate;
    this.#context = {
      estate,
      may: (request) => this.may(request),
      mayAny: (requests) => this.mayAny(requests),
      reaches: (from, to, port) => this.reaches(from, to, port),
    };
    this.#entries = entries;
    this.#existence = existenceIn(estate);
    for (const technique of techniques) {
      for (const kind of technique.on) this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), technique]);
    }
  }

  run(): AttackGraph {
    for (const { entry, step, technique } of this.#entries) this.#addStep(step, technique, undefined, entry);
    for (let next = 0; next < this.#agenda.length && this.#rules.length < MOST_RULES; next++) {
      const fact = this.#facts[this.#agenda[next] ?? -1];
      if (fact) this.#ask(fact);
    }
    return {
      facts: this.#facts,
      rules: this.#rules,
      factNumber: this.#numbers,
      truncated: this.#rules.length >= MOST_RULES,
    };
  }

  may(request: AccessRequest): May | undefined {
    const fact = mayFact(request);
    if (this.#numbers.has(fact.key)) return fact;
    this.#allow(fact, request, this.estate.iam.access(request));
    return this.#numbers.has(fact.key) ? fact : undefined;
  }

  mayAny(requests: readonly AccessRequest[]): May | undefined {
    const allowed = requests
      .map((request) => ({ request, ways: this.estate.iam.access(request) }))
      .filter(({ ways }) => ways.length > 0);
    const [only, another] = allowed;
    if (!only || !another) return only && this.may(only.request);
    // What is sure stands for all, in the text and in the order of the alternatives.
    const ordered = allowed.toSorted((a, b) => doubtOf(a.ways) - doubtOf(b.ways));
    const [first] = ordered;
    const shown = first && this.may(first.request);
    if (!shown) return undefined;
    const fact: May = {
      ...shown,
      key: `may any of ${allowed.map(({ request }) => signatureOf(request)).join(' or ')}`,
    };
    if (this.#numbers.has(fact.key)) return fact;
    const among = ordered.flatMap(({ ways }) => ways);
    for (const { request, ways } of ordered) this.#allow(fact, request, ways, among);
    return this.#numbers.has(fact.key) ? fact : undefined;
  }

  /** `among` are all ways to the fact. */
  #allow(fact: May, request: AccessRequest, ways: readonly Access[], among = ways): void {
    const { resource } = request.target;
    for (const access of ways) {
      const { tagConditions, premises } = access;
      if (tagConditions.length > 0 && !resource) continue;
      const needs = resource ? tagConditions.map(({ tagKey }) => tags(resource, tagKey)) : [];
      if (resource) {
        for (const { tagKey } of tagConditions) this.#auxiliary(tagCondition(resource, tagKey), [], [], true);
      }
      this.#auxiliary(fact, needs, premises, isMeant(access, among, this.estate));
    }
  }

  reaches(from: NetworkPosition, to: NetworkPosition, port: number): Reaches | undefined {
    const key = `reaches ${from.owner} ${to.owner} ${port}`;
    const fact: Reaches = {
      kind: 'reaches',
      key,
      address: to.owner,
      text: `${from.owner} reaches ${to.owner}:${port}`,
    };
    if (this.#numbers.has(key)) return fact;
    const ways = this.estate.network.between(from, to, port);
    // Whether a network position is what the workload is there for, the technique says.
    for (const way of ways) this.#auxiliary(fact, [], way.premises, true);
    return ways.length > 0 ? fact : undefined;
  }

  #auxiliary(gains: Fact, needs: readonly Fact[], premises: readonly Premise[], intended: boolean): void {
    this.#add({
      gains,
      needs,
      premises,
      intended,
      explanation: gains.text,
      cost: 0,
      technique: undefined,
      from: undefined,
    });
  }

  #ask(fact: Fact): void {
    for (const technique of this.#byKind.get(fact.kind) ?? []) {
      for (const step of technique.derive(fact, this.#context)) this.#addStep(step, technique, fact, undefined);
    }
  }

  #addStep(step: Step, technique: Technique, from: Fact | undefined, entry: string | undefined): void {
    const listed = step.needs ?? [];
    const needs = from ? [from, ...listed.filter((need) => need.key !== from.key)] : listed;
    this.#add({
      gains: step.gains,
      needs,
      premises: step.premises ?? [],
      explanation: step.explanation,
      intended: step.intended ?? false,
      cost: step.cost ?? 1,
      technique,
      from: from && (needs.find(isActor) ?? from),
      ...(entry === undefined ? {} : { entry }),
    });
  }

  #add(draft: Draft): void {
    if (draft.needs.some((need) => need.key === draft.gains.key)) return;
    const gains = this.#number(draft.gains);
    const needs = [...new Set(draft.needs.map((need) => this.#number(need)))];
    const premises = [...draft.premises, ...this.#existence([draft.gains, ...draft.needs], draft.premises)];
    const assumed = premises.filter((premise) => premise.certainty === 'assumed').length;
    const index = this.#rules.length;
    this.#rules.push({
      index,
      technique: draft.technique,
      from: draft.from,
      gains,
      needs,
      premises,
      explanation: draft.explanation,
      intended: draft.intended,
      cost: draft.cost + assumed * ASSUMED_COST,
      entry: draft.entry,
    });
    const open = needs.filter((need) => !this.#won[need]);
    this.#missing[index] = open.length;
    for (const need of open) this.#waiting[need]?.push(index);
    if (open.length === 0) this.#win(gains);
  }

  #win(start: number): void {
    const stack = [start];
    for (let fact = stack.pop(); fact !== undefined; fact = stack.pop()) {
      if (this.#won[fact]) continue;
      this.#won[fact] = true;
      this.#agenda.push(fact);
      for (const rule of this.#waiting[fact] ?? []) {
        const missing = (this.#missing[rule] ?? 0) - 1;
        this.#missing[rule] = missing;
        const gains = this.#rules[rule]?.gains;
        if (missing === 0 && gains !== undefined) stack.push(gains);
      }
    }
  }

  #number(fact: Fact): number {
    const known = this.#numbers.get(fact.key);
    if (known !== undefined) return known;
    const number = this.#facts.length;
    this.#facts.push(fact);
    this.#numbers.set(fact.key, number);
    this.#waiting.push([]);
    this.#won.push(false);
    return number;
  }
}

function mayFact(request: AccessRequest): May {
  const { principal, action } = request;
  const address = principal?.address ?? STRANGER;
  const text = `${address} may ${action} on ${objectOf(request)}`;
  return { kind: 'may', key: `may ${signatureOf(request)}`, address, text, action };
}

/** How far the surest way is from a plain one. */
function doubtOf(ways: readonly Access[]): number {
  const doubts = ways.map(
    ({ premises, tagConditions }) =>
      tagConditions.length * 2 + (premises.some(({ certainty }) => certainty === 'assumed') ? 1 : 0),
  );
  return Math.min(...doubts);
}

function objectOf({ target }: AccessRequest): string {
  return target.resource?.address ?? target.arn?.key ?? '*';
}

function signatureOf(request: AccessRequest): string {
  const context = [...(request.context ?? [])].map(
    ([key, values]) => `${key}=${values.map((value) => value.key).join(',')}`,
  );
  const { principal, action, target } = request;
  const part = target.parts && target.arn ? ` ${target.arn.key}` : '';
  return `${principal?.address ?? STRANGER} ${action} ${objectOf(request)}${part} ${context.join(' ')}`;
}
