import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import { literal } from '#aws/symbolic.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import type { Change } from '../../../change.js';
import { measureFor, servicesFor } from '../../../propose/iam/passing-roles.js';
import { edit } from '../../../propose/edit/proposal.js';
import { quoted } from '../../../propose/edit/render.js';
import { addStatement, isEditableDocument, removeAction } from '../../../propose/iam/statement.js';
import { workloadRoles } from '../../../propose/containers/workload.js';

const ID = 'require-iam-conditions';

export const requireIamConditions = defineControl({
  id: ID,
  title: 'Restrict the services that roles can be passed to',
  description:
    "Moves iam:PassRole to a statement with the condition iam:PassedToService, which names the services in which the principal can create something. The role can't be passed to anything else. A condition on tags would do nothing here: the tags of a role can't decide who passes it.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html',
  ],
  closesPaths: false,

  *findings(estate: Estate): Generator<Finding> {
    for (const role of workloadRoles(estate)) {
      if (!estate.iam.mayDo(role, 'iam:PassRole')) continue;
      for (const grant of estate.iam.grants({ principal: role, action: 'iam:PassRole', target: { arn: undefined } })) {
        const remedy = measureFor(grant, estate) === 'require-service' ? propose(grant, estate) : undefined;
        if (remedy) yield finding(grant, remedy);
      }
    }
  },

  *cut(): Generator<Proposal> {
    // Attacks pass roles to the very services that the principal may use.
  },
});

function finding(grant: Grant, remedy: Proposal): Finding {
  const { statement, actionPattern, principal } = grant;
  const resource = statement.document.resource ?? principal.resource;
  return {
    address: resource.address,
    attribute: `${statement.document.attribute}.${actionPattern?.path ?? `Statement[${statement.index}]`}`,
    severity: 'low',
    message: `${principal.address} can pass roles to any service.`,
    resource,
    origin: actionPattern?.origin ?? statement.origin ?? resource.origin,
    remedy,
  };
}

function propose(grant: Grant, estate: Estate): Proposal | undefined {
  const { statement, principal, actionPattern, resourcePattern } = grant;
  const { document, conditions } = statement;
  const services = servicesFor(principal, estate);
  if (!document.resource || !isEditableDocument(document) || services.length === 0 || conditions.length > 0)
    return undefined;
  const named = actionPattern && literal(actionPattern.text)?.toLowerCase() === 'iam:passrole';
  if (!named || !resourcePattern || literal(resourcePattern.text) !== '*') return undefined;
  const condition = { operator: 'StringEquals', key: 'iam:PassedToService', values: services.map(quoted) };
  const removed = removeAction(statement, actionPattern);
  const added = addStatement(statement, { effect: 'Allow', actions: ['iam:PassRole'], resources: ['"*"'], condition });
  if (!removed || !added) return undefined;
  const changes: readonly Change[] = [removed, added];
  return edit({
    id: `${ID}:${statement.id}:${actionPattern.path ?? ''}`,
    resource: document.resource,
    changes,
    applyEffect: 'in-place',
    falsifies: () => false,
    summary: `Restrict iam:PassRole of ${principal.address} to ${services.join(', ')}`,
    reason:
      "Hygiene: a role can't be passed to a service that the principal does not use. It closes no attack path on its own.",
    mayBreak: ['Passing a role to any other service is refused.'],
    width: 1,
  });
}
