/** Who else has the words of a policy that an edit changes. */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { PolicyDocument, Statement } from '#aws/iam/policy.js';
import type { Origin } from '#model/value.js';

const MOST_NAMES = 5;

/** A note that names the other principals who lose by it; none where there are none. */
export function sharedNotes(grant: Grant, estate: Estate): readonly string[] {
  const others = estate.iam.principals.filter(
    (other) =>
      other.address !== grant.principal.address &&
      other.policies.some(({ document }) => hasSameWords(document, grant.statement)),
  );
  if (others.length === 0) return [];
  const names = others.slice(0, MOST_NAMES).map(({ address }) => address);
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : '';
  return [`The same statement also applies to ${names.join(', ')}${more}: the change affects them too.`];
}

/** The document itself, or one that is made of the same source. */
function hasSameWords(document: PolicyDocument, statement: Statement): boolean {
  if (document.id === statement.document.id) return true;
  return document.statements.some((each) => isSame(each.origin, statement.origin));
}

function isSame(a: Origin | undefined, b: Origin | undefined): boolean {
  return a !== undefined && b !== undefined && a.file === b.file && a.start === b.start && a.end === b.end;
}
