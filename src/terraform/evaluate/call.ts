import type { Call, Expression } from '#hcl/syntax.js';
import { keySuffix, UNKNOWN_KEY } from '#model/address.js';
import { callFunction } from '../functions/index.js';
import { knownInPart } from '../functions/partly.js';
import { BOOL, DYNAMIC } from '#model/type.js';
import type { UnknownValue, Value } from '#model/value.js';
import { type Failure, isFailure } from '#model/values/failure.js';
import { isMapping, isSequence, isWhollyKnown } from '#model/values/inspect.js';
import { object, tuple, withMarksOf } from '#model/values/make.js';
import { alternativesOf, settled } from '#model/values/partly.js';
import { noteWorkspaces } from './workspace.js';
import { allDependencies, callOrigin, dependenciesOf, inheritVia } from './provenance.js';
import { type Doubts, fail, type Resolver, type Scope, spend, unknown, evaluatePart } from './scope.js';

/** A function call. `try` and `can` look at the mistakes of their arguments; the others get values. */
export function evaluateCall(call: Call, scope: Scope): Value {
  const name = call.name.startsWith('core::') ? call.name.slice('core::'.length) : call.name;
  const { resolver } = scope;
  if (!resolver) return fail(scope, call, 'Function calls not allowed', 'Functions may not be called here.');
  const special = specialCall(name, call, scope);
  if (special) return special;
  const args = evaluateArguments(call, scope);
  if (!isArguments(args)) return args;
  const own = resolver.callOwn?.(name, args, { call, scope });
  if (own) return own.origin ? own : { ...own, origin: callOrigin(scope, call, args) };
  if (name === 'lookup') noteLookup(args, resolver);
  const result = callFunction(name, args, resolver.functions);
  if (isFailure(result)) {
    const unknownResult = report(tolerable(name, result, scope), call, scope);
    return (resolver.strict ? undefined : REMOVED.get(name)?.(args)) ?? unknownResult;
  }
  // A function that hands one of its arguments on (`coalesce`, `sensitive`) leaves its origin as it was.
  const placed = result.origin ? result : { ...result, origin: callOrigin(scope, call, args) };
  return placed.kind === 'unknown' ? partly(name, placed, args, { call, scope }) : placed;
}

/** Functions that Terraform had: what they meant is known, although they are a mistake. */
const REMOVED = new Map<string, (args: readonly Value[]) => Value>([
  ['list', (args) => tuple(args)],
  ['map', (args) => object(args.flatMap((key, at) => pair(at % 2 === 0 ? key : undefined, args[at + 1])))],
]);

function pair(key: Value | undefined, value: Value | undefined): (readonly [string, Value])[] {
  return key?.kind === 'string' && value ? [[key.value, value]] : [];
}

function noteLookup([from, key]: readonly Value[], resolver: Resolver): void {
  if (from && isMapping(from)) noteWorkspaces(key, from.entries.keys(), resolver);
}

interface Place {
  readonly call: Call;
  readonly scope: Scope;
}

/** What is known of a result that isn't known as a whole. */
function partly(name: string, result: UnknownValue, args: readonly Value[], { call, scope }: Place): Value {
  if (result.oneOf || result.members || result.parts || result.encodes) return result;
  const told = knownInPart(name, result, args);
  if (told !== result || !scope.resolver) return told;
  const combinations = combine(args.map(alternativesOf));
  if (!combinations || combinations.length < 2) return result;
  const results: Value[] = [];
  for (const each of combinations) {
    const one = spend(scope, call) ? callFunction(name, each, scope.resolver.functions) : undefined;
    if (one && !isFailure(one)) results.push(one.origin ? one : { ...one, origin: callOrigin(scope, call, each) });
  }
  return settled(result, results);
}

/** More ways than these to combine what the arguments may be are not tried. */
const MAX_COMBINATIONS = 16;

function combine(choices: readonly (readonly Value[])[]): readonly (readonly Value[])[] | undefined {
  let combinations: readonly (readonly Value[])[] = [[]];
  for (const choice of choices) {
    if (combinations.length * choice.length > MAX_COMBINATIONS) return undefined;
    combinations = combinations.flatMap((before) => choice.map((value) => [...before, value]));
  }
  return combinations;
}

/** Calls that depend on how their arguments are written. */
function specialCall(name: string, call: Call, scope: Scope): Value | undefined {
  if (name === 'try' && !call.expand) return evaluateTry(call, scope);
  if (name === 'can' && call.args.length === 1 && !call.expand) return evaluateCan(call, scope);
  if (name.startsWith('provider::')) return providerFunction(call, scope);
  if (scope.template && RENDERING.has(name)) return recursiveTemplate(call, name, scope);
  const misuse = name === 'templatestring' && call.args.length === 2 ? notDirect(call.args[0]) : undefined;
  return misuse === undefined ? undefined : fail(scope, call.args[0] ?? call, 'Invalid function argument', misuse);
}

function evaluateArguments(call: Call, scope: Scope): readonly Value[] | Value {
  const args = call.args.map((argument) => evaluatePart(argument, scope));
  const last = args.at(-1);
  const at = call.args.at(-1);
  if (!call.expand || !last || !at) return args;
  if (last.kind === 'unknown') {
    return withMarksOf({ ...unknown(DYNAMIC, allDependencies([last])), origin: callOrigin(scope, call, args) }, last);
  }
  if (!isSequence(last)) {
    const detail = 'The expanding argument (indicated by ...) must be of a tuple, list, or set type.';
    return fail(scope, at, 'Invalid expanding argument value', detail);
  }
  return [...args.slice(0, -1), ...last.elements.map((element) => withMarksOf(inheritVia(element, last), last))];
}

const RENDERING: ReadonlySet<string> = new Set(['templatefile', 'templatestring']);

function recursiveTemplate(call: Call, name: string, scope: Scope): Value {
  const detail = `Call to function "${name}" failed: cannot recursively call ${name} from inside another template.`;
  return fail(scope, call, 'Error in function call', detail);
}

function isArguments(args: readonly Value[] | Value): args is readonly Value[] {
  return Array.isArray(args);
}

function report(failure: Failure, call: Call, scope: Scope): Value {
  const argument = failure.argument === undefined ? undefined : (call.args[failure.argument] ?? call.args.at(-1));
  return fail(scope, argument ?? call, failure.summary, failure.detail, failure.severity);
}

/** The first argument that evaluates without a mistake. */
function evaluateTry(call: Call, scope: Scope): Value {
  if (call.args.length === 0) {
    return fail(
      scope,
      call,
      'Error in function call',
      'Call to function "try" failed: at least one argument is required.',
    );
  }
  const faults: Failure[] = [];
  const doubtful: Value[] = [];
  for (const argument of call.args) {
    const doubts: Doubts = { found: false };
    const own: Scope = { ...scope, failures: [], doubts };
    const value = evaluatePart(argument, own);
    if (own.failures.length > 0) faults.push(...own.failures.slice(0, 1));
    else if (doubts.found || mayFail(value)) doubtful.push(value);
    else return firstOf([...doubtful, value]);
  }
  if (doubtful.length > 0) return firstOf(doubtful);
  const detail = `Call to function "try" failed: no expression succeeded:\n${faults.map((one) => `- ${one.summary}\n  ${one.detail}`).join('\n')}\n\nAt least one expression must produce a successful result.`;
  return fail(scope, call, 'Error in function call', detail);
}

/** One of the values at which `try` may stop: the first, if it turns out to be there. */
function firstOf(values: readonly Value[]): Value {
  const [first, ...more] = values;
  if (!first) throw new Error('try stops at some value here');
  if (more.length === 0) return first;
  const one: UnknownValue =
    first.kind === 'unknown' ? { ...first, type: DYNAMIC } : unknown(DYNAMIC, dependenciesOf(first));
  return settled(one, values);
}

/** What is behind an unknown, or in an instance of which nobody knows whether it exists, may turn out not to be there. */
function mayFail(value: Value): boolean {
  if (value.kind !== 'unknown' || value.parts || value.encodes || value.oneOf || value.members) return false;
  const [reference] = value.ref ? [value.ref] : value.dependsOn;
  if (!reference) return true;
  if (!value.ref || reference.path.length !== 1) return true;
  return reference.address.includes(UNKNOWN_INSTANCE) || ABSENT_MODULE.test(reference.address);
}

const ABSENT_MODULE = /(?:^|[.:])module\.[^.[\]]+$/;

const UNKNOWN_INSTANCE = keySuffix(UNKNOWN_KEY);

function evaluateCan(call: Call, scope: Scope): Value {
  const [argument] = call.args;
  if (!argument) throw new Error('can has one argument here');
  const doubts: Doubts = { found: false };
  const own: Scope = { ...scope, failures: [], doubts };
  const value = evaluatePart(argument, own);
  const origin = callOrigin(scope, call, [value]);
  if (own.failures.length > 0) return { kind: 'bool', value: false, origin };
  if (doubts.found || !isWhollyKnown(value)) return { ...unknown(BOOL, allDependencies([value])), origin };
  return { kind: 'bool', value: true, origin };
}

/** Providers bring functions of their own; what they compute is not known here. */
function providerFunction(call: Call, scope: Scope): Value {
  const provider = call.name.split('::')[1] ?? '';
  if (!scope.resolver?.requiresProvider(provider)) {
    const detail = `There is no function named "${call.name}". Ensure that provider name "${provider}" is declared in this module's required_providers block, and that this provider offers a function named "${call.name.split('::')[2] ?? ''}".`;
    return fail(scope, call, 'Unknown provider function', detail);
  }
  const args = call.args.map((argument) => evaluatePart(argument, scope));
  return {
    ...unknown(DYNAMIC, allDependencies(args), `provider function ${call.name}`),
    origin: callOrigin(scope, call, args),
  };
}

/** `templatestring` takes its template from elsewhere, or makes no sense. */
function notDirect(expression: Expression | undefined): string | undefined {
  switch (expression?.kind) {
    case undefined:
    case 'variable':
    case 'get-attribute':
    case 'index':
      return undefined;
    case 'template':
      return `${TEMPLATE_PARAMETER} templatestring is only for rendering templates retrieved dynamically from elsewhere, and so does not support providing a literal template; consider using a template string expression instead.`;
    default:
      return `${TEMPLATE_PARAMETER} must be a direct reference to a single string from elsewhere, containing valid Terraform template syntax.`;
  }
}

const TEMPLATE_PARAMETER = 'Invalid value for "template" parameter: invalid template expression:';

/** A file that is not there is often made before `terraform apply`: an archive, a key. One outside of the root is left alone. */
function tolerable(name: string, failure: Failure, scope: Scope): Failure {
  if (scope.resolver?.strict || !(name.startsWith('file') || name === 'templatefile')) return failure;
  return NO_FILE.test(failure.detail) ? { ...failure, severity: 'warning' } : failure;
}

const NO_FILE = /no file exists at|no such file or directory|is outside the folder that is scanned/;
