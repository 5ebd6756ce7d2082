/**
 * Which version of the AWS provider a root module uses: the one in its lock file, or else what its constraints leave.
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
import { parseFile } from '#hcl/parse/parse.js';
import { type FileSystem, readText } from '../load/file-system.js';
import { contentOf } from '../module/content.js';
import type { ModuleDefinition } from '../module/definition.js';
import { literalText } from '../module/requirements.js';
import { admitsWithin } from '../module/version-constraint.js';

/** The version of the provider whose schema is shipped: the last of its major version. */
export const SCHEMA_VERSION = '5.100.0';

/** Within one major version nothing that a configuration may say goes away. */
const SAME_MAJOR = { least: '5', limit: '6' } as const;
const LOCK_FILE = '.terraform.lock.hcl';
const AWS = /\/hashicorp\/aws$/;

export class ProviderVersion {
  readonly #constraints: readonly string[];
  readonly #locked: string | undefined;
  readonly #known = new Map<ModuleDefinition, boolean>();

  constructor(files: FileSystem, root: ModuleDefinition) {
    this.#constraints = root.providerVersions;
    this.#locked = lockedVersion(files, root.folder);
  }

  /** The shipped schema is that of the version in use; otherwise another version may accept what this one does not. */
  isOfSchema(type: string, module: ModuleDefinition): boolean {
    if (!type.startsWith('aws_')) return true;
    let known = this.#known.get(module);
    if (known === undefined) {
      known = this.#isOfSchema(module);
      this.#known.set(module, known);
    }
    return known;
  }

  #isOfSchema({ providerVersions }: ModuleDefinition): boolean {
    if (this.#locked !== undefined) return admitsWithin(`= ${this.#locked}`, SAME_MAJOR);
    const all = [...this.#constraints, ...providerVersions];
    if (all.length === 0) return false;
    const constraint = all.join(',');
    return (
      !admitsWithin(constraint, { least: SAME_MAJOR.limit }) && !admitsWithin(constraint, { limit: SAME_MAJOR.least })
    );
  }
}

function lockedVersion(files: FileSystem, folder: string): string | undefined {
  const path = files.resolve(folder, LOCK_FILE);
  const found = path === undefined ? 'missing' : readText(files, path);
  if (path === undefined || typeof found === 'string') return undefined;
  const file = parseFile(path, found.text);
  for (const item of file.body.items) {
    if (item.kind !== 'block' || item.type !== 'provider' || !AWS.test(item.labels[0]?.value ?? '')) continue;
    return literalText(contentOf(item.body, file).attributes.get('version')?.node.value);
  }
  return undefined;
}
