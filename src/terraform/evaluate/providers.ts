import { inModule } from '#model/address.js';
import type { BodyView } from '#model/resource.js';
import { SourceBody } from './body-view.js';
import { itemsOf } from '../module/requirements.js';
import { providerReference } from '../module/requirements.js';
import { contentOf } from '../module/content.js';
import type { EvaluatedModule } from './module.js';

/**
 * Which provider configuration of the root module a name in this module means. A provider passes from caller to callee
 * by the same name, unless `providers` says otherwise or the module configures its own.
 * https://developer.hashicorp.com/terraform/language/modules/develop/providers
 */
export class ProviderMap {
  readonly #module: EvaluatedModule;
  readonly #known = new Map<string, string>();

  constructor(module: EvaluatedModule) {
    this.#module = module;
  }

  resolve(name: string): string {
    let found = this.#known.get(name);
    if (found === undefined) {
      found = this.#resolve(name);
      this.#known.set(name, found);
    }
    return found;
  }

  #resolve(name: string): string {
    const { caller, address } = this.#module;
    if (!caller) return inModule(address, name);
    const passed = caller.call.content.attributes.get('providers');
    for (const { key, value } of passed ? itemsOf(passed.node.value) : []) {
      const reference = key === name ? providerReference(value) : undefined;
      if (reference !== undefined) return caller.parent.providers.resolve(reference);
    }
    if (this.#configures(name)) return inModule(address, name);
    return caller.parent.providers.resolve(name);
  }

  /** The configurations that the module itself has, by the names that resources have for them. */
  *own(): Iterable<readonly [name: string, body: BodyView]> {
    const { address, caller, definition } = this.#module;
    for (const { node, file } of definition.providers) {
      const local = node.labels[0]?.value;
      if (local === undefined) continue;
      const content = contentOf(node.body, file);
      const written = content.attributes.get('alias')?.node.value;
      const alias = written ? providerReference(written) : undefined;
      const name = alias === undefined ? local : `${local}.${alias}`;
      if (caller && !this.#configures(name)) continue;
      const label = inModule(address, `provider.${name}`);
      const around = this.#module.surroundings();
      yield [inModule(address, name), new SourceBody({ around, content, schema: undefined, file, span: node, label })];
    }
  }

  /** Whether the module itself has `provider "aws" { alias = "x" }` for the name. */
  #configures(name: string): boolean {
    const [local, alias] = name.split('.');
    return this.#module.definition.providers.some(({ node, file }) => {
      if (node.labels[0]?.value !== local) return false;
      const { attributes, blocks } = contentOf(node.body, file);
      const own = attributes.get('alias')?.node.value;
      const ownAlias = own ? providerReference(own) : undefined;
      // An empty block only stands for what the caller passes.
      return alias === undefined ? ownAlias === undefined && attributes.size + blocks.size > 0 : ownAlias === alias;
    });
  }
}
