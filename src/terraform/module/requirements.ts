import type { Expression } from '#hcl/syntax.js';
import { blocksOf, contentOf, type PlacedBlock } from './content.js';

/** `configuration_aliases` of all `required_providers` entries: `aws.audit`. */
export function configurationAliases(terraform: readonly PlacedBlock[]): readonly string[] {
  const aliases: string[] = [];
  for (const { value } of requirements(terraform)) {
    const listed = itemOf(value, 'configuration_aliases');
    if (listed?.kind !== 'tuple') continue;
    for (const element of listed.elements) {
      const name = providerReference(element);
      if (name !== undefined) aliases.push(name);
    }
  }
  return aliases;
}

/** Local provider names and their source addresses. */
export function providerSources(terraform: readonly PlacedBlock[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { name, value } of requirements(terraform)) {
    const source = literalText(itemOf(value, 'source'));
    if (source !== undefined) sources.set(name, source);
  }
  return sources;
}

/** Version constraints on the provider of a local name. */
export function providerVersions(terraform: readonly PlacedBlock[], local: string): readonly string[] {
  const versions: string[] = [];
  for (const { name, value } of requirements(terraform)) {
    const version =
      name === local ? literalText(value.kind === 'object' ? itemOf(value, 'version') : value) : undefined;
    if (version !== undefined) versions.push(version);
  }
  return versions;
}

/** `aws` or `aws.audit`; a provider is named by a reference, or by a string in old configurations. */
export function providerReference(expression: Expression): string | undefined {
  if (expression.kind === 'variable') return expression.name;
  if (expression.kind === 'get-attribute' && expression.object.kind === 'variable')
    return `${expression.object.name}.${expression.name}`;
  return literalText(expression);
}

/** The text of a quoted string without interpolation. */
export function literalText(expression: Expression | undefined): string | undefined {
  if (expression?.kind !== 'template') return undefined;
  const [part, more] = expression.parts;
  if (!part) return '';
  return part.kind === 'text' && !more ? part.value : undefined;
}

/** The value written for a name in an object expression. */
export function itemOf(expression: Expression, name: string): Expression | undefined {
  if (expression.kind !== 'object') return undefined;
  return expression.items.find(({ key }) => (key.kind === 'variable' ? key.name : literalText(key)) === name)?.value;
}

function* requirements(
  terraform: readonly PlacedBlock[],
): Iterable<{ readonly name: string; readonly value: Expression }> {
  for (const { node, file } of terraform) {
    for (const block of blocksOf(contentOf(node.body, file), 'required_providers')) {
      for (const [name, attribute] of contentOf(block.node.body, block.file).attributes) {
        yield { name, value: attribute.node.value };
      }
    }
  }
}

/** The items of an object expression whose keys are plain: `aws.audit` and `aws` as well as quoted names. */
export function itemsOf(expression: Expression): readonly { readonly key: string; readonly value: Expression }[] {
  if (expression.kind !== 'object') return [];
  return expression.items.flatMap(({ key, value }) => {
    const name = providerReference(key);
    return name === undefined ? [] : [{ key: name, value }];
  });
}
