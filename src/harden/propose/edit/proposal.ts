import type { Resource } from '#model/resource.js';
import type { Change } from '../../change.js';
import { isJsonSyntax } from './place.js';
import type { EditProposal, ManualProposal } from '../../control.js';

type EditParts = Omit<EditProposal, 'kind' | 'dataLoss' | 'mayBreak' | 'width' | 'address'> &
  Partial<Pick<EditProposal, 'dataLoss' | 'mayBreak' | 'width'>> & { readonly resource: Resource };

/** An edit, with the notes that every edit of such a resource needs. */
export function edit(parts: EditParts): EditProposal {
  const { resource, mayBreak = [], dataLoss = false, width = 1, ...rest } = parts;
  return {
    kind: 'edit',
    address: resource.address,
    dataLoss,
    width,
    ...rest,
    mayBreak: [...mayBreak, ...sharing(resource, rest.changes)],
  };
}

export function manual(parts: Omit<ManualProposal, 'kind'>): ManualProposal {
  return { kind: 'manual', ...parts };
}

/** Of resources that stand in one block, an edit changes all. */
function sharing(resource: Resource, changes: readonly Change[]): readonly string[] {
  if (!resource.shared || !changes.some((change) => concerns(change, resource))) return [];
  return [
    `The block stands for several instances (count, for_each, or a module used more than once): all of them change, not only ${resource.address}.`,
  ];
}

/** The change is in the resource's own block, or beside it; not in a list elsewhere that the block reads. */
function concerns(change: Change, { block, file }: Resource): boolean {
  if (change.kind === 'append' || change.kind === 'text' || !block) return true;
  if (change.file !== file) return false;
  const span = 'body' in change ? change.body : 'at' in change ? change.at : change.container;
  return span.start >= block.start && span.end <= block.end;
}

/** The resource's block can be edited. */
export function isEditable(resource: Resource): boolean {
  if (resource.readOnly || !resource.block || !resource.file) return false;
  return !isJsonSyntax(resource.file);
}

export function whyNotEditable(resource: Resource): string {
  if (resource.readOnly) return `${resource.address} is in a module that does not belong to this project.`;
  if (!resource.block) return `The source of ${resource.address} was not read.`;
  if (resource.file && isJsonSyntax(resource.file)) {
    return `${resource.address} is written in Terraform's JSON syntax, which is read but not edited.`;
  }
  return `${resource.address} is written in a form that can't be edited safely.`;
}
