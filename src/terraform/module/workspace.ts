import { blocksOf, contentOf, type PlacedBlock } from './content.js';
import { literalText } from './requirements.js';

/**
 * The workspace that a `cloud` or `backend "remote"` block names. Runs in HCP Terraform have its name from Terraform 1.1 on:
 * https://developer.hashicorp.com/terraform/language/state/workspaces#current-workspace-interpolation
 */
export function namedWorkspace(terraform: readonly PlacedBlock[]): string | undefined {
  for (const { node, file } of terraform) {
    const content = contentOf(node.body, file);
    const backends = blocksOf(content, 'backend').filter((block) => block.node.labels[0]?.value === 'remote');
    for (const backend of [...blocksOf(content, 'cloud'), ...backends]) {
      for (const inner of blocksOf(contentOf(backend.node.body, backend.file), 'workspaces')) {
        const name = literalText(contentOf(inner.node.body, inner.file).attributes.get('name')?.node.value);
        if (name !== undefined && name !== '') return name;
      }
    }
  }
  return undefined;
}
