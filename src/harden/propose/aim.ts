/** What a grant is one way to: taking the action alone would leave the others that a wildcard grants with it. */
import type { Estate } from '#aws/estate.js';
import { isReading } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import { governingService, reaching } from '#aws/iam/reach.js';
import { CODE_OF_FUNCTION } from '#aws/iam/ways.js';
import type { Resource } from '#terraform/resource.js';
import { serviceOf } from './arn-text.js';

export interface Aim {
  readonly service: string;
  /** A Terraform type, or `account`. */
  readonly kind: string;
  /** The thing that is reached; none where it is the account. */
  readonly target?: Resource;
  /** Actions that do just the same: where they are named they go together. */
  readonly alike: readonly string[];
  /** For people, behind "Take": `the reading of aws_dynamodb_table.orders`. */
  readonly what: string;
  /** Behind "Whatever". */
  readonly uses: string;
  /** Why, behind the principal that can no longer do it. */
  readonly why: string;
  /** The action goes where a wildcard is taken apart. */
  takes(action: string): boolean;
}

/** `undefined` where the action stands for itself. */
export function aimOf(grant: Grant, estate: Estate): Aim | undefined {
  const { action, target } = grant;
  const service = serviceOf(action);
  if (service === governingService('account')) return ofAccount(service, action);
  const kind = target.resource?.type ?? '';
  if (!target.resource || governingService(kind) !== service) return undefined;
  const ways = reaching(kind);
  if (!ways.has(action.toLowerCase())) return undefined;
  const { address } = target.resource;
  const alike = alikeTo(action, target.resource, estate);
  const changes = kind === 'aws_lambda_function';
  return {
    service,
    kind,
    target: target.resource,
    alike,
    what: `the ${changes ? 'changing' : 'reading'} of ${address}`,
    uses: changes ? `changes ${address} or who may change it` : `reads ${address} or changes who may read it`,
    why: changes
      ? `can no longer have ${address} run other code, nor let anybody do so.`
      : `can no longer read ${address} by it, with any of the actions that read it or let somebody read it.`,
    takes: (each) => ways.has(each.toLowerCase()),
  };
}

/** Whoever may change one part of IAM gives themselves the rest: only reading is left. */
function ofAccount(service: string, action: string): Aim {
  return {
    service,
    kind: 'account',
    alike: [action],
    what: 'every change of IAM',
    uses: 'changes anything of IAM',
    why: 'can no longer change anything of IAM: who may change one part of it gives themselves the rest.',
    takes: (each) => serviceOf(each) === service && !isReading(each),
  };
}

function alikeTo(action: string, { address }: Resource, { stores }: Estate): readonly string[] {
  const sets = [CODE_OF_FUNCTION, stores.find((store) => store.address === address)?.readActions ?? []];
  return sets.find((actions) => actions.some((each) => isSame(each, action))) ?? [action];
}

export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
