import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from '#aws/iam/parse.js';
import type { SymbolicString } from '#aws/symbolic.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { HOLE } from '#model/value.js';
import { encoded, type Plain, text, variable } from './support.js';

const leaf = fc.oneof(
  fc.constantFrom<Plain>('Allow', 'Deny', '*', 's3:Get*', variable('v'), true, 7),
  fc.string({ maxLength: 5 }),
);
const name = fc.constantFrom(
  'Statement',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'Principal',
  'Condition',
  'AWS',
  'Bool',
  '__proto__',
);
const { value } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((entries): Plain => Object.fromEntries(entries)),
  ),
}));

function parse(given: ReturnType<typeof text>) {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const source = {
    id: 'x:policy',
    resource: undefined,
    attribute: 'policy',
    canonical: (each: SymbolicString) => each,
    report,
  };
  return { document: parsePolicy(given, source), diagnostics };
}

test('whatever the value, there is a document; what was left out is told or marked', () => {
  fc.assert(
    fc.property(value, (plain) => {
      const { document, diagnostics } = parse(encoded(plain));
      if (diagnostics.length > 0) expect(document.incomplete).toBe(true);
      for (const statement of document.statements) expect(['Allow', 'Deny']).toContain(statement.effect);
    }),
    { numRuns: 500 },
  );
});

test('whatever the text, places are inside of it', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"Statement"',
    '"Effect"',
    '"Allow"',
    '"Action"',
    '"a:*"',
    ':',
    ',',
    '0',
    ' ',
    '\n',
    '\\',
    '"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(30), (pieces, at) => {
      const source = [...pieces.slice(0, at), HOLE, ...pieces.slice(at)].join('');
      const { document } = parse(text(source, variable('v')));
      for (const { origin } of document.statements.flatMap((statement) => [statement, ...statement.actions])) {
        expect(origin && origin.start <= origin.end && origin.end <= source.length).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});
