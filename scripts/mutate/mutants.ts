import { createHash } from 'node:crypto';
import ts from 'typescript';

/** A small fault put into a source file, to see whether a test notices. */
export interface Mutant {
  /** The same as long as the mutated code is, wherever in its file it stands. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly replacement: string;
}

interface Fault {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const seen = new Map<string, number>();
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node, within: string): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    const inside = nameOf(node) ?? within;
    for (const { operator, start, end, replacement } of faultsOf(node, source)) {
      const original = text.slice(start, end);
      const signature = [file, operator, inside, original, replacement].join('\n');
      const count = (seen.get(signature) ?? 0) + 1;
      seen.set(signature, count);
      const id = createHash('sha256').update(`${signature}\n${count}`).digest('hex').slice(0, 12);
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      mutants.push({ id, file, line, operator, start, end, original, replacement });
    }
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, '');
  return mutants;
}

/** So many of the mutants, chosen by the seed: the same ones as long as the code is the same. */
export function sample(mutants: readonly Mutant[], count: number, seed: string): Mutant[] {
  const rank = ({ id }: Mutant): string => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const ranked = mutants.map((mutant) => ({ mutant, at: rank(mutant) }));
  return ranked
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

function nameOf(node: ts.Node): string | undefined {
  if (!ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node) && !ts.isVariableDeclaration(node)) return;
  return node.name && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

function* faultsOf(node: ts.Node, source: ts.SourceFile): Generator<Fault> {
  const replaced = (operator: string, at: ts.Node, replacement: string): Fault => {
    return { operator, start: at.getStart(source), end: at.getEnd(), replacement };
  };
  const textOf = (of: ts.Node): string => of.getText(source);
  for (const [operator, at, replacement] of [
    ...conditionFaults(node, textOf),
    ...statementFaults(node),
    ...functionFaults(node),
    ...valueFaults(node, textOf),
    ...callFaults(node, textOf),
  ]) {
    yield replaced(operator, at, replacement);
  }
  if (ts.isArrayLiteralExpression(node)) yield* elementFaults(node, source);
}

type Replaced = readonly [operator: string, at: ts.Node, replacement: string];
type TextOf = (node: ts.Node) => string;

const TOKENS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
]);

function* conditionFaults(node: ts.Node, textOf: TextOf): Generator<Replaced> {
  if (ts.isIfStatement(node)) {
    if (!node.elseStatement && isExit(node.thenStatement)) yield ['guard', node.expression, 'false'];
    else yield ['condition', node.expression, `!(${textOf(node.expression)})`];
  }
  if (ts.isConditionalExpression(node)) yield ['condition', node.condition, `!(${textOf(node.condition)})`];
  if (!ts.isBinaryExpression(node)) return;
  const { operatorToken, left } = node;
  const other = TOKENS.get(operatorToken.kind);
  const logical = other === '&&' || other === '||';
  if (other !== undefined) yield [logical ? 'logical' : 'comparison', operatorToken, other];
  if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) yield ['fallback', node, textOf(left)];
}

/** `return;`, `continue;` and the like, alone or in braces. */
function isExit(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) return statement.statements.length === 1 && statement.statements.every(isExit);
  return [ts.isReturnStatement, ts.isContinueStatement, ts.isBreakStatement, ts.isThrowStatement].some((is) =>
    is(statement),
  );
}

const CHANGES = /^(push|add|set|delete)$/;

function* statementFaults(node: ts.Node): Generator<Replaced> {
  if (ts.isReturnStatement(node) && node.expression && !isUndefined(node.expression)) {
    yield ['return', node.expression, 'undefined'];
  }
  if (!ts.isExpressionStatement(node)) return;
  const { expression } = node;
  if (ts.isYieldExpression(expression)) yield ['yield', node, ';'];
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return;
  if (CHANGES.test(expression.expression.name.text)) yield ['statement', node, ';'];
}

function isUndefined(expression: ts.Expression): boolean {
  return ts.isIdentifier(expression) && expression.text === 'undefined';
}

function* functionFaults(node: ts.Node): Generator<Replaced> {
  if (!ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node) && !ts.isArrowFunction(node)) return;
  const { body } = node;
  if (!body) return;
  if (ts.isBlock(body)) {
    if (body.statements.length > 0) yield ['body', body, '{}'];
  } else if (isPredicate(body)) {
    yield ['predicate', body, 'true'];
    yield ['predicate', body, 'false'];
  }
}

const ASKS = /^(some|every|has|includes|startsWith|endsWith|test|is[A-Z]\w*)$/;

function isPredicate(body: ts.ConciseBody): boolean {
  if (ts.isBinaryExpression(body)) return TOKENS.has(body.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(body)) return body.operator === ts.SyntaxKind.ExclamationToken;
  if (!ts.isCallExpression(body)) return false;
  const { expression } = body;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && ASKS.test(name.text);
}

/** Properties whose value is one word of a few, and those that are a number of which more is worse. */
const WORDS = /^(applyEffect|certainty|severity)$/;
const NUMBERS = /^(width|cost)$/;

function* valueFaults(node: ts.Node, textOf: TextOf): Generator<Replaced> {
  if (node.kind === ts.SyntaxKind.TrueKeyword) yield ['boolean', node, 'false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) yield ['boolean', node, 'true'];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    yield ['not', node, `(${textOf(node.operand)})`];
  }
  if (!ts.isPropertyAssignment(node)) return;
  const name = textOf(node.name);
  if (ts.isStringLiteral(node.initializer) && WORDS.test(name)) yield ['word', node.initializer, "'other'"];
  if (ts.isNumericLiteral(node.initializer) && NUMBERS.test(name)) {
    yield ['number', node.initializer, `${node.initializer.text} + 1`];
  }
}

function* callFaults(node: ts.Node, textOf: TextOf): Generator<Replaced> {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { name, expression } = node.expression;
  if (name.text === 'some') yield ['call', name, 'every'];
  if (name.text === 'every') yield ['call', name, 'some'];
  if (name.text === 'filter') yield ['call', node, textOf(expression)];
}

/** Of longer lists, which are tables of data, each row is its own matter. */
const MOST_ELEMENTS = 8;
/** Lists for the reader. */
const TEXTS = /^(references|mitre)$/;

function* elementFaults(list: ts.ArrayLiteralExpression, source: ts.SourceFile): Generator<Fault> {
  const { elements, parent } = list;
  if (elements.length > MOST_ELEMENTS) return;
  if (ts.isPropertyAssignment(parent) && TEXTS.test(parent.name.getText(source))) return;
  for (const [at, element] of elements.entries()) {
    const next = elements[at + 1];
    const before = elements[at - 1];
    const start = next || !before ? element.getStart(source) : before.getEnd();
    const end = next ? next.getStart(source) : element.getEnd();
    yield { operator: 'element', start, end, replacement: '' };
  }
}
