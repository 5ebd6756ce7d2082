/**
 * What the parts of the evaluator know of one another: a module, its resources and the call that made it. The classes behind
 * these (module-instance.ts, resource-instance.ts) know the parts.
 */
import type { InstanceKey } from '#model/address.js';
import type { ModuleSummary, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type {
  Declaration,
  LocalDefinition,
  ModuleDefinition,
  ResourceDefinition,
  VariableDefinition,
} from '../module/definition.js';
import type { BlockSchema } from '../schema/block-schema.js';
import type { Expansion, InstancePlan } from './instance-plan.js';
import type { Program, Surroundings } from './program.js';
import type { Repetition, Resolver } from './scope.js';

/** One instance of a module. */
export interface EvaluatedModule extends Resolver {
  readonly program: Program;
  readonly definition: ModuleDefinition;
  readonly address: string;
  /** Whether it exists depends on something unknown. */
  readonly maybe: boolean;
  readonly decidedBy: Value | undefined;
  /** Several instances share its source. */
  readonly shared: boolean;
  /** How many calls lead to it. */
  readonly depth: number;
  readonly caller: ModuleCall | undefined;
  readonly summary: ModuleSummary | undefined;
  /** Which provider configuration of the root module a name means here. */
  readonly providers: { resolve(name: string): string };
  variable(definition: VariableDefinition): Value;
  local(definition: LocalDefinition): Value;
  output(definition: Declaration): Value;
  /** The instances of a resource; `count` and `for_each` are evaluated, nothing else. */
  resource(definition: ResourceDefinition): ResourceInstances;
  call(declaration: Declaration): ModuleInstances;
  providerOf(definition: ResourceDefinition): string;
  surroundings(repetition?: Repetition): Surroundings;
}

/** How a module is called: by what, from where, as which of its instances. */
export interface ModuleCall {
  readonly parent: EvaluatedModule;
  readonly call: Declaration;
  readonly plan: InstancePlan;
  /** The call makes more than one instance. */
  readonly shared: boolean;
}

/** One instance of a resource, as references see it. */
export interface EvaluatedResource extends Resource {
  readonly schema: BlockSchema | undefined;
  /** The resource as an object, each attribute computed when it is read. */
  whole(): Value;
  /** Whether references to the attribute make sense; without a schema all do. */
  has(name: string): boolean;
  seen(name: string): Value;
}

/** The instances of a resource. */
export interface ResourceInstances<R extends EvaluatedResource = EvaluatedResource> {
  readonly expansion: Expansion;
  readonly instances: ReadonlyMap<InstanceKey, R>;
}

/** The instances of a module call; `undefined` where the module can't be read. */
export interface ModuleInstances<M extends EvaluatedModule = EvaluatedModule> {
  readonly expansion: Expansion;
  readonly instances: ReadonlyMap<InstanceKey, M> | undefined;
}
