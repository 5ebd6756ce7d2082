/** A further condition of a statement, in whatever form that is written. */
import { findNodeAtLocation } from 'jsonc-parser';
import { expressionAt, findObjectItem } from '#hcl/edit/locate.js';
import type { Span } from '#hcl/syntax.js';
import type { Statement } from '#aws/iam/policy.js';
import type { Change } from '../../change.js';
import { type Place, isSyntaxFile, jsonNode, spanOf } from '../edit/place.js';
import { object, quoted, renderBlock, renderExpression } from '../edit/render.js';
import { placeOfStatement, statementBlock } from './statement.js';
import { inside } from '../edit/structured.js';
import { bare } from '../edit/tree.js';

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly value: string;
}

/** `undefined` where the statement can't be edited, or has another condition of the operator. */
export function addCondition(statement: Statement, condition: Condition): Change | undefined {
  const { operator, key, value } = condition;
  if (statement.conditions.some((each) => each.operator.toLowerCase() === operator.toLowerCase())) return undefined;
  const block = statementBlock(statement);
  if (block) {
    const text = renderBlock({
      header: 'condition',
      items: [
        ['test', quoted(operator)],
        ['variable', quoted(key)],
        ['values', [quoted(value)]],
      ],
    });
    return { kind: 'add-block', file: block.file, body: block.block.body, block: text };
  }
  const place = placeOfStatement(statement);
  if (!place) return undefined;
  const present = conditionOf(place);
  if (present === 'other') return undefined;
  const test = place.json ? `{ ${quoted(key)}: ${quoted(value)} }` : renderExpression(object([key, quoted(value)]));
  if (present) return { kind: 'set-item', ...inside({ ...place, span: present }), key: operator, value: test };
  const whole = place.json
    ? `{ ${quoted(operator)}: ${test} }`
    : renderExpression(object([operator, object([key, quoted(value)])]));
  return { kind: 'set-item', ...inside(place), key: 'Condition', value: whole };
}

/** The object of the conditions; `other` where something else stands there. */
function conditionOf(place: Place): Span | 'other' | undefined {
  if (place.json) {
    const statement = jsonNode(place, place.json);
    const node = statement && findNodeAtLocation(statement, ['Condition']);
    if (!node) return undefined;
    const start = node.offset + place.json.document.start;
    return node.type === 'object' ? { start, end: start + node.length } : 'other';
  }
  const statement = isSyntaxFile(place.file) ? expressionAt(place.file, place.span) : undefined;
  if (statement?.kind !== 'object') return 'other';
  const item = findObjectItem(statement, 'Condition');
  if (!item) return undefined;
  const value = bare(item.value);
  return value.kind === 'object' ? spanOf(value) : 'other';
}
