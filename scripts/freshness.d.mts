export const SOURCES: readonly string[];
export const STAMP: string;
export interface Stamp {
  readonly fingerprint: string;
  /** Files of ours in the bundles, relative to the repository. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}
export function fingerprint(root: string): string;
export function readStamp(root: string): Stamp | null;
export function isFresh(root: string): boolean;
