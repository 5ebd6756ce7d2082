import type { CommandName, Printed, Printer } from './format.js';
import { formats } from './registry.generated.js';

/** A format that a command may be asked for. */
export interface Offered {
  readonly name: string;
  readonly about: string;
}

/** Those that serve the command; the first is what it prints where nothing is said. */
export function formatsOf(command: CommandName): readonly Offered[] {
  const serving = formats.filter(({ commands }) => commands.includes(command));
  return serving.toSorted((a, b) => Number(b.name === DEFAULT) - Number(a.name === DEFAULT));
}

const DEFAULT = 'pretty';

/** The printer of a format for a command; undefined where it serves another, or there is none of that name. It loads when asked for. */
export async function printerOf<Name extends CommandName>(
  command: Name,
  format: string,
): Promise<Printer<Printed[Name]> | undefined> {
  const found = await formats.find(({ name }) => name === format)?.load();
  return found?.prints[command];
}
