/**
 * Several root modules as one configuration: those that give each other values. Their addresses carry the label of their root
 * module, so that each resource has one of its own.
 */
import { callWithoutFiles } from '../functions/without-files.js';
import type { Outcome } from '#model/values/failure.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import { labelIn, withoutLabel } from '#model/address.js';
import type { Diagnostic } from '#model/diagnostic.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration, Sight } from '#model/configuration.js';
import type { Value } from '#model/value.js';

export class JoinedConfiguration implements Configuration {
  readonly rootModule: string;
  readonly roots: ReadonlyMap<string, string>;
  readonly #members: ReadonlyMap<string, Configuration>;
  #resources: readonly Resource[] | undefined;
  readonly #byType = new Map<string, readonly Resource[]>();

  /** `members` are by their label. */
  constructor(members: ReadonlyMap<string, Configuration>) {
    this.#members = members;
    this.roots = new Map(Array.from(members, ([label, { rootModule }]) => [label, rootModule]));
    this.rootModule = [...this.roots.values()].toSorted()[0] ?? '.';
  }

  recompute(name: string, args: readonly Value[]): Outcome {
    return callWithoutFiles(name, args);
  }

  get resources(): readonly Resource[] {
    this.#resources ??= this.#all().flatMap(({ resources }) => resources);
    return this.#resources;
  }

  resource(address: string): Resource | undefined {
    return this.#of(address)?.resource(address);
  }

  ofType(type: string): readonly Resource[] {
    const known = this.#byType.get(type) ?? this.#all().flatMap((each) => each.ofType(type));
    this.#byType.set(type, known);
    return known;
  }

  get providers(): ReadonlyMap<string, BodyView> {
    return new Map(this.#all().flatMap(({ providers }) => [...(providers ?? [])]));
  }

  get files(): ReadonlyMap<string, SyntaxFile> {
    return new Map(this.#all().flatMap(({ files }) => [...files]));
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#all().flatMap(({ diagnostics }) => diagnostics);
  }

  evaluateAll(): void {
    for (const each of this.#all()) each.evaluateAll();
  }

  readText(path: string): string | undefined {
    return this.#all()[0]?.readText?.(path);
  }

  accepts(variable: string, value: Value): boolean | undefined {
    return this.#of(variable)?.accepts?.(withoutLabel(variable), value);
  }

  /** Those of the members, by label and name. */
  get outputs(): ReadonlyMap<string, { readonly value: Value; readonly sensitive: boolean }> {
    return new Map(
      Array.from(this.#members, ([label, { outputs }]) =>
        Array.from(outputs, ([name, output]) => [label + name, output] as const),
      ).flat(),
    );
  }

  get secrets(): ReadonlySet<string> {
    return new Set(this.#all().flatMap(({ secrets }) => [...secrets]));
  }

  get sight(): Sight {
    const all = Array.from(this.#members, ([label, { sight }]) => ({ label, sight }));
    const workspaces = all.map(({ sight }) => sight.workspace);
    const used = workspaces.filter((each) => each.used);
    return {
      absentModules: all.flatMap(({ sight }) => sight.absentModules),
      summarisedModules: all.flatMap(({ sight }) => sight.summarisedModules),
      undeclaredValues: all.flatMap(({ sight }) => sight.undeclaredValues),
      variables: all.flatMap(({ sight }) => sight.variables),
      unsetVariables: all.flatMap(({ label, sight }) => sight.unsetVariables.map((name) => label + name)),
      workspace: {
        name: used.some(({ name }) => name === undefined) ? undefined : used[0]?.name,
        used: used.length > 0,
        mentioned: new Set(workspaces.flatMap(({ mentioned }) => [...mentioned])),
      },
    };
  }

  #all(): readonly Configuration[] {
    return [...this.#members.values()];
  }

  #of(address: string): Configuration | undefined {
    return this.#members.get(labelIn(address));
  }
}
