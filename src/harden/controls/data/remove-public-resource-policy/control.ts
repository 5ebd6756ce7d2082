import { subjectOf } from '#aws/premise.js';
import { isOpenToStrangers } from '#attack/premises/store.js';
import type { Estate } from '#aws/estate.js';
import type { DataStore } from '#aws/storage/store.js';
import type { RequestTarget, ResourceAllow } from '#aws/iam/decision.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { admitAccountOnly } from '../../../propose/iam/everybody.js';
import { edit, isEditable, manual, whyNotEditable } from '../../../propose/edit/proposal.js';

const ID = 'remove-public-resource-policy';

export const removePublicResourcePolicy = defineControl({
  id: ID,
  title: 'Allow the account instead of everyone in a resource policy',
  description:
    'Replaces Principal = "*" with the account in the policy of a bucket, a queue, a secret or a key. Callers from outside the account are refused, and principals of the account need an identity policy that allows them. A bucket that is meant to be public (a website, assets) is left alone.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const store of estate.stores) {
      for (const allow of openStatements(store, estate)) {
        const { statement, premise } = allow;
        const resource = statement.document.resource ?? store.resource;
        yield {
          address: resource.address,
          attribute: `${statement.document.attribute}.Statement[${statement.index}].Principal`,
          severity: 'medium',
          message: `A policy allows ${isOpenToStrangers(estate, store) ? 'everyone' : 'every principal of the account'} to read ${store.address}.`,
          resource,
          origin: statement.principals?.[0]?.id.origin ?? statement.origin ?? resource.origin,
          premises: [premise.key],
          remedy: propose(allow, estate),
        };
      }
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const allow = subjectOf(premise, 'iam.resource-grant');
    if (allow?.anonymous) yield propose(allow, estate);
  },
});

/** Statements that let everybody read the store, unless that is what it is for, or is stopped otherwise. */
function openStatements(store: DataStore, estate: Estate): readonly ResourceAllow[] {
  const { policy, isForPublic, readings } = store;
  if (!policy || isForPublic || policy.everybody.account === 'closed') return [];
  const asked = readings.flatMap(({ actions, target }) => actions.map((action) => ({ action, target })));
  const allows = asked.flatMap((request) => allowsOf(request, estate));
  return [...new Map(allows.map((allow) => [allow.statement.id, allow])).values()];
}

function allowsOf(
  { action, target }: { readonly action: string; readonly target: RequestTarget },
  { iam }: Estate,
): readonly ResourceAllow[] {
  const documents = target.policy?.documents ?? [];
  const decisions = documents.map((each) => iam.evaluateResourcePolicy(each, { principal: undefined, action, target }));
  if (decisions.some(({ denies }) => denies.some(({ certain }) => certain))) return [];
  return decisions.flatMap(({ allows }) =>
    allows.filter(({ anonymous, undecided }) => anonymous && undecided.length === 0),
  );
}

function propose({ statement, premise }: ResourceAllow, estate: Estate): Proposal {
  const resource = statement.document.resource ?? premise.resource;
  const id = `${ID}:${statement.id}`;
  const falsifies: Proposal['falsifies'] = (other) => {
    const allow = subjectOf(other, 'iam.resource-grant');
    return allow?.anonymous === true && allow.statement.id === statement.id;
  };
  const changes = admitAccountOnly(statement, estate.configuration);
  if (!changes) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: isEditable(resource)
        ? `The account cannot be named where the statement of ${resource.address} that allows everyone is written.`
        : whyNotEditable(resource),
      instruction:
        'Name the principals that use the resource in it, or the account, so that identity policies decide; or remove it.',
    });
  }
  return edit({
    id,
    resource,
    changes,
    falsifies,
    summary: `Allow the account instead of everyone in ${resource.address}`,
    reason:
      'Callers from outside the account are refused, and principals of the account need an identity policy that allows them.',
    applyEffect: 'in-place',
    mayBreak: [
      'Callers that only this statement allows are refused: anonymous callers, other accounts, and principals of the account without an identity policy that allows them. Look for them in CloudTrail first.',
    ],
    width: 3,
  });
}
