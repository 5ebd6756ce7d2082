/** Begins what a scaffold leaves to be written; the tests of what is registered refuse it. */
export const REPLACE = 'REPLACE';

/** Whether a text is still that of the scaffold. */
export function isPlaceholder(text: string): boolean {
  return text.includes(REPLACE);
}
