import type { Block, SyntaxFile } from '#hcl/syntax.js';
import { getAttribute, index } from '../evaluate/access.js';
import { constantScope } from '../evaluate/constant-scope.js';
import { blocksFromValue } from '../evaluate/value-view.js';
import type { NestedBlock, Resource } from '#model/resource.js';
import type { BlockSchema } from '../schema/block-schema.js';
import { schemaOf } from '../schema/provider-schema.js';
import { DYNAMIC, STRING } from '#model/type.js';
import type { Origin, Reference, Value } from '#model/value.js';
import { nullOf, unknown } from '#model/values/make.js';
import { sameAttribute, sameBlocks } from './edited.js';
import { joinValue, type Joining } from './join.js';
import { member, record, text } from './json-shape.js';
import type { PlannedInstance } from './plan-file.js';
import { inside, type Marked, plannedAttribute, plannedBlocks } from './planned-value.js';
import { providerName } from './planned-providers.js';
import type { PlanReferences } from './references.js';

export interface PlannedOptions {
  readonly instance: PlannedInstance;
  readonly references: PlanReferences | undefined;
  /** The same instance, or another of the same block, as the source has it. */
  readonly source: Resource | undefined;
  /** The instance in the source that the plan was made of, where `source` is an edit of it. */
  readonly original: Resource | undefined;
  readonly shared: boolean;
  /** It was read of an account. */
  readonly live: boolean;
}

/** A resource instance of a plan or a state. Where the source is there, it says where things were written. */
export class PlannedResource implements Resource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly module: string;
  readonly key: string | number | undefined;
  readonly maybe = false;
  readonly provider: string;
  readonly block?: Block;
  readonly file?: SyntaxFile;
  readonly origin?: Origin;
  readonly readOnly: boolean;
  readonly shared: boolean;
  readonly #instance: PlannedInstance;
  readonly #references: PlanReferences | undefined;
  readonly #source: Resource | undefined;
  readonly #original: Resource | undefined;
  readonly #joining: Joining;
  readonly #schema: BlockSchema | undefined;
  readonly #values = new Map<string, Value | undefined>();
  readonly #blocks = new Map<string, readonly NestedBlock[]>();

  constructor({ instance, references, source, original, shared, live }: PlannedOptions) {
    this.#instance = instance;
    this.#references = references;
    this.#source = source;
    this.#original = original;
    this.#joining = live ? 'observed' : 'planned';
    this.#schema = schemaOf(instance.mode, instance.type);
    this.address = instance.address;
    this.mode = instance.mode;
    this.type = instance.type;
    this.name = instance.name;
    this.module = instance.module;
    this.key = instance.index;
    this.provider = (live ? undefined : source?.provider) ?? providerOf(instance, references);
    this.readOnly = source?.readOnly ?? true;
    this.shared = source?.shared ?? shared;
    if (source?.block) this.block = source.block;
    if (source?.file) this.file = source.file;
    if (source?.origin) this.origin = source.origin;
  }

  attribute(name: string): Value | undefined {
    if (!this.#values.has(name)) {
      const { unread } = this.#instance;
      const isEdited = this.#source && this.#original && !sameAttribute(this.#original, this.#source, name);
      const known = unread.has(name) ? this.#unread(name) : this.#compute(name);
      this.#values.set(name, isEdited ? this.#source.attribute(name) : known);
    }
    return this.#values.get(name);
  }

  blocks(name: string): readonly NestedBlock[] {
    let found = this.#blocks.get(name);
    if (!found) {
      found = this.#blocksOf(name);
      this.#blocks.set(name, found);
    }
    return found;
  }

  names(): readonly string[] {
    const names = new Set([
      ...Object.keys(this.#instance.values),
      ...(this.#original ? (this.#source?.names() ?? []) : []),
      ...Object.keys(record(this.#configured(), 'expressions')),
    ]);
    return [...names].filter((name) => this.attribute(name) !== undefined || this.blocks(name).length > 0);
  }

  read(path: readonly (string | number)[]): Value {
    const [first, ...rest] = path;
    if (first === undefined)
      return { kind: 'unknown', type: DYNAMIC, dependsOn: [], ref: { address: this.address, path: [] } };
    const name = String(first);
    let value = this.#seen(name);
    const scope = constantScope(this.file ?? { path: '', text: '' }, []);
    const nowhere = { start: 0, end: 0 };
    for (const step of rest) {
      value =
        typeof step === 'number'
          ? index(value, { kind: 'number', value: step }, scope, nowhere)
          : getAttribute(value, step, scope, nowhere);
    }
    return scope.failures.length > 0 ? { kind: 'unknown', type: DYNAMIC, dependsOn: [] } : value;
  }

  #seen(name: string): Value {
    const ref: Reference = { address: this.address, path: [name] };
    const value = this.attribute(name);
    if (value) return { ...value, ref };
    const attribute = this.#schema?.attributes.get(name);
    if (this.#marked(name).unknown === true || (!this.#schema && !Object.hasOwn(this.#instance.values, name))) {
      return { kind: 'unknown', type: attribute?.type ?? DYNAMIC, dependsOn: [ref], ref };
    }
    return nullOf(attribute?.type ?? DYNAMIC);
  }

  #marked(name: string): Marked {
    const { values, unknown, sensitive } = this.#instance;
    return inside({ value: values, unknown, sensitive }, name);
  }

  #configured(): Readonly<Record<string, unknown>> {
    return this.#references?.resource(this.address) ?? {};
  }

  /** An unknown that no argument sets is what the provider will choose. */
  #isProviders(marked: Marked, name: string): boolean {
    return marked.unknown === true && !Object.hasOwn(record(this.#configured(), 'expressions'), name);
  }

  /** Null is what nobody sets. */
  #compute(name: string): Value | undefined {
    const marked = this.#marked(name);
    const nested = this.#schema?.blocks.get(name);
    if (nested) return undefined;
    const dependsOn = this.#references?.of(this.address, name) ?? [];
    if (this.#isProviders(marked, name)) return this.#source?.attribute(name);
    const value = plannedAttribute(marked, this.#schema?.attributes.get(name), dependsOn);
    if (value.kind === 'null') return undefined;
    const written = this.#source?.attribute(name);
    if (isHashed(name, value))
      return written ?? unknown(STRING, { dependsOn, reason: 'a plan contains only its hash' });
    return joinValue(value, written, this.#joining);
  }

  /** Unknown is not absent. What the source says of it need not be so. */
  #unread(name: string): Value {
    const origin = this.#source?.attribute(name)?.origin;
    const type = this.#schema?.attributes.get(name)?.type ?? DYNAMIC;
    return unknown(type, { reason: 'it could not be read from the account', ...(origin ? { origin } : {}) });
  }

  #blocksOf(name: string): readonly NestedBlock[] {
    const written = this.#source?.blocks(name) ?? [];
    const edited = this.#source && this.#original && !sameBlocks(this.#original, this.#source, name);
    const marked = this.#marked(name);
    if (edited || this.#isProviders(marked, name)) return written;
    const nested = this.#schema?.blocks.get(name);
    const dependsOn = this.#references?.of(this.address, name) ?? [];
    const value = nested ? plannedBlocks(marked, nested, dependsOn) : this.attribute(name);
    const planned = value ? blocksFromValue(name, value) : [];
    const joinable = written.length === planned.length && written.every((block) => !block.maybe);
    return joinable ? planned.map((block, at) => new JoinedBlock(block, written[at], this.#joining)) : planned;
  }
}

/** A planned block that knows where its source stands. */
class JoinedBlock implements NestedBlock {
  readonly type: string;
  readonly maybe = false;
  readonly origin?: Origin;
  readonly #planned: NestedBlock;
  readonly #source: NestedBlock | undefined;
  readonly #joining: Joining;

  constructor(planned: NestedBlock, source: NestedBlock | undefined, joining: Joining) {
    this.#joining = joining;
    this.type = planned.type;
    this.#planned = planned;
    this.#source = source;
    if (source?.origin) this.origin = source.origin;
  }

  attribute(name: string): Value | undefined {
    const value = this.#planned.attribute(name);
    return value ? joinValue(value, this.#source?.attribute(name), this.#joining) : undefined;
  }

  blocks(name: string): readonly NestedBlock[] {
    const planned = this.#planned.blocks(name);
    const written = this.#source?.blocks(name) ?? [];
    return planned.length === written.length
      ? planned.map((block, at) => new JoinedBlock(block, written[at], this.#joining))
      : planned;
  }

  names(): readonly string[] {
    return this.#planned.names();
  }
}

/**
 * The provider keeps a hash of user data instead of the text.
 * https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/instance#user_data-1
 */
function isHashed(name: string, value: Value): boolean {
  return name === 'user_data' && value.kind === 'string' && /^[0-9a-f]{40}$/.test(value.value);
}

/** `aws.audit` from the configuration's key (`module.a:aws.audit`), else the provider's own name. */
function providerOf(instance: PlannedInstance, references: PlanReferences | undefined): string {
  const key = text({ key: member(references?.resource(instance.address), 'provider_config_key') }, 'key');
  if (key !== undefined) return providerName(key);
  return instance.providerName.slice(instance.providerName.lastIndexOf('/') + 1) || (instance.type.split('_')[0] ?? '');
}
