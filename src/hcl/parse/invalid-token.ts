/** Faults that the scanner finds. Those that tend to come in swarms are reported only once or a few times. */
import type { SyntaxDiagnostic } from '../syntax.js';

interface Rule {
  readonly summary: string;
  readonly detail: string;
  /** Characters that share one count. */
  readonly family: string;
  readonly reported: (count: number) => boolean;
}

const bitwise = (hint: string): Rule => ({
  summary: 'Unsupported operator',
  detail: `Bitwise operators are not supported.${hint}`,
  family: 'bitwise',
  reported: (count) => count < 4,
});

/** The first and the third: not both ends of what the author meant as one string. */
const alternating = (count: number): boolean => count === 0 || count === 2;

const curlyQuote: Rule = {
  summary: 'Invalid character',
  detail:
    '"Curly quotes" are not valid here. These can sometimes be inadvertently introduced when sharing code via documents or discussion forums. It might help to replace the character with a "straight quote".',
  family: 'curly',
  reported: () => true,
};

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['&', bitwise(' Did you mean boolean AND ("&&")?')],
  ['|', bitwise(' Did you mean boolean OR ("||")?')],
  ['~', bitwise(' Did you mean boolean NOT ("!")?')],
  ['^', bitwise('')],
  [
    '`',
    {
      summary: 'Invalid character',
      detail: 'The "`" character is not valid. To create a multi-line string, use the "heredoc" syntax, like "<<EOT".',
      family: '`',
      reported: alternating,
    },
  ],
  [
    "'",
    {
      summary: 'Invalid character',
      detail: 'Single quotes are not valid. Use double quotes (") to enclose strings.',
      family: "'",
      reported: alternating,
    },
  ],
  [
    ';',
    {
      summary: 'Invalid character',
      detail:
        'The ";" character is not valid. Use newlines to separate arguments and blocks, and commas to separate items in collection values.',
      family: ';',
      reported: (count) => count < 1,
    },
  ],
  ['\u201c', curlyQuote],
  ['\u201d', curlyQuote],
]);

const UNKNOWN: Rule = {
  summary: 'Invalid character',
  detail: 'This character is not used within the language.',
  family: 'unknown',
  // A binary file would give one per byte.
  reported: (count) => count < 100,
};

export class InvalidTokens {
  private readonly text: string;
  private readonly diagnostics: SyntaxDiagnostic[];
  private readonly counts = new Map<string, number>();

  constructor(text: string, diagnostics: SyntaxDiagnostic[]) {
    this.text = text;
    this.diagnostics = diagnostics;
  }

  report(start: number, end: number): void {
    const rule = RULES.get(this.text.slice(start, Math.min(end, start + 2))) ?? UNKNOWN;
    const count = this.counts.get(rule.family) ?? 0;
    this.counts.set(rule.family, count + 1);
    if (!rule.reported(count)) return;
    this.diagnostics.push({ summary: rule.summary, detail: rule.detail, start, end });
  }

  reportNewline(start: number, end: number): void {
    this.diagnostics.push({
      summary: 'Invalid multi-line string',
      detail:
        'Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the "heredoc" multi-line template syntax.',
      start,
      end,
    });
  }
}
