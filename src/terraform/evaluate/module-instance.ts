/**
 * One instance of a module: what its names mean. The definition is shared by all instances; here are only the values,
 * each computed when it is asked for.
 */
import type { Variable } from '#hcl/syntax.js';
import { type InstanceKey, inModule, keySuffix, resourceName, withoutKeys } from '#model/address.js';
import type { FunctionContext } from '../functions/index.js';
import type { PlacedAttribute } from '../module/content.js';
import type {
  Declaration,
  LocalDefinition,
  ModuleDefinition,
  ResourceDefinition,
  VariableDefinition,
} from '../module/definition.js';
import { neededFirst } from '../module/local-chains.js';
import { providerReference } from '../module/requirements.js';
import { DYNAMIC } from '#model/type.js';
import type { ModuleSummary } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { type Failure } from '#model/values/failure.js';
import { expandCount, expandForEach, unknownExpansion } from './expansion.js';
import { type Expansion, SINGLE } from './instance-plan.js';
import { evaluate } from './expression.js';
import { functionContext } from './function-context.js';
import { Memo } from './memo.js';
import type { EvaluatedModule, ModuleCall, ModuleInstances, ResourceInstances } from './module.js';
import { evaluateAttribute, type Program, scopeFor, type Surroundings } from './program.js';
import { ProviderMap } from './providers.js';
import { resolveReference } from './references.js';
import { SourceResource } from './resource-instance.js';
import type { Repetition, Resolved, Scope, Step } from './scope.js';
import type { Workspace } from './workspace.js';
import { childVariable, type VariableInputs } from './variables.js';

export class ModuleInstance implements EvaluatedModule {
  readonly program: Program;
  readonly definition: ModuleDefinition;
  readonly address: string;
  readonly maybe: boolean;
  readonly decidedBy: Value | undefined;
  readonly shared: boolean;
  readonly depth: number;
  readonly caller: ModuleCall | undefined;
  readonly summary: ModuleSummary | undefined;
  readonly providers: ProviderMap;
  readonly functions: FunctionContext;
  readonly #inputs: VariableInputs | undefined;
  readonly #memos = new Map<string, Memo>();
  readonly #resources = new Map<string, ResourceInstances<SourceResource>>();
  readonly #calls = new Map<string, ModuleInstances<ModuleInstance>>();

  constructor(program: Program, definition: ModuleDefinition, how: ModuleCall | VariableInputs) {
    this.program = program;
    this.definition = definition;
    if ('parent' in how) {
      const { parent, call, plan } = how;
      this.caller = how;
      this.address = inModule(parent.address, `module.${call.name}${keySuffix(plan.key)}`);
      this.maybe = plan.maybe || parent.maybe;
      this.decidedBy = plan.decidedBy ?? parent.decidedBy;
      this.shared = how.shared || parent.shared;
      this.depth = parent.depth + 1;
    } else {
      this.#inputs = how;
      this.address = program.label;
      this.maybe = false;
      this.decidedBy = undefined;
      this.shared = program.shared;
      this.depth = 0;
    }
    this.summary = summaryOf(this);
    this.providers = new ProviderMap(this);
    this.functions = functionContext(program, definition.folder);
  }

  get workspace(): Workspace {
    return this.program.workspace;
  }

  get shortCircuits(): boolean {
    return this.program.shortCircuits;
  }

  get strict(): boolean {
    return this.program.strict;
  }

  requiresProvider(name: string): boolean {
    return (
      this.definition.providerSources.has(name) ||
      this.definition.providers.some(({ node }) => node.labels[0]?.value === name)
    );
  }

  resolve(root: Variable, steps: readonly Step[], scope: Scope): Resolved {
    return resolveReference(this, root, steps, scope);
  }

  variable(definition: VariableDefinition): Value {
    const memo = this.#memo(`var.${definition.name}`);
    return (
      memo.value ??
      this.program.evaluation.force(memo, () => {
        if (this.caller) return childVariable(this, this.caller, definition);
        return this.#inputs?.value(definition) ?? { kind: 'unknown', type: DYNAMIC, dependsOn: [] };
      })
    );
  }

  /** Nobody gives the variable of the root module a value. */
  isDefault({ name }: VariableDefinition): boolean {
    return this.#inputs?.has(name) === false && !this.strict;
  }

  local(definition: LocalDefinition): Value {
    const memo = this.#memo(`local.${definition.name}`);
    if (memo.value) return memo.value;
    if (!memo.running) {
      const isKnown = (local: LocalDefinition): boolean => this.#memo(`local.${local.name}`).value !== undefined;
      for (const needed of neededFirst(this.definition, definition, isKnown)) this.#force(needed);
    }
    return this.#force(definition);
  }

  output(definition: Declaration): Value {
    const memo = this.#memo(`output.${definition.name}`);
    return (
      memo.value ??
      this.program.evaluation.force(memo, () => {
        const value = definition.content.attributes.get('value');
        if (!value) return { kind: 'unknown', type: DYNAMIC, dependsOn: [] };
        return evaluateAttribute(value, this.surroundings());
      })
    );
  }

  /** The instances of a resource; `count` and `for_each` are evaluated, nothing else. */
  resource(definition: ResourceDefinition): ResourceInstances<SourceResource> {
    const name = resourceName(definition.mode, definition.type, definition.name);
    const known = this.#resources.get(name);
    if (known) return known;
    const expansion = this.#expand(definition, name);
    const shared = expansion.instances.length > 1 || !expansion.known;
    const instances = new Map<InstanceKey, SourceResource>();
    for (const plan of expansion.instances) {
      instances.set(plan.key, new SourceResource({ definition, module: this, program: this.program, plan, shared }));
    }
    const made = { expansion, instances };
    this.#resources.set(name, made);
    return made;
  }

  call(declaration: Declaration): ModuleInstances<ModuleInstance> {
    const known = this.#calls.get(declaration.name);
    if (known) return known;
    const expansion = this.#expand(declaration, `module.${declaration.name}`);
    const definition = this.program.loader.called(this, declaration);
    let instances: Map<InstanceKey, ModuleInstance> | undefined;
    if (definition && this.#mayInstantiate(declaration, expansion.instances.length)) {
      instances = new Map();
      const shared = expansion.instances.length > 1 || !expansion.known;
      for (const plan of expansion.instances) {
        instances.set(
          plan.key,
          new ModuleInstance(this.program, definition, { parent: this, call: declaration, plan, shared }),
        );
      }
    }
    const made = { expansion, instances };
    this.#calls.set(declaration.name, made);
    return made;
  }

  providerOf(definition: ResourceDefinition): string {
    const named = definition.content.attributes.get('provider');
    const reference = named ? providerReference(named.node.value) : undefined;
    return this.providers.resolve(reference ?? definition.type.split('_')[0] ?? definition.type);
  }

  surroundings(repetition?: Repetition): Surroundings {
    return {
      program: this.program,
      resolver: this,
      names: undefined,
      repetition,
      self: undefined,
      readOnly: this.definition.readOnly,
    };
  }

  #force(local: LocalDefinition): Value {
    const memo = this.#memo(`local.${local.name}`);
    if (memo.value) return memo.value;
    return this.program.evaluation.force(memo, () =>
      evaluateAttribute({ node: local.attribute, file: local.file }, this.surroundings()),
    );
  }

  #memo(name: string): Memo {
    let memo = this.#memos.get(name);
    if (!memo) {
      memo = new Memo(`${inModule(withoutKeys(this.address), name)}${EXPANDED.test(name) ? ' (expand)' : ''}`);
      this.#memos.set(name, memo);
    }
    return memo;
  }

  #expand(declaration: Declaration, label: string): Expansion {
    const { attributes } = declaration.content;
    const count = attributes.get('count');
    const forEach = attributes.get('for_each');
    const attribute = count ?? forEach;
    if (!attribute) return SINGLE;
    if (count && forEach) {
      this.program.diagnostics.report(
        {
          code: 'invalid-combination',
          summary: 'Invalid combination of "count" and "for_each"',
          detail:
            'The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used to be explicit about the number of resources to be created.',
        },
        { file: forEach.file, span: { start: forEach.node.start, end: forEach.node.nameEnd } },
      );
    }
    const kind = count ? 'count' : 'for_each';
    const memo = this.#memo(label);
    let expansion: Expansion | undefined;
    const value = this.program.evaluation.force(memo, () => {
      const made = this.#expandBy(attribute, kind);
      expansion = made.expansion;
      return made.value;
    });
    return !expansion || memo.cyclic ? unknownExpansion(kind, value) : expansion;
  }

  #expandBy(
    attribute: PlacedAttribute,
    kind: 'count' | 'for_each',
  ): { readonly expansion: Expansion; readonly value: Value } {
    const failures: Failure[] = [];
    const scope = scopeFor(this.surroundings(), attribute.file, failures);
    const value = evaluate(attribute.node.value, scope);
    const request = { attribute, value, scope, strict: this.program.strict };
    const expansion = kind === 'count' ? expandCount(request) : expandForEach(request);
    this.program.diagnostics.failures(failures, { file: attribute.file, span: attribute.node.value });
    return { expansion, value };
  }

  /** Trees of modules can be endless, or double with every level. */
  #mayInstantiate(declaration: Declaration, count: number): boolean {
    const { limits, diagnostics } = this.program;
    limits.moduleInstances -= count;
    if (this.depth < MAX_MODULE_DEPTH && limits.moduleInstances >= 0) return true;
    const detail =
      this.depth < MAX_MODULE_DEPTH
        ? 'The configuration has too many module instances; the rest is not analysed.'
        : `Modules are nested more than ${MAX_MODULE_DEPTH} levels deep: this module may call itself.`;
    const { block, file } = declaration;
    diagnostics.report({ code: 'too-many-modules', summary: 'Too many modules', detail }, { file, span: block });
    return false;
  }
}

/** Of a module inside of a summarised one, that of the outer. */
function summaryOf({ definition, address, caller, program }: ModuleInstance): ModuleSummary | undefined {
  const outer = caller?.parent.summary;
  const { summary } = definition;
  if (outer || !summary) return outer;
  const folder = summary.folder === '' ? '' : `//${summary.folder}`;
  const call = caller ? address : `the module of ${program.rootModule}`;
  return { call, release: `${summary.module}${folder} ${summary.version}` };
}

/** What Terraform's graph holds before instances are known. */
const EXPANDED = /^(?:local|var|output|module)\./;
const MAX_MODULE_DEPTH = 40;
