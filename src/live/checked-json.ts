/** Reading of JSON that has to have a shape: what has not is {@link Broken}, with the place. */
import type { JsonObject } from './snapshot.js';

export class Broken extends Error {}

type Unchecked = Readonly<Record<string, unknown>>;

export function parsed(text: string): Unchecked | undefined {
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The members of an object, each as what it has to be. */
export class Fields {
  readonly #json: Unchecked;
  readonly #at: string;

  constructor(json: unknown, at: string) {
    if (!isRecord(json)) throw new Broken(`${at} is not an object`);
    this.#json = json;
    this.#at = at;
  }

  text(name: string): string {
    const value = this.#json[name];
    return typeof value === 'string' ? value : this.#fail(name, 'a text');
  }

  textOrNull(name: string): string | null {
    return this.#json[name] === null ? null : this.text(name);
  }

  flag(name: string): boolean {
    const value = this.#json[name];
    return typeof value === 'boolean' ? value : this.#fail(name, 'true or false');
  }

  count(name: string): number {
    const value = this.#json[name];
    return typeof value === 'number' ? value : this.#fail(name, 'a number');
  }

  oneOf<T extends string>(name: string, known: readonly T[]): T {
    const value = this.#json[name];
    return known.find((each) => each === value) ?? this.#fail(name, `one of ${known.join(', ')}`);
  }

  texts(name: string): readonly string[] {
    const value = this.#items(name);
    return value.every((each) => typeof each === 'string') ? value : this.#fail(name, 'a list of texts');
  }

  list<T>(name: string, read: (fields: Fields) => T): readonly T[] {
    return this.#items(name).map((each, index) => read(new Fields(each, `${this.#of(name)}[${index}]`)));
  }

  /** Texts by name, or `null`. */
  textsByName(name: string): Readonly<Record<string, string | null>> {
    const inner = this.object(name);
    return Object.fromEntries(Object.keys(inner.#json).map((each) => [each, inner.textOrNull(each)]));
  }

  object(name: string): Fields {
    return new Fields(this.#json[name], this.#of(name));
  }

  json(name: string): JsonObject {
    const value = this.#json[name];
    return isJsonObject(value) ? value : this.#fail(name, 'an object');
  }

  /** `{ [name]: read() }` where the member is there. */
  optional<Name extends string, T>(name: Name, read: (name: Name) => T): { readonly [K in Name]?: T } {
    const member: { [K in Name]?: T } = {};
    if (Object.hasOwn(this.#json, name)) member[name] = read(name);
    return member;
  }

  #items(name: string): readonly unknown[] {
    const value = this.#json[name];
    return Array.isArray(value) ? value : this.#fail(name, 'a list');
  }

  #of(name: string): string {
    return this.#at === '' ? name : `${this.#at}.${name}`;
  }

  #fail(name: string, wanted: string): never {
    throw new Broken(`"${this.#of(name)}" is not ${wanted}`);
  }
}

function isRecord(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What came out of `JSON.parse` holds nothing but JSON. */
function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
