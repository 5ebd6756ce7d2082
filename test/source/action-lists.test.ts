import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { actionInfo } from '#aws/iam/actions.js';

/**
 * What AWS is stands once, in src/aws. Elsewhere code may name the one action that a step or an edit is about; a list or a table of
 * actions is knowledge that the next service would have to be added to, and comes from src/aws/services/facts.ts.
 */
const SRC = join(import.meta.dirname, '../../src');

/** A service prefix and a documented action of it; condition keys and XML names are not. */
function isAction(text: string): boolean {
  return /^[a-z0-9-]+:[A-Z][A-Za-z0-9]*\*?$/.test(text) && (text.endsWith('*') || actionInfo(text) !== undefined);
}

/** Lists and objects that hold more than one action, by the line that they begin at. */
function listsIn(text: string): number[] {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const found: number[] = [];
  visit(file);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) {
      if (actionsOf(node).length > 1) {
        found.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
        return;
      }
    }
    ts.forEachChild(node, visit);
  }
}

/** Of a list and the lists in it, of an object and the objects in it; not of a list of objects, each of which may be about one action. */
function actionsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return isAction(node.text) ? [node.text] : [];
  if (ts.isAsExpression(node)) return actionsOf(node.expression);
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.filter((each) => !ts.isObjectLiteralExpression(each)).flatMap(actionsOf);
  }
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((each) => (ts.isPropertyAssignment(each) ? actionsOf(each.initializer) : []));
}

/**
 * What a collector needs to be allowed stands beside the calls that it makes: the calls are code, one by one. What CloudTrail
 * calls an action, where it is another name, is what is known of CloudTrail.
 */
const OTHER_KNOWLEDGE = ['live/calls/', 'trail/actions/'];

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(
    (path) =>
      path.endsWith('.ts') &&
      !path.endsWith('.generated.ts') &&
      !['aws/', ...OTHER_KNOWLEDGE].some((folder) => path.startsWith(folder)),
  )
  .toSorted();

test('no list of actions stands outside of src/aws', () => {
  const lists = sources.flatMap((path) =>
    listsIn(readFileSync(join(SRC, path), 'utf8')).map((line) => `src/${path}:${line}`),
  );
  expect(lists).toEqual([]);
});

describe('a list of actions is', () => {
  test.each([
    ['an array', `const A = ['ecs:RunTask', 'ecs:StartTask'];`, 1],
    ['a set', `const A = new Set(['ecs:RunTask', 'ecs:StartTask'] as const);`, 1],
    ['a table', `const A = { role: 'iam:CreateRole', user: ['iam:CreateUser'] };`, 1],
    ['a wildcard among them', `const A = ['ecs:*', 'ecs:Run*', 'ecs:StartTask'];`, 1],
    ['not one action', `const A = ['ecs:RunTask']; const B = { action: 'ecs:StartTask' };`, 0],
    ['not what steps each are about', `const A = [{ action: 'ecs:RunTask' }, { action: 'ecs:StartTask' }];`, 0],
    ['not condition keys', `const A = ['iam:PassedToService', 'aws:PrincipalArn'];`, 0],
  ])('%s', (_, text, lists) => {
    expect(listsIn(text)).toHaveLength(lists);
  });
});
