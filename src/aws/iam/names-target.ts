import { type SymbolicString, symbolic } from '../symbolic.js';

/**
 * How narrowly a pattern that matches a target is meant for it. Partition, region and account may be wildcards.
 *
 * `name`: it names the target (with `/*`, `:*`, `-??????` for what AWS puts behind the name), or a part of what the target
 * holds (`bucket/in/*`, `bucket/keystore.pfx`, `table/orders/index/*`).
 * `folder`: it names a folder of a hierarchy that the target lies in (`parameter/shop/*`).
 * `wildcard`: it merely happens to cover the target.
 *
 * Narrowing a pattern never makes it less narrow: what is named in whole is named in part.
 */
export type Narrowness = 'name' | 'folder' | 'wildcard';

export function narrownessOf(pattern: SymbolicString, target: SymbolicString): Narrowness {
  const wanted = resourcePart(pattern);
  const given = resourcePart(target);
  const name = given && nameOf(given);
  if (!wanted || name === undefined) return 'wildcard';
  const fixed = wanted.key.replace(/[*?].*$/s, '');
  if (nameOf(wanted) === name || isPartOf(fixed, name)) return 'name';
  return wanted.key.endsWith('*') && isInFolder(fixed) && name.startsWith(fixed) ? 'folder' : 'wildcard';
}

export function namesTarget(pattern: SymbolicString, target: SymbolicString): boolean {
  return narrownessOf(pattern, target) === 'name';
}

/** What follows the name of the target: a key in a bucket, an index of a table, the six characters of a secret. */
function isPartOf(fixed: string, name: string): boolean {
  if (!fixed.startsWith(name)) return false;
  const rest = fixed.slice(name.length);
  return /^[/:]./s.test(rest) || /^-[A-Za-z0-9]{6}$/.test(rest);
}

/** `parameter/shop/`, `secret:shop/pay`: at least one whole level below the type. */
function isInFolder(fixed: string): boolean {
  return /^[a-z-]+[:/]+[^:/]+\//.test(fixed);
}

/** What follows the fifth colon of an ARN. */
export function resourcePart(text: SymbolicString): SymbolicString | undefined {
  let colons = 0;
  for (const [index, part] of text.parts.entries()) {
    if (typeof part !== 'string') continue;
    for (let at = part.indexOf(':'); at >= 0; at = part.indexOf(':', at + 1)) {
      colons += 1;
      if (colons === 5) return symbolic(part.slice(at + 1), ...text.parts.slice(index + 1));
    }
  }
  return undefined;
}

/** Without what AWS adds to the name of a thing: a revision, a suffix. */
function nameOf(text: SymbolicString): string | undefined {
  const parts = [...text.parts];
  const last = parts.at(-1);
  if (typeof last === 'object' && /\.(suffix|revision)$/.test(last.id)) parts.pop();
  return baseName(symbolic(...parts).key);
}

/** Without a trailing wildcard; undefined where another is left. */
function baseName(key: string): string | undefined {
  const base = key.replace(/[*?]+$/, '').replace(/[:/-]+$/, '');
  return base === '' || /[*?]/.test(base) ? undefined : base;
}
