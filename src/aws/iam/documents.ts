import type { Diagnostic } from '#model/diagnostic.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { SymbolicString } from '../symbolic.js';
import { parsePolicy } from './parse.js';
import type { PolicyDocument } from './policy.js';

/** The policy documents of a configuration, each read once. */
export interface Documents {
  /** The document in an attribute of a resource; `undefined` where it is not set. */
  of(resource: Resource, attribute: string): PolicyDocument | undefined;
  /** The document that a value found at `attribute` holds. */
  parse(resource: Resource, attribute: string, value: Value): PolicyDocument;
  /** All that were read so far. */
  readonly read: readonly PolicyDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

export function documentsOf(canonical: (text: SymbolicString) => SymbolicString): Documents {
  const byId = new Map<string, PolicyDocument>();
  const read: PolicyDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const parse = (resource: Resource, attribute: string, value: Value): PolicyDocument => {
    const id = `${resource.address}:${attribute}`;
    const known = byId.get(id);
    if (known) return known;
    const document = parsePolicy(value, { id, resource, attribute, canonical, report });
    byId.set(id, document);
    read.push(document);
    return document;
  };
  return {
    parse,
    of(resource, attribute) {
      const value = resource.attribute(attribute);
      return value && value.kind !== 'null' ? parse(resource, attribute, value) : undefined;
    },
    read,
    diagnostics,
  };
}
