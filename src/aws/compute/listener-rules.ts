/**
 * Whether a listener passes on what strangers send. Whoever has to log in first, or to show a certificate, is no stranger:
 * what stands behind that is reached by its users, and is no entry point.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html
 */
import type { BodyView, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { isInternet, parseCidr } from '../network/cidr.js';
import { elementsOf } from '../network/elements.js';
import { assumedOf, named } from '../named.js';
import { type Premise, evidenceOf } from '../premise.js';
import { isSet, textOf } from '../reading.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'balancer.open-listener': Resource;
  }
}

/** Whether a rule forwards requests from anyone: `undefined` where it does not, and a premise where that depends on something unknown. */
export interface Passage {
  readonly condition?: Premise;
}

/** `rule` is the listener itself for its default actions. */
export function passageOf(listener: Resource, rule: Resource, actions: readonly BodyView[]): Passage | undefined {
  const hurdles = [mutualTls(listener), ...actions.map(login), sourceOf(rule)];
  let condition: Premise | undefined;
  for (const hurdle of hurdles) {
    if (hurdle === 'open') continue;
    if (hurdle === 'closed') return undefined;
    condition ??= assumed(rule, hurdle);
  }
  return condition ? { condition } : {};
}

/** Something that keeps strangers out, or may. */
type Hurdle = 'open' | 'closed' | { readonly what: string; readonly attribute: string; readonly value: Value };

function assumed(rule: Resource, { what, attribute, value }: Exclude<Hurdle, string>): Premise {
  return {
    property: 'balancer.open-listener',
    key: `balancer.open-listener:${rule.address}`,
    resource: rule,
    evidence: [evidenceOf(rule, attribute, value)],
    certainty: 'assumed',
    assumes: assumedOf(what, value),
    subject: rule,
  };
}

/** Actions run in order, and only requests that pass a login are forwarded, unless unauthenticated ones are allowed. */
function login(action: BodyView): Hurdle {
  const type = textOf(action.attribute('type'))?.toLowerCase();
  const [block] = ['authenticate_oidc', 'authenticate_cognito'].flatMap((name) => action.blocks(name));
  if (!block) return type === 'jwt-validation' || type?.startsWith('authenticate-') ? 'closed' : 'open';
  const value = block.attribute('on_unauthenticated_request');
  if (!isSet(value)) return 'closed';
  const text = textOf(value);
  if (text !== undefined) return text === 'allow' ? 'open' : 'closed';
  return { what: `${named(value)} is "allow"`, attribute: 'on_unauthenticated_request', value };
}

function mutualTls(listener: Resource): Hurdle {
  const value = listener.blocks('mutual_authentication')[0]?.attribute('mode');
  if (!isSet(value)) return 'open';
  const text = textOf(value);
  if (text !== undefined) return text === 'verify' ? 'closed' : 'open';
  return { what: `${named(value)} is not "verify"`, attribute: 'mutual_authentication.mode', value };
}

/** A rule may apply to some source addresses only. */
function sourceOf(rule: Resource): Hurdle {
  const lists = rule.blocks('condition').flatMap((condition) => condition.blocks('source_ip'));
  for (const list of lists) {
    const values = elementsOf(list.attribute('values'));
    const ranges = values.map((value) => parseCidr(textOf(value) ?? '')).filter((range) => range !== undefined);
    if (isInternet(ranges)) continue;
    const value = values.find((each) => textOf(each) === undefined);
    if (!value) return 'closed';
    return { what: `${named(value)} covers the internet`, attribute: 'condition.source_ip.values', value };
  }
  return 'open';
}
