/**
 * One instance of a resource: what its source says, and what a reference to it sees.
 *
 * A reference to an attribute that is set gives its value; to one that is not, an unknown that remembers the attribute, since
 * the provider may set it or have a default for it. Only the attribute that is asked for is evaluated.
 */
import type { Block, SyntaxFile } from '#hcl/syntax.js';
import { type InstanceKey, inModule, keySuffix, resourceName, withoutKeys } from '#model/address.js';
import { computedAttribute } from '../data/index.js';
import type { ResourceDefinition } from '../module/definition.js';
import type { ModuleSummary, NestedBlock, Resource } from '#model/resource.js';
import { stateReadBy } from '../joined/states.js';
import type { BlockSchema } from '../schema/block-schema.js';
import { schemaOf } from '../schema/provider-schema.js';
import { DYNAMIC } from '#model/type.js';
import type { Origin, Value } from '#model/value.js';
import { nullOf } from '#model/values/make.js';
import { getAttribute, index } from './access.js';
import { META_ARGUMENTS, SourceBody } from './body-view.js';
import type { InstancePlan } from './instance-plan.js';
import { LazyEntries } from './lazy-entries.js';
import type { EvaluatedModule } from './module.js';
import type { Program, Surroundings } from './program.js';
import { constantScope } from './constant-scope.js';
import { blocksValue, notWritten, opened, type Place, unknownAt, untypedBlocks, withReference } from './seen-value.js';

/** Terraform's own, which has no defaults. */
const TERRAFORM_DATA = 'terraform_data';

export interface InstanceOptions {
  readonly definition: ResourceDefinition;
  readonly module: EvaluatedModule;
  readonly program: Program;
  readonly plan: InstancePlan;
  /** More than one instance shares the block. */
  readonly shared: boolean;
}

export class SourceResource implements Resource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly module: string;
  readonly key: InstanceKey;
  readonly maybe: boolean;
  readonly decidedBy: Value | undefined;
  readonly summary: ModuleSummary | undefined;
  readonly readOnly: boolean;
  readonly shared: boolean;
  readonly block: Block;
  readonly file: SyntaxFile;
  readonly schema: BlockSchema | undefined;
  readonly body: SourceBody;
  readonly definition: ResourceDefinition;
  readonly around: Surroundings;
  readonly #module: EvaluatedModule;
  readonly #program: Program;
  #seen: Map<string, Value> | undefined;
  #address: string | undefined;
  #whole: Value | undefined;

  constructor({ definition, module, program, plan, shared }: InstanceOptions) {
    this.mode = definition.mode === 'managed' ? 'managed' : 'data';
    this.definition = definition;
    this.type = definition.type;
    this.name = definition.name;
    this.module = module.address;
    this.key = plan.key;
    this.maybe = plan.maybe || module.maybe;
    this.decidedBy = plan.decidedBy ?? module.decidedBy;
    this.summary = module.summary;
    this.readOnly = module.definition.readOnly || definition.file.standsFor !== undefined;
    this.shared = shared || module.shared;
    this.block = definition.block;
    this.file = definition.file;
    this.schema = schemaOf(definition.mode, definition.type);
    this.#module = module;
    this.#program = program;
    this.around = {
      program,
      resolver: module,
      names: undefined,
      repetition: plan.repetition,
      self: () => this.whole(),
      readOnly: this.readOnly,
    };
    const { content, file, block } = definition;
    const label = inModule(
      withoutKeys(module.address),
      resourceName(definition.mode, definition.type, definition.name),
    );
    this.body = new SourceBody({ around: this.around, content, schema: this.schema, file, span: block, label });
  }

  get address(): string {
    const { mode, type, name } = this.definition;
    this.#address ??= inModule(this.module, `${resourceName(mode, type, name)}${keySuffix(this.key)}`);
    return this.#address;
  }

  get provider(): string {
    return this.#module.providerOf(this.definition);
  }

  get origin(): Origin {
    return this.body.origin;
  }

  attribute(name: string): Value | undefined {
    return this.body.attribute(name);
  }

  blocks(name: string): readonly NestedBlock[] {
    return this.body.blocks(name);
  }

  names(): readonly string[] {
    return this.body.names();
  }

  read(path: readonly (string | number)[]): Value {
    const [first, ...rest] = path;
    if (first === undefined) return this.whole();
    let value = this.seen(String(first));
    const scope = constantScope(this.file, []);
    for (const step of rest) {
      value =
        typeof step === 'number'
          ? index(value, { kind: 'number', value: step }, scope, this.block)
          : getAttribute(value, step, scope, this.block);
    }
    return scope.failures.length > 0 ? { kind: 'unknown', type: DYNAMIC, dependsOn: [] } : value;
  }

  /** The resource as an object, each attribute computed when it is read. */
  whole(): Value {
    this.#whole ??= {
      kind: 'object',
      entries: new LazyEntries(this.#attributeNames(), (name) => this.seen(name), this.#isOpen()),
      origin: this.origin,
      ref: { address: this.address, path: [] },
    };
    return this.#whole;
  }

  /** Whether references to the attribute make sense; without a schema all do. */
  has(name: string): boolean {
    if (META_ARGUMENTS.has(name)) return false;
    const { schema } = this;
    if (!schema || this.#isOpen()) return true;
    return schema.attributes.has(name) || schema.blocks.has(name) || this.body.sets(name);
  }

  seen(name: string): Value {
    this.#seen ??= new Map();
    const found = this.#seen.get(name);
    if (found) return found;
    const value = this.#lookedUp(name) ?? this.#see(name);
    this.#seen.set(name, value);
    return value;
  }

  /** No schema, or that of another version: there may be attributes that it does not have. */
  #isOpen(): boolean {
    return !this.schema || !this.#program.provider.isOfSchema(this.type, this.#module.definition);
  }

  #attributeNames(): readonly string[] {
    const { schema } = this;
    if (!schema) return [...this.names(), ...(this.body.sets('id') ? [] : ['id'])];
    return [...schema.attributes.keys(), ...schema.blocks.keys()];
  }

  #see(name: string): Value {
    const place: Place = { address: this.address, path: [name] };
    const computed = this.#computed(name);
    if (computed) return withReference(computed, place);
    const { schema } = this;
    const nested = schema?.blocks.get(name);
    const attribute = schema?.attributes.get(name);
    const set = this.body.attribute(name);
    if (set && set.kind !== 'null') return withReference(schema ? set : opened(set, place), place);
    const blocks = set ? [] : this.body.blocks(name);
    if (nested) return blocksValue(blocks, nested, place);
    if (blocks.length > 0) return untypedBlocks(blocks, place);
    if (!attribute) return set && !this.#isOpen() ? set : unknownAt(DYNAMIC, place);
    return this.type === TERRAFORM_DATA && !attribute.computed ? nullOf(attribute.type) : notWritten(attribute, place);
  }

  #computed(name: string): Value | undefined {
    if (this.type === TERRAFORM_DATA && this.mode === 'managed') return this.#terraformData(name);
    if (this.mode !== 'data') return undefined;
    if (this.type === 'terraform_remote_state') return this.#otherState(name);
    return computedAttribute(this.type, name, this.body, this.#module.functions);
  }

  /** The same of the resource that another root module makes; of that, what this one does not say itself. */
  #lookedUp(name: string): Value | undefined {
    if (this.mode !== 'data' || this.body.sets(name)) return undefined;
    const value = this.#program.others?.lookedUp(this.address)?.read([name]);
    return value?.kind === 'null' ? undefined : value;
  }

  /** Outputs of the root module whose state it is; until Terraform 0.12 they stood beside the arguments. */
  #otherState(name: string): Value | undefined {
    const { others } = this.#program;
    const state = others && !REMOTE_STATE.has(name) ? stateReadBy(this.body) : undefined;
    const keeper = state && others?.keeperOf(state);
    const outputs = keeper === undefined ? undefined : others?.outputs(keeper);
    if (!outputs) return undefined;
    const read = (output: string): Value =>
      outputs.get(output)?.value ?? unknownAt(DYNAMIC, { address: this.address, path: ['outputs', output] });
    if (name !== 'outputs') return outputs.get(name)?.value;
    return { kind: 'object', entries: new LazyEntries(outputs.keys(), read, true) };
  }

  /** `terraform_data` holds what it is given. https://developer.hashicorp.com/terraform/language/resources/terraform-data */
  #terraformData(name: string): Value | undefined {
    if (name !== 'output' || this.#program.planning) return undefined;
    return this.body.attribute('input') ?? nullOf(DYNAMIC);
  }
}

const REMOTE_STATE: ReadonlySet<string> = new Set(['backend', 'config', 'defaults', 'id', 'workspace']);
