import type { Estate } from '#aws/estate.js';
import type { Located, Principal, Statement } from '#aws/iam/policy.js';
import { RECONNAISSANCE } from '#aws/services/facts.js';
import { literal } from '#aws/symbolic.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual } from '../../../propose/edit/proposal.js';
import { isEditableDocument, removeAction } from '../../../propose/iam/statement.js';
import { workloadRoles } from '../../../propose/containers/workload.js';

const ID = 'remove-iam-reconnaissance';

/** Reading who may do what. What software asks about itself is left. */
const READS = RECONNAISSANCE.flatMap(({ reads }) => reads.map((each) => each.toLowerCase().replace(/\*$/, '')));
const HARMLESS: ReadonlySet<string> = new Set(
  RECONNAISSANCE.flatMap(({ harmless }) => harmless.map((each) => each.toLowerCase())),
);

export const removeIamReconnaissance = defineControl({
  id: ID,
  title: 'Remove permissions to read IAM from workload roles',
  description:
    'With iam:GetPolicyVersion, iam:ListAttachedRolePolicies and the like, an attacker reads from the account which role is worth compromising. A workload has no use for them. Without them an attack is slower and noisier; it closes no attack path, since an attacker can still guess.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://attack.mitre.org/techniques/T1069/003/',
  ],
  closesPaths: false,

  *findings(estate: Estate): Generator<Finding> {
    for (const role of workloadRoles(estate)) {
      for (const { document } of role.policies) {
        if (!document.resource) continue;
        for (const statement of document.statements) {
          if (statement.effect !== 'Allow') continue;
          for (const action of statement.actions.filter(isReconnaissance)) yield finding(role, statement, action);
        }
      }
    }
  },

  *cut(): Generator<Proposal> {
    // Knowing less makes no premise of an attack false.
  },
});

function isReconnaissance(action: Located): boolean {
  const pattern = literal(action.text)?.toLowerCase();
  return pattern !== undefined && READS.some((start) => pattern.startsWith(start)) && !HARMLESS.has(pattern);
}

function finding(role: Principal, statement: Statement, action: Located): Finding {
  const resource = statement.document.resource ?? role.resource;
  const pattern = literal(action.text) ?? '';
  return {
    address: resource.address,
    attribute: `${statement.document.attribute}.${action.path ?? `Statement[${statement.index}]`}`,
    severity: 'low',
    message: `${role.address}, the role of a workload, can read the account's IAM with ${pattern}.`,
    resource,
    origin: action.origin ?? statement.origin ?? resource.origin,
    remedy: propose(role, statement, action, pattern),
  };
}

function propose(role: Principal, statement: Statement, action: Located, pattern: string): Proposal {
  const resource = statement.document.resource ?? role.resource;
  const id = `${ID}:${statement.id}:${action.path ?? ''}`;
  const falsifies: Proposal['falsifies'] = () => false;
  const change = isEditableDocument(statement.document) ? removeAction(statement, action) : undefined;
  if (!change) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: `The statement that grants ${pattern} can't be edited.`,
      instruction: `Remove ${pattern} from the policies of ${role.address}.`,
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes: [change],
    applyEffect: 'in-place',
    summary: `Remove ${pattern} from ${resource.address}`,
    reason:
      "Hygiene: an attacker in the workload can't read from the account where to go next. It closes no attack path.",
    mayBreak: [`Software that reads IAM as ${role.address} stops working: inventory and security agents.`],
    width: 1,
  });
}
