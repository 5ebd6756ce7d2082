import type { SyntaxFile } from '#hcl/syntax.js';

/**
 * Import blocks: which id of the account a resource of the source is told to have.
 * https://developer.hashicorp.com/terraform/language/block/import
 */
export function importsIn(files: Iterable<SyntaxFile>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { body, text } of files) {
    for (const block of body.items) {
      if (block.kind !== 'block' || block.type !== 'import') continue;
      const value = (name: string): string | undefined => {
        const item = block.body.items.find((each) => each.kind === 'attribute' && each.name === name);
        return item?.kind === 'attribute' ? text.slice(item.value.start, item.value.end) : undefined;
      };
      const id = /^"([^"\\$%]*)"$/.exec(value('id') ?? '')?.[1];
      const to = value('to');
      if (to !== undefined && id !== undefined) found.set(to, id);
    }
  }
  return found;
}
