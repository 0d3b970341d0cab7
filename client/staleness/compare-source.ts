/** Compares model and data of a result with their current state. Pure. */
import * as path from 'node:path';
import type { ChangedFile, Staleness } from '../../webview/protocol.ts';
import { isSameText, mapLines } from './line-map.ts';

/** Model and data of a result. */
export interface RunSource {
  /** The document's URI. */
  readonly uri: string;
  readonly modelText: string;
  /** As in `run.json`: one row per datum. */
  readonly data: readonly { readonly file: string; readonly hash: string }[];
}

/** Their current state. */
interface PresentSource {
  /** Null where the document or file no longer exists. */
  readonly modelText: string | null;
  /** SHA-256 by path; null where the file cannot be read. Files not read are absent. */
  readonly hashes: ReadonlyMap<string, string | null>;
  /** The checker found errors after the run and finds none now. */
  readonly isFixed: boolean;
}

export const fresh: Staleness = { model: 'same', files: [], lines: null, isFixed: false };

export function compareSource(run: RunSource, now: PresentSource): Staleness {
  const files = new Map<string, ChangedFile>();
  for (const { file, hash } of run.data) {
    const present = now.hashes.get(file);
    if (present === undefined || present === hash) continue;
    files.set(file, { name: path.basename(file), isMissing: present === null });
  }
  const common = { files: [...files.values()], isFixed: now.isFixed };
  if (now.modelText === null) return { model: 'missing', lines: null, ...common };
  if (isSameText(run.modelText, now.modelText)) return { model: 'same', lines: null, ...common };
  return { model: 'changed', lines: mapLines(run.modelText, now.modelText), ...common };
}

export const isStale = ({ model, files }: Staleness): boolean => model !== 'same' || files.length > 0;

/** Short text for the status bar; empty where nothing has changed. */
export function staleMark({ model, files }: Staleness): string {
  if (model !== 'same') return 'of an earlier text';
  return files.length === 0 ? '' : 'of earlier data';
}
