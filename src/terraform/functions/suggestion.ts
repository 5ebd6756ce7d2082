/** A name that is so near that the given one may be a slip: at most two changes of a character. */
export function suggestion(given: string, names: readonly string[]): string | undefined {
  return names.find((name) => distance(given, name, 2) <= 2);
}

/** Levenshtein's distance; anything above the bound may come out as any number above it. */
export function distance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, character] of [...a].entries()) {
    const current = [row + 1];
    for (let column = 0; column < b.length; column += 1) {
      const replaced = (previous[column] ?? 0) + (character === b[column] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
