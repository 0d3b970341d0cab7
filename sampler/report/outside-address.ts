/** Files with draws of another program, in the place of a run's folder. */

const PREFIX = 'draws-of:';

/** @param files absolute paths */
export function outsideAddress(files: readonly string[]): string {
  return `${PREFIX}${JSON.stringify(files)}`;
}

/** The files; null of a run's folder. */
export function filesOfAddress(address: string): readonly string[] | null {
  if (!address.startsWith(PREFIX)) return null;
  try {
    const files: unknown = JSON.parse(address.slice(PREFIX.length));
    return Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : null;
  } catch {
    return null;
  }
}
