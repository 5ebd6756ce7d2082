import { symbolic, type SymbolicString } from '../symbolic.js';
import { actionInfo, expandAction } from './actions.js';
import { matches } from './pattern.js';

const byService = new Map<string, readonly string[]>();

/**
 * The documented actions that write the tags of what has this ARN; none where nothing is documented. Those that take tags away
 * are others, and so are those that tag what they create.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export function taggingActions(arn: SymbolicString): readonly string[] {
  const [, , service = ''] = arn.key.split(':');
  let actions = byService.get(service);
  if (!actions) byService.set(service, (actions = expandAction(`${service}:*`).filter(writesTags)));
  return actions.filter((action) => worksOn(action, arn));
}

function writesTags(action: string): boolean {
  return actionInfo(action)?.accessLevel.includes('Tagging') === true && !/:(Un|Remove|Delete)/.test(action);
}

function worksOn(action: string, arn: SymbolicString): boolean {
  const types = actionInfo(action)?.resourceTypes ?? [];
  return types.some((type) => matches(symbolic(type.arn.replaceAll(/\$\{[^}]*\}/g, '*')), arn) !== 'no');
}
