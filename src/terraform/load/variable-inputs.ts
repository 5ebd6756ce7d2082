/**
 * The values that the root module's variables are given.
 *
 * Later ones win: the environment, `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars(.json)` by name, then what
 * the command line names, in its order. https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
import { parseExpression, parseFile } from '#hcl/parse/parse.js';
import type { Expression, SyntaxFile } from '#hcl/syntax.js';
import { evaluate } from '../evaluate/expression.js';
import { functionContext } from '../evaluate/function-context.js';
import type { Program } from '../evaluate/program.js';
import { constantScope } from '../evaluate/constant-scope.js';
import { finishVariable, type VariableInputs, withoutValue } from '../evaluate/variables.js';
import { callFunction } from '../functions/index.js';
import { headerOf } from '../module/build.js';
import type { VariableDefinition } from '../module/definition.js';
import type { GivenFile, LoadOptions } from './options.js';
import type { UndeclaredValue } from '#model/configuration.js';
import type { Type } from '#model/type.js';
import type { TextFile, Value } from '#model/value.js';
import { type Failure, isFailure } from '#model/values/failure.js';
import { isMapping, isSequence } from '#model/values/inspect.js';
import { readText } from './file-system.js';
import { parseJsonValues } from './json-syntax.js';
import { inputIn } from '../terragrunt/merge.js';
import type { Unit } from '../terragrunt/unit.js';
import { reportFault } from './module-files.js';
import { diagnostic } from './report.js';
import type { Diagnostic } from '#model/diagnostic.js';

/** A value as written in a file of values. */
interface FileInput {
  readonly kind: 'file';
  readonly file: SyntaxFile;
  readonly value: Expression;
  /** The file is not one of the scanned folder. */
  readonly given: boolean;
}
/** A value from the command line or the environment; its meaning depends on the variable's type. */
interface TextInput {
  readonly kind: 'text';
  readonly file: TextFile;
}
/** A value that a unit of Terragrunt gives. */
interface GivenInput {
  readonly kind: 'value';
  readonly file: SyntaxFile;
  readonly value: Value;
}
type Input = FileInput | TextInput | GivenInput;

export class RootInputs implements VariableInputs {
  readonly #program: Program;
  readonly #options: LoadOptions;
  #collected: Collector | undefined;
  readonly #declared: ReadonlyMap<string, VariableDefinition>;

  constructor(program: Program, options: LoadOptions, declared: ReadonlyMap<string, VariableDefinition>) {
    this.#program = program;
    this.#declared = declared;
    this.#options = options;
    // What a unit is given may come from other units, which have to be there by then.
    if (!options.unit) void this.#inputs;
  }

  get #inputs(): ReadonlyMap<string, Input> {
    return this.#read.inputs;
  }

  /** Values that were given by name to what is not declared. */
  get undeclared(): readonly UndeclaredValue[] {
    return this.#read.undeclared;
  }

  get #read(): Collector {
    this.#collected ??= new Collector(this.#program, this.#declared).collect(this.#options);
    return this.#collected;
  }

  /** Files of values that were read below the root. */
  get files(): readonly SyntaxFile[] {
    const inputs = [...this.#inputs.values()];
    return [...new Set(inputs.flatMap((input) => (input.kind === 'file' && !input.given ? [input.file] : [])))];
  }

  has(name: string): boolean {
    return this.#inputs.has(name);
  }

  /** Variables with neither a default nor a value. */
  get unset(): readonly string[] {
    return [...this.#declared.values()]
      .filter(({ name, fallback }) => fallback === undefined && !this.#inputs.has(name))
      .map(({ name }) => name);
  }

  /** Every variable has a value that is known. */
  get isTold(): boolean {
    const given = [...this.#inputs.values()].flatMap((input) => (input.kind === 'value' ? [input.value] : []));
    return this.unset.length === 0 && given.every(({ kind }) => kind !== 'unknown');
  }

  value(definition: VariableDefinition): Value {
    const address = `var.${definition.name}`;
    const input = this.#inputs.get(definition.name);
    if (!input) {
      if (this.#program.strict && !definition.fallback) this.#missing(definition);
      return withoutValue(definition, address, false);
    }
    if (input.kind === 'value') return this.#given(input, definition, address);
    const { file } = input;
    const failures: Failure[] = [];
    const span = input.kind === 'file' ? input.value : { start: 0, end: input.file.text.length };
    const given =
      input.kind === 'file'
        ? evaluate(input.value, constantScope(file, failures, input.given))
        : textValue(input.file, definition, failures);
    this.#program.diagnostics.failures(failures, { file, span });
    return finishVariable(given, definition, address, { program: this.#program, file, span });
  }

  #given({ file, value }: GivenInput, definition: VariableDefinition, address: string): Value {
    const { start, end } = value.origin ?? { start: 0, end: 0 };
    const place = value.origin?.file ?? file;
    return finishVariable(asHandedOn(value, definition, this.#program), definition, address, {
      program: this.#program,
      file: place,
      span: { start, end },
    });
  }

  #missing(definition: VariableDefinition): void {
    const detail = `The root module input variable ${JSON.stringify(definition.name)} is not set, and has no default value. Use a -var or -var-file command line argument to provide a value for this variable.`;
    this.#program.diagnostics.report(
      { code: 'no-variable-value', summary: 'No value for required variable', detail },
      { file: definition.file, span: headerOf(definition.block) },
    );
  }
}

/** How a file of values came to be read. */
interface How {
  /** The file is not one of the scanned folder. */
  readonly given: boolean;
  /** By the user: it has to be there, and may be meant for other root modules as well. */
  readonly named: boolean;
  /** Terragrunt hands it to several units. */
  readonly quiet: boolean;
}

const AUTOMATIC: How = { given: false, named: false, quiet: false };
const HANDED_ON: How = { given: false, named: false, quiet: true };
const NAMED: How = { given: false, named: true, quiet: false };

class Collector {
  readonly #program: Program;
  readonly #declared: ReadonlyMap<string, VariableDefinition>;
  readonly inputs = new Map<string, Input>();
  readonly undeclared: UndeclaredValue[] = [];

  constructor(program: Program, declared: ReadonlyMap<string, VariableDefinition>) {
    this.#program = program;
    this.#declared = declared;
  }

  collect(options: LoadOptions): this {
    const { env = {}, variables = [], unit } = options;
    if (unit) this.#ofUnit(unit);
    for (const name of this.#declared.keys()) {
      const value = Object.hasOwn(env, `TF_VAR_${name}`) ? env[`TF_VAR_${name}`] : undefined;
      if (value !== undefined) this.inputs.set(name, { kind: 'text', file: { path: `TF_VAR_${name}`, text: value } });
    }
    for (const path of this.#automatic(options)) this.#file(path, AUTOMATIC);
    for (const path of unit?.varFiles ?? []) this.#file(path, HANDED_ON);
    for (const input of variables) {
      if (typeof input === 'string') this.#file(input, NAMED);
      else if ('variable' in input) this.#value(input.variable, input.value);
      else this.#values(input, { ...NAMED, given: true });
    }
    return this;
  }

  /** What the environment has of the same name counts more: https://docs.terragrunt.com/features/units/ */
  #ofUnit({ inputs, file }: Unit): void {
    for (const name of this.#declared.keys()) {
      const value = inputIn(inputs, name);
      if (value) this.inputs.set(name, { kind: 'value', file, value });
    }
  }

  #value(name: string, text: string): void {
    if (this.#declared.has(name)) this.inputs.set(name, { kind: 'text', file: { path: `--var ${name}`, text } });
    else this.undeclared.push({ name });
  }

  #automatic({ rootModule: own }: LoadOptions): readonly string[] {
    const folders = new Set([this.#program.rootModule, own]);
    return [...folders].flatMap((folder) => this.#automaticIn(folder));
  }

  #automaticIn(rootModule: string): readonly string[] {
    const { files } = this.#program;
    const entries = files.list(rootModule);
    if (typeof entries === 'string') return [];
    const names = entries.filter((entry) => !entry.folder && !entry.outside).map((entry) => entry.name);
    const fixed = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => names.includes(name));
    const auto = names.filter((name) => name.endsWith('.auto.tfvars') || name.endsWith('.auto.tfvars.json'));
    return [...fixed, ...auto].flatMap((name) => files.resolve(rootModule, name) ?? []);
  }

  /** `path` is relative to the scanned root. */
  #file(path: string, how: How): void {
    const { files } = this.#program;
    const found = readText(files, path);
    if (typeof found === 'string') {
      if (how.named || found !== 'missing') reportFault(this.#program, path, found);
      return;
    }
    this.#values({ name: path, text: found.text }, how);
  }

  #values({ name: path, text }: GivenFile, { given, named, quiet }: How): void {
    const { diagnostics } = this.#program;
    const file = path.endsWith('.json') ? parseJsonValues(path, text) : parseFile(path, text);
    for (const { summary, detail, start, end } of file.diagnostics) {
      diagnostics.add(diagnostic({ code: 'syntax-error', summary, detail }, { file, span: { start, end } }));
    }
    for (const item of file.body.items) {
      if (item.kind === 'block') {
        diagnostics.report(
          { code: 'unexpected-block', summary: 'Unexpected block', detail: 'Blocks are not allowed here.' },
          { file, span: { start: item.start, end: item.typeEnd } },
        );
      }
      if (item.kind !== 'attribute') continue;
      if (!this.#declared.has(item.name)) {
        // Named by the user, the file may be meant for other root modules.
        if (named) this.undeclared.push({ name: item.name, file: path });
        else if (!quiet) this.#undeclared(item.name, path);
      } else this.inputs.set(item.name, { kind: 'file', file, value: item.value, given });
    }
  }

  #undeclared(name: string, path: string): void {
    this.#program.diagnostics.add(undeclaredValue(name, path));
  }
}

/**
 * Terragrunt hands inputs on as text: a variable of text gets a collection as JSON, and what else a variable gets a text for is read
 * as an expression. https://docs.terragrunt.com/features/units/inputs/
 */
function asHandedOn(value: Value, { type }: VariableDefinition, program: Program): Value {
  const origin = value.origin ? { origin: value.origin } : {};
  if (type.kind === 'string' && (isMapping(value) || isSequence(value))) {
    const text = callFunction('jsonencode', [value], functionContext(program, program.rootModule));
    return isFailure(text) ? value : { ...text, ...origin };
  }
  if (value.kind !== 'string' || type.kind === 'dynamic' || isPrimitive(type)) return value;
  const file = { path: value.origin?.file.path ?? '', text: value.value };
  const failures: Failure[] = [];
  const parsed = evaluate(parseExpression(file.path, file.text).expression, constantScope(file, failures, true));
  return failures.length > 0 ? value : { ...parsed, ...origin };
}

function isPrimitive({ kind }: Type): boolean {
  return kind === 'string' || kind === 'number' || kind === 'bool';
}

/** Terraform's words for a value in a file that no variable takes. */
export function undeclaredValue(name: string, path: string): Diagnostic {
  const detail = `The root module does not declare a variable named ${JSON.stringify(name)} but a value was found in file ${JSON.stringify(path)}. If you meant to use this value, add a "variable" block to the configuration.`;
  return {
    severity: 'warning',
    code: 'undeclared-variable-value',
    summary: 'Value for undeclared variable',
    detail,
    cause: {
      key: `undeclared-variable-value:${path}`,
      summary: 'Values for undeclared variables',
      detail: `The file ${JSON.stringify(path)} has values for variables that are not declared:`,
      about: name,
    },
  };
}

/** Text is the value itself for a string or a variable of no type; otherwise it is an expression. */
function textValue(file: TextFile, definition: VariableDefinition, failures: Failure[]): Value {
  const { kind } = definition.type;
  const origin = { file, start: 0, end: file.text.length, kind: 'expression', readOnly: true } as const;
  if (kind === 'string' || (kind === 'dynamic' && !definition.content.attributes.has('type')))
    return { kind: 'string', value: file.text, origin };
  if (kind === 'number' || kind === 'bool') return { kind: 'string', value: file.text, origin };
  const { expression, diagnostics } = parseExpression(file.path, file.text);
  for (const { summary, detail, start, end } of diagnostics)
    failures.push({ kind: 'failure', summary, detail, span: { start, end }, file });
  return evaluate(expression, constantScope(file, failures, true));
}
