/**
 * The cluster query language, in which placement constraints say what container instances they take.
 * Anything that is not understood makes the whole expression `undefined`: it tells nothing.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
export type Query =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | Comparison;

export interface Comparison {
  readonly kind: 'comparison';
  /** `attribute:ecs.instance-type`, `ec2InstanceId` */
  readonly subject: string;
  readonly operator: 'equals' | 'in' | 'matches' | 'exists' | 'other';
  readonly negated: boolean;
  readonly values: readonly Word[];
}

/** A piece of the text, with its place in it. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Truth = 'yes' | 'no' | 'unknown';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementConstraint.html */
const MOST_CHARACTERS = 2000;
const MOST_NESTED = 50;

export function parseQuery(text: string): Query | undefined {
  const words = text.length <= MOST_CHARACTERS ? wordsOf(text) : undefined;
  if (!words) return undefined;
  const parser = new Parser(words);
  const query = parser.either(0);
  return parser.atEnd ? query : undefined;
}

/** What the query says, by what it says of each comparison. */
export function judge(query: Query, compare: (comparison: Comparison) => Truth): Truth {
  if (query.kind === 'comparison') return query.negated ? not(compare(query)) : compare(query);
  if (query.kind === 'not') return not(judge(query.of, compare));
  const decisive = query.kind === 'and' ? 'no' : 'yes';
  const parts = query.of.map((part) => judge(part, compare));
  if (parts.includes(decisive)) return decisive;
  return parts.includes('unknown') ? 'unknown' : not(decisive);
}

export function not(truth: Truth): Truth {
  if (truth === 'unknown') return truth;
  return truth === 'yes' ? 'no' : 'yes';
}

const TOKEN = /\s*(&&|\|\||==|!=|>=|<=|=~|!~|[()[\],!<>]|[^\s()[\],=!<>~&|]+)/y;
/** A pattern may hold what is punctuation elsewhere. */
const PATTERN = /\s*(\S+)/y;

function wordsOf(text: string): readonly Word[] | undefined {
  const words: Word[] = [];
  const trimmed = text.trimEnd();
  for (let at = 0; at < trimmed.length; ) {
    const previous = words.at(-1)?.text.toLowerCase() ?? '';
    const token = OPERATORS.get(previous)?.[0] === 'matches' ? PATTERN : TOKEN;
    token.lastIndex = at;
    const match = token.exec(trimmed);
    const [, word = ''] = match ?? [];
    if (!match) return undefined;
    at = token.lastIndex;
    words.push({ text: word, start: at - word.length, end: at });
  }
  return words;
}

const OPERATORS = new Map<string, readonly [Comparison['operator'], boolean]>([
  ['==', ['equals', false]],
  ['equals', ['equals', false]],
  ['!=', ['equals', true]],
  ['not_equals', ['equals', true]],
  ['in', ['in', false]],
  ['not_in', ['in', true]],
  ['=~', ['matches', false]],
  ['matches', ['matches', false]],
  ['!~', ['matches', true]],
  ['not_matches', ['matches', true]],
  ['exists', ['exists', false]],
  ['not_exists', ['exists', true]],
  ...['>', '>=', '<', '<=', 'greater_than', 'greater_than_equal', 'less_than', 'less_than_equal'].map(
    (name) => [name, ['other', false]] as const,
  ),
]);

class Parser {
  readonly #words: readonly Word[];
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  get atEnd(): boolean {
    return this.#at === this.#words.length;
  }

  either(depth: number): Query | undefined {
    return this.#several('or', /^(or|\|\|)$/i, () => this.#both(depth));
  }

  #both(depth: number): Query | undefined {
    return this.#several('and', /^(and|&&)$/i, () => this.#one(depth));
  }

  #several(kind: 'and' | 'or', between: RegExp, next: () => Query | undefined): Query | undefined {
    const of: Query[] = [];
    do {
      const query = next();
      if (!query) return undefined;
      of.push(query);
    } while (this.#take(between));
    return of.length === 1 ? of[0] : { kind, of };
  }

  #one(depth: number): Query | undefined {
    if (depth > MOST_NESTED) return undefined;
    if (this.#take(/^(not|!)$/i)) {
      const of = this.#one(depth + 1);
      return of && { kind: 'not', of };
    }
    if (!this.#take(/^\($/)) return this.#comparison();
    const inside = this.either(depth + 1);
    return this.#take(/^\)$/) ? inside : undefined;
  }

  #comparison(): Comparison | undefined {
    const subject = this.#take(/^[a-z]/i);
    const inverted = this.#take(/^!$/) !== undefined;
    const named = OPERATORS.get(this.#words[this.#at]?.text.toLowerCase() ?? '');
    if (!subject || !named) return undefined;
    this.#at += 1;
    const [operator, negative] = named;
    const values = operator === 'exists' ? [] : this.#values(operator);
    return values && { kind: 'comparison', subject: subject.text, operator, negated: inverted !== negative, values };
  }

  #values(operator: Comparison['operator']): readonly Word[] | undefined {
    if (operator === 'matches') {
      const pattern = this.#take(/./);
      return pattern && [pattern];
    }
    if (!this.#take(/^\[$/)) {
      const value = this.#take(/^[^()[\],]/);
      return value && [value];
    }
    const values: Word[] = [];
    do {
      const value = this.#take(/^[^()[\],]/);
      if (!value) return undefined;
      values.push(value);
    } while (this.#take(/^,$/));
    return this.#take(/^\]$/) ? values : undefined;
  }

  #take(wanted: RegExp): Word | undefined {
    const word = this.#words[this.#at];
    if (!word || !wanted.test(word.text)) return undefined;
    this.#at += 1;
    return word;
  }
}
