/**
 * Text that Terragrunt writes for a unit: `generate` blocks. Where a value in it is not known, the text names the value
 * instead, so that everything around it is read.
 * https://docs.terragrunt.com/reference/hcl/blocks#generate
 */
import { parseFile } from '#hcl/parse/parse.js';
import type { Span, SyntaxFile } from '#hcl/syntax.js';
import type { UnknownValue, Value } from '#model/value.js';

/** Under this name generated text finds values that are not known: no resource type has a hyphen. */
export const PIECE = 'terragrunt-value';

export interface Generated {
  /** Its name in the folder of the module. */
  readonly name: string;
  /** It takes the place of a file of that name. */
  readonly replaces: boolean;
  /** `undefined` where nothing of the text is known. */
  readonly file: SyntaxFile | undefined;
}

export class GeneratedTexts {
  readonly #pieces = new Map<string, Value>();
  readonly #names = new Map<string, string>();

  get pieces(): ReadonlyMap<string, Value> {
    return this.#pieces;
  }

  /** `place` is the block that generates it: to a person, the text stands there. */
  parse(
    path: string,
    contents: Value,
    place: { readonly file: SyntaxFile; readonly span: Span },
  ): SyntaxFile | undefined {
    const text = this.#textOf(contents);
    return text === undefined ? undefined : { ...parseFile(path, text), standsFor: place };
  }

  #textOf(contents: Value): string | undefined {
    if (contents.kind === 'string') return contents.value;
    if (contents.kind !== 'unknown' || !contents.parts) return undefined;
    let text = '';
    for (const part of contents.parts) {
      const name = typeof part === 'string' ? part : `${PIECE}.${this.#name(part)}`;
      text += typeof part === 'string' || !isInQuotes(text) ? name : `\${${name}}`;
    }
    return text;
  }

  /** The same value has the same name wherever it stands. */
  #name(value: UnknownValue): string {
    const key = JSON.stringify(value.ref ?? value.dependsOn);
    const name = this.#names.get(key) ?? `v${this.#names.size}`;
    this.#names.set(key, name);
    this.#pieces.set(name, value);
    return name;
  }
}

/** Whether what follows the text stands inside of a quoted string, which ends in its line. */
function isInQuotes(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1).replace(/\\./g, '');
  return (line.split('"').length - 1) % 2 === 1;
}
