/**
 * Putting the account in the place of everybody in a policy: whether its principals come in is then up to their own policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
import { findAttribute, findBlocks } from '#hcl/edit/locate.js';
import type { Body, SyntaxFile } from '#hcl/syntax.js';
import type { PrincipalPattern, Statement } from '#aws/iam/policy.js';
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Change } from '../../change.js';
import { type Place, isQuoted, isSyntaxFile, placeOf } from '../edit/place.js';
import { freeName, referenceTo } from '../edit/reference.js';
import { quoted, renderBlock } from '../edit/render.js';
import { isEditableDocument, replacePattern, statementBlock } from './statement.js';
import { at } from '../edit/structured.js';

/** `undefined` where the statement can't be edited so. */
export function admitAccountOnly(statement: Statement, configuration: Configuration): readonly Change[] | undefined {
  const { document, principals } = statement;
  const everybody = principals?.find(isEverybody);
  const place = placeOf(everybody?.id.origin);
  if (!everybody || !place || !document.resource || !isEditableDocument(document)) return undefined;
  const account = accountIn(place, document.resource, configuration);
  if (!account) return undefined;
  const text = place.json ? `"\${${account.expression}}"` : account.expression;
  const changes = principalChanges(statement, everybody, place, text);
  return changes && [...changes, ...account.changes];
}

export function isEverybody({ type, id }: PrincipalPattern): boolean {
  return (type === '*' || type === 'AWS') && id.text.key === '*';
}

function principalChanges(
  statement: Statement,
  everybody: PrincipalPattern,
  place: Place,
  text: string,
): readonly Change[] | undefined {
  const block = statementBlock(statement);
  if (block) {
    const replaced = replacePattern(everybody.id, [text]);
    const types = findBlocks(block.block.body, 'principals').flatMap(({ body }) => typeChange(block.file, body));
    return replaced && [replaced, ...types];
  }
  if (everybody.type === 'AWS') {
    const replaced = replacePattern(everybody.id, [text]);
    return replaced && [replaced];
  }
  const { file, span } = place;
  if (!isQuoted(file.text.slice(span.start, span.end), '*')) return undefined;
  return [{ kind: 'replace', ...at(place), value: place.json ? `{ "AWS": ${text} }` : `{ AWS = ${text} }` }];
}

/** An account is a principal of type AWS, not of any type. */
function typeChange(file: SyntaxFile, body: Body): readonly Change[] {
  const type = findAttribute(body, 'type');
  const written = type && file.text.slice(type.value.start, type.value.end);
  return written === '"*"' ? [{ kind: 'set-attribute', file, body, name: 'type', value: '"AWS"' }] : [];
}

const CALLER = 'aws_caller_identity';

interface Account {
  readonly expression: string;
  /** What has to be there for the expression. */
  readonly changes: readonly Change[];
}

/** The number of the account, as the file can say it. */
function accountIn(place: Place, resource: Resource, configuration: Configuration): Account | undefined {
  const { file } = place;
  if (!isSyntaxFile(file) || !resource.file || folderOf(file.path) !== folderOf(resource.file.path)) return undefined;
  const { module, provider } = resource;
  const known = configuration
    .ofType(`data.${CALLER}`)
    .find((each) => each.module === module && each.provider === provider);
  const reference = known && referenceTo(known, module, 'account_id');
  if (reference !== undefined) return { expression: reference, changes: [] };
  const name = freeName(configuration, `data.${CALLER}`, module, 'current');
  const written = resource.block && findAttribute(resource.block.body, 'provider');
  const of = written && resource.file.text.slice(written.value.start, written.value.end);
  const block = renderBlock({
    header: `data "${CALLER}" ${quoted(name)}`,
    items: of === undefined ? [] : [['provider', of]],
  });
  return { expression: `data.${CALLER}.${name}.account_id`, changes: [{ kind: 'append', file, block }] };
}

/** The files of one folder are one module. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
