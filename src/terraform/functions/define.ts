import { DYNAMIC, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { failure, type Failure, isFailure, type Outcome } from '#model/values/failure.js';
import { containsEphemeral, containsSensitive } from '#model/values/inspect.js';
import { dependenciesOf, isWhollyKnown, unknown, unmarkDeep } from '#model/values/make.js';
import type { FunctionContext } from './context.js';

/**
 * How functions are declared, and what every call has in common: arity, conversion of arguments, nulls, marks, unknowns.
 * A function itself sees arguments that are converted, not null, unmarked and known, except where its parameter says
 * otherwise.
 */
export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly allowNull?: boolean;
  /** The function is called even if the argument is unknown. */
  readonly allowUnknown?: boolean;
  /** An unknown inside the argument makes the result unknown, as one in its place does. */
  readonly whollyKnown?: boolean;
  /** The function deals with marks itself: those on elements stay on the elements. */
  readonly allowMarked?: boolean;
}

export interface FunctionSpec {
  readonly name: string;
  readonly params: readonly Parameter[];
  readonly variadic?: Parameter;
  /** The type of the result; asked where the result can't be known. */
  readonly returns: Type | ((args: readonly Value[]) => Type | Fault);
  /** The result is never null. True unless said otherwise. */
  readonly mayBeNull?: boolean;
  apply(args: readonly Value[], context: FunctionContext): Result;
}

/** What a function has to say against its arguments: a phrase that follows "Call to function failed:". */
export interface Fault {
  readonly kind: 'fault';
  readonly message: string;
  readonly argument?: number;
}

export type Result = Value | Fault;

export function fault(message: string, argument?: number): Fault {
  return argument === undefined ? { kind: 'fault', message } : { kind: 'fault', message, argument };
}

export function isFault(result: { readonly kind: string }): result is Fault {
  return result.kind === 'fault';
}

export function parameter(name: string, type: Type, more: Omit<Parameter, 'name' | 'type'> = {}): Parameter {
  return { name, type, ...more };
}

/** A parameter of any type. */
export function anything(name: string, more: Omit<Parameter, 'name' | 'type'> = {}): Parameter {
  return { name, type: DYNAMIC, ...more };
}

/** Calls the function; `called` is the name as written, with its namespace. */
export function invoke(spec: FunctionSpec, called: string, given: readonly Value[], context: FunctionContext): Outcome {
  const arity = checkArity(spec, called, given.length);
  if (arity) return arity;
  const converted = convertArguments(spec, given);
  if (!Array.isArray(converted)) return converted;
  const problem = checkNulls(spec, converted);
  if (problem) return problem;
  const { args, sensitive, ephemeral } = withoutMarks(spec, converted);
  const result = args.some((arg, at) => blocks(arg, parameterAt(spec, at)))
    ? unknownResult(spec, args)
    : spec.apply(args, context);
  if (isFault(result)) return faultToFailure(spec, called, result, given.length);
  if (!(sensitive && !result.sensitive) && !(ephemeral && !result.ephemeral)) return result;
  return { ...result, ...(sensitive ? { sensitive: true } : {}), ...(ephemeral ? { ephemeral: true } : {}) };
}

function parameterAt(spec: FunctionSpec, at: number): Parameter | undefined {
  return spec.params[at] ?? spec.variadic;
}

function checkArity(spec: FunctionSpec, called: string, count: number): Failure | undefined {
  const missing = spec.params[count];
  if (missing) {
    const bound = spec.variadic ? 'expects at least' : 'expects';
    const detail = `Function "${called}" ${bound} ${spec.params.length} argument(s). Missing value for "${missing.name}".`;
    return failure('Not enough function arguments', detail);
  }
  if (spec.variadic || count <= spec.params.length) return undefined;
  const detail = `Function "${called}" expects only ${spec.params.length} argument(s).`;
  return failure('Too many function arguments', detail, spec.params.length);
}

function invalidArgument(parameterName: string, message: string, at: number): Failure {
  return failure('Invalid function argument', `Invalid value for "${parameterName}" parameter: ${message}.`, at);
}

function convertArguments(spec: FunctionSpec, given: readonly Value[]): Value[] | Failure {
  const args: Value[] = [];
  for (const [at, value] of given.entries()) {
    const wanted = parameterAt(spec, at);
    if (!wanted) return args;
    const converted = convert(value, wanted.type);
    if (isFailure(converted)) return invalidArgument(wanted.name, converted.detail, at);
    args.push(converted);
  }
  return args;
}

function checkNulls(spec: FunctionSpec, args: readonly Value[]): Failure | undefined {
  for (const [at, value] of args.entries()) {
    const wanted = parameterAt(spec, at);
    if (value.kind === 'null' && wanted && !wanted.allowNull) {
      return invalidArgument(wanted.name, 'argument must not be null', at);
    }
  }
  return undefined;
}

function withoutMarks(
  spec: FunctionSpec,
  args: readonly Value[],
): { args: readonly Value[]; sensitive: boolean; ephemeral: boolean } {
  let sensitive = false;
  let ephemeral = false;
  const bare = args.map((value, at) => {
    if (parameterAt(spec, at)?.allowMarked) return value;
    const secret = containsSensitive(value);
    const transient = containsEphemeral(value);
    sensitive ||= secret;
    ephemeral ||= transient;
    return secret || transient ? unmarkDeep(value) : value;
  });
  return { args: bare, sensitive, ephemeral };
}

function blocks(value: Value, wanted: Parameter | undefined): boolean {
  if (wanted?.allowUnknown) return false;
  return value.kind === 'unknown' || (wanted?.whollyKnown === true && !isWhollyKnown(value));
}

/** An unknown of the type that the call would give. */
export function unknownResult(spec: FunctionSpec, args: readonly Value[]): Result {
  const type = typeof spec.returns === 'function' ? spec.returns(args) : spec.returns;
  if (isFault(type)) return type;
  const notNull = spec.mayBeNull || type.kind === 'dynamic' ? {} : { notNull: true };
  return unknown(type, { dependsOn: dependenciesOf(...args), ...notNull });
}

function faultToFailure(spec: FunctionSpec, called: string, found: Fault, count: number): Failure {
  const wanted = found.argument === undefined ? undefined : parameterAt(spec, found.argument);
  if (found.argument !== undefined && wanted) {
    const detail = `Invalid value for "${wanted.name}" parameter: ${found.message}.`;
    return failure('Invalid function argument', detail, ...(found.argument < count ? [found.argument] : []));
  }
  return failure('Error in function call', `Call to function "${called}" failed: ${found.message}.`);
}
