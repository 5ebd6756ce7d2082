/** Whether a path, as the file systems give it, lies beside the scanned root and not below it. Nothing there is edited. */
export function isBeside(path: string): boolean {
  return path === '..' || path.startsWith('../');
}
