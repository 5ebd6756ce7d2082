/** Words and numbers for people, whatever the format. */

/** `1 path`, `2 paths`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** For sorting, by code units: the same on every machine. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** `1,190` */
export function amount(count: number): string {
  return count.toLocaleString('en-US');
}
