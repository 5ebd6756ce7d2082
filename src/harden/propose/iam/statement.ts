/**
 * Edits of policy statements, in whatever form they are written: `jsonencode`, JSON in a heredoc or a file, or an
 * `aws_iam_policy_document`.
 *
 * Several edits meet in one list of actions. Each says what to remove, and what to do where nothing would be left: the
 * statement goes; of a document's last statement the action becomes one that anybody may do anyway, since a policy
 * without a statement is refused. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
import { findAttribute, findBlocks, nodePath } from '#hcl/edit/locate.js';
import type { Block, Body, SyntaxFile } from '#hcl/syntax.js';
import type { Located, PolicyDocument, Statement } from '#aws/iam/policy.js';
import { literal } from '#aws/symbolic.js';
import type { Change } from '../../change.js';
import { isEditable } from '../edit/proposal.js';
import { type Place, isJsonSyntax, isQuoted, isSyntaxFile, listAround, placeOf, spanOf } from '../edit/place.js';
import { type Rendered, object, quoted, renderBlock, renderExpression } from '../edit/render.js';
import { at, inside } from '../edit/structured.js';

const HARMLESS = '"sts:GetCallerIdentity"';

/** The document is the project's own and nothing of it is out of reach. */
export function isEditableDocument(document: PolicyDocument): boolean {
  return document.resource !== undefined && isEditable(document.resource);
}

/** Takes an action (as the statement writes it) out of its statement. */
export function removeAction(statement: Statement, action: Located): Change | undefined {
  const place = placeOfPattern(action);
  if (!place) return undefined;
  // A policy document gives a list of one as a string, so it is the source that tells a list.
  const listed = listAround(place);
  const value = listed?.container ?? place;
  const harmless: Change = { kind: 'replace', ...at(value), value: listed ? `[${HARMLESS}]` : HARMLESS };
  const whole = removeStatement(statement, harmless);
  if (!listed) return whole;
  // The statement has actions from elsewhere too: the list may become empty.
  const partial = listed.elements.length < statement.actions.length;
  const removal = { kind: 'remove-elements', ...inside(listed.container), elements: [listed.element] } as const;
  return partial ? removal : { ...removal, ifEmpty: whole };
}

/** Puts the texts in the place of a pattern among the actions or resources of a statement. */
export function replacePattern(pattern: Located, texts: readonly string[]): Change | undefined {
  const place = placeOfPattern(pattern);
  if (!place) return undefined;
  const listed = listAround(place);
  if (!listed) return { kind: 'narrow-element', ...inside(place), element: place.span, keep: texts };
  return { kind: 'narrow-element', ...inside(listed.container), element: listed.element, keep: texts };
}

/** The literal of a pattern; not a string in which the whole document stands. */
function placeOfPattern({ origin, text }: Located): Place | undefined {
  const place = placeOf(origin);
  const pattern = literal(text);
  if (!place || pattern === undefined) return undefined;
  return isQuoted(place.file.text.slice(place.span.start, place.span.end), pattern) ? place : undefined;
}

/** The object of a statement. */
export function placeOfStatement(statement: Statement): Place | undefined {
  const place = placeOf(statement.origin);
  return place?.file.text[place.span.start] === '{' ? place : undefined;
}

function removeStatement(statement: Statement, harmless: Change): Change {
  const block = statementBlock(statement);
  if (block) {
    const siblings = findBlocks(block.body, 'statement').map(spanOf);
    const others = block.body.items.some((item) => item.kind === 'block' && item.type === 'dynamic');
    if (others || siblings.length === 0) return harmless;
    const removal = { kind: 'remove-block', file: block.file, at: spanOf(block.block) } as const;
    return mergesOthers(statement, block) ? removal : { ...removal, last: { siblings, instead: harmless } };
  }
  const place = placeOfStatement(statement);
  const listed = place && listAround(place);
  if (!listed) return harmless;
  return { kind: 'remove-elements', ...inside(listed.container), elements: [listed.element], ifEmpty: harmless };
}

/** The data source takes statements from other documents, which are left when it has none of its own. */
function mergesOthers({ document }: Statement, { file, body }: StatementBlock): boolean {
  const merges = ['source_policy_documents', 'override_policy_documents'].some((name) => findAttribute(body, name));
  const isOwn = ({ origin }: Statement): boolean =>
    origin?.file === file && origin.start >= body.start && origin.end <= body.end;
  return merges && document.statements.some((each) => each.origin && !isOwn(each));
}

export interface StatementBlock {
  readonly file: SyntaxFile;
  /** The body of the data source. */
  readonly body: Body;
  readonly block: Block;
}

/** The `statement` block of an `aws_iam_policy_document`. */
export function statementBlock(statement: Statement): StatementBlock | undefined {
  const { origin } = statement;
  if (!origin || origin.readOnly || !isSyntaxFile(origin.file) || isJsonSyntax(origin.file)) return undefined;
  const path = nodePath(origin.file, origin);
  const index = path.findLastIndex((node) => node.kind === 'block' && node.type === 'statement');
  const block = path[index];
  const body = path[index - 1];
  if (block?.kind !== 'block' || body?.kind !== 'body') return undefined;
  const around = path[index - 2];
  if (around?.kind !== 'block' || around.type !== 'data') return undefined;
  return { file: origin.file, body, block };
}

/** A statement to add to a document; those of several edits that differ only in what `meet` names become one. */
export interface NewStatement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Expressions of HCL: `"*"`, `aws_iam_role.x.arn`. */
  readonly resources: readonly string[];
  readonly condition?: { readonly operator: string; readonly key: string; readonly values: readonly string[] };
  readonly meet?: 'actions' | 'resources';
}

/** Adds a statement beside `sibling`, in the form in which that is written. */
export function addStatement(sibling: Statement, added: NewStatement): Change | undefined {
  const block = statementBlock(sibling);
  const { meet = 'actions' } = added;
  const key = `${sibling.document.id} ${JSON.stringify({ ...added, [meet]: [] })}`;
  const items = meet === 'actions' ? added.actions.map(quoted) : added.resources;
  if (block) {
    const [before, after] = split(renderBlock(blockOf(added)));
    return { kind: 'add-block', file: block.file, body: block.body, block: { key, before, items, after } };
  }
  const place = placeOfStatement(sibling);
  const listed = place && listAround(place);
  if (!listed) return undefined;
  // JSON knows no expressions, and in a file no interpolation either; in a heredoc it does.
  const { file, json } = listed.container;
  if (json && !isWritable(added, isSyntaxFile(file) ? /^"[^"\\]*"$/ : /^"[^"$\\]*"$/)) return undefined;
  const text = listed.container.json ? jsonOf(added) : renderExpression(objectOf(added));
  const [before, after] = split(text);
  return { kind: 'add-element', ...inside(listed.container), value: { key, before, items, after } };
}

const SLOT = '"\u0000"';

function split(text: string): readonly [string, string] {
  const index = text.indexOf(SLOT);
  return [text.slice(0, index), text.slice(index + SLOT.length)];
}

function isWritable(added: NewStatement, form: RegExp): boolean {
  return [...added.resources, ...(added.condition?.values ?? [])].every((text) => form.test(text));
}

function oneOrMany(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : texts;
}

/** The actions and the resources as they are written, with the place for those that meet. */
function listed({ actions, resources, meet = 'actions' }: NewStatement) {
  const texts = actions.map(quoted);
  return meet === 'actions' ? ([[SLOT], oneOrMany(resources)] as const) : ([oneOrMany(texts), [SLOT]] as const);
}

function objectOf(added: NewStatement): Rendered {
  const { sid, effect, condition } = added;
  const [actions, resources] = listed(added);
  return object(
    ...(sid === undefined ? [] : [['Sid', quoted(sid)] as const]),
    ['Effect', quoted(effect)],
    ['Action', actions],
    ['Resource', resources],
    ...(condition
      ? [['Condition', object([condition.operator, object([condition.key, oneOrMany(condition.values)])])] as const]
      : []),
  );
}

function jsonOf(added: NewStatement): string {
  const { sid, effect, condition } = added;
  const [actions, resources] = listed(added).map((each) => (typeof each === 'string' ? each : `[${each.join(', ')}]`));
  const lines = [
    ...(sid === undefined ? [] : [`"Sid": ${quoted(sid)}`]),
    `"Effect": "${effect}"`,
    `"Action": ${actions}`,
    `"Resource": ${resources}`,
    ...(condition
      ? [`"Condition": { "${condition.operator}": { "${condition.key}": [${condition.values.join(', ')}] } }`]
      : []),
  ];
  return `{\n${lines.map((line) => `  ${line}`).join(',\n')}\n}`;
}

function blockOf(added: NewStatement) {
  const { sid, effect, condition, meet = 'actions' } = added;
  const items = (texts: readonly string[], of: 'actions' | 'resources') => (meet === of ? [SLOT] : texts);
  return {
    header: 'statement',
    items: [
      ...(sid === undefined ? [] : [['sid', quoted(sid)] as const]),
      ...(effect === 'Deny' ? [['effect', '"Deny"'] as const] : []),
      ['actions', items(added.actions.map(quoted), 'actions')] as const,
      ['resources', items(added.resources, 'resources')] as const,
      ...(condition
        ? [
            'blank' as const,
            {
              header: 'condition',
              items: [
                ['test', quoted(condition.operator)] as const,
                ['variable', quoted(condition.key)] as const,
                ['values', [...condition.values]] as const,
              ],
            },
          ]
        : []),
    ],
  };
}
