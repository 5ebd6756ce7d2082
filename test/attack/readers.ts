import { analyse } from '#attack/analyse.js';
import { STRANGER } from '#attack/fact.js';
import { estateOf } from '../aws/estate/support.js';

/** A user with an inline policy; without one, with none. */
export function user(name: string, ...statements: readonly string[]): string {
  const policy = `resource "aws_iam_user_policy" "${name}" {
  user   = aws_iam_user.${name}.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })
}`;
  return `\nresource "aws_iam_user" "${name}" {\n  name = "${name}"\n}\n${statements.length > 0 ? policy : ''}\n`;
}

export function policyOf(...statements: readonly string[]): string {
  return `jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })`;
}

/**
 * Who reads what, and how: `aws_iam_user.u -> aws_s3_bucket.b by read-data-store`, with `only if …` where it is assumed and
 * `by design` where it is meant. Each principal is taken to be held by an attacker, and strangers call from
 * outside; or the attacker starts `from` somewhere.
 */
export function readers(source: string, ...from: readonly string[]): readonly string[] {
  const estate = estateOf(source);
  const named = [...estate.iam.principals.map(({ address }) => address), STRANGER];
  const stores = new Set(estate.stores.map(({ address }) => address));
  const found = (from.length > 0 ? from : named).flatMap((entry) => {
    const { paths } = analyse(estate, { rootModule: '.', assumption: 'nothing', entries: [entry] });
    return paths
      .filter(({ target, steps }) => stores.has(target.address) && steps.length <= 3)
      .map(({ target, steps, intended, assumptions }) => {
        const ways = steps.slice(1).map(({ technique }) => technique.id);
        const only = assumptions.map(({ what }) => what).join('; ');
        return `${entry} -> ${target.address} by ${ways.join(' > ')}${intended ? ', by design' : ''}${only === '' ? '' : `, only if ${only}`}`;
      });
  });
  return [...new Set(found)].toSorted();
}
