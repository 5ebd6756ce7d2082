/** Expressions: conditionals, operators by precedence, traversals. The terms are in parse-term.ts. */
import { parseTerm } from './term.js';
import { parseTraversal } from './traversal.js';
import { invalidExpression, type Parser } from './parser.js';
import type { BinaryOperator, Expression } from '../syntax.js';
import * as token from './token.js';

interface Operator {
  readonly symbol: BinaryOperator;
  readonly precedence: number;
}

/** By kind of token; the higher the precedence, the tighter it binds. */
const OPERATORS: readonly (Operator | undefined)[] = operatorTable();

function operatorTable(): (Operator | undefined)[] {
  const table = Array.from<Operator | undefined>({ length: 256 });
  const level = (precedence: number, symbols: ReadonlyArray<readonly [number, BinaryOperator]>): void => {
    for (const [kind, symbol] of symbols) table[kind] = { symbol, precedence };
  };
  level(1, [[token.OR, '||']]);
  level(2, [[token.AND, '&&']]);
  level(3, [
    [token.EQUAL_EQUAL, '=='],
    [token.NOT_EQUAL, '!='],
  ]);
  level(4, [
    [token.GREATER, '>'],
    [token.GREATER_EQUAL, '>='],
    [token.LESS, '<'],
    [token.LESS_EQUAL, '<='],
  ]);
  level(5, [
    [token.PLUS, '+'],
    [token.MINUS, '-'],
  ]);
  level(6, [
    [token.STAR, '*'],
    [token.SLASH, '/'],
    [token.PERCENT, '%'],
  ]);
  return table;
}

/** Parses one expression from the next token on. */
export function expression(parser: Parser): Expression {
  if (!parser.descend()) return invalidExpression(parser.nextStart(), parser.nextStart());
  const { faults } = parser;
  let result = binary(parser, 1);
  if (parser.peek() === token.QUESTION && !(parser.recovery && parser.faults > faults))
    result = conditional(parser, result);
  parser.depth--;
  return result;
}

function conditional(parser: Parser, condition: Expression): Expression {
  const { faults } = parser;
  let { height } = parser;
  parser.read();
  const then = expression(parser);
  if (parser.recovery && parser.faults > faults) return condition;
  height = Math.max(height, parser.height);
  if (parser.peek() !== token.COLON) {
    const detail = 'The conditional operator (...?...:...) requires a false expression, delimited by a colon.';
    parser.report(parser.index, 'Missing false expression in conditional', detail);
    parser.recovery = true;
    return condition;
  }
  parser.read();
  const otherwise = expression(parser);
  if (parser.recovery && parser.faults > faults) return condition;
  if (!parser.raise(Math.max(height, parser.height), condition.start)) return condition;
  // oxlint-disable-next-line unicorn/no-thenable -- a node, never a function
  return { kind: 'conditional', start: condition.start, end: otherwise.end, condition, then, otherwise };
}

/** Operators of at least this precedence, all left-associative. */
function binary(parser: Parser, precedence: number): Expression {
  const { faults } = parser;
  let left = operand(parser);
  for (;;) {
    const operator = OPERATORS[parser.peek()];
    if (!operator || operator.precedence < precedence) return left;
    if (parser.recovery && parser.faults > faults) return left;
    const { height } = parser;
    const operatorStart = parser.start(parser.read());
    const right = binary(parser, operator.precedence + 1);
    if (parser.recovery && parser.faults > faults) return left;
    if (!parser.raise(Math.max(height, parser.height), left.start)) return left;
    left = { kind: 'binary', start: left.start, end: right.end, operator: operator.symbol, operatorStart, left, right };
  }
}

function operand(parser: Parser): Expression {
  const kind = parser.peek();
  if (kind === token.MINUS || kind === token.BANG) return unary(parser, kind === token.MINUS ? '-' : '!');
  const term = parseTerm(parser, kind);
  const next = parser.peek();
  return next === token.DOT || next === token.OPEN_BRACKET ? parseTraversal(parser, term) : term;
}

/** Binds tighter than any binary operator, and looser than a traversal. */
function unary(parser: Parser, operator: '-' | '!'): Expression {
  const start = parser.start(parser.read());
  if (!parser.descend()) return invalidExpression(start, start);
  const value = operand(parser);
  parser.depth--;
  if (!parser.raise(parser.height, start)) return value;
  return { kind: 'unary', start, end: value.end, operator, operand: value };
}
