/** The folder of `--out`, made before anything long begins. */

import { resolve } from 'node:path';
import { makeFolders } from '../store/make-folders.ts';

export type MadeFolder =
  | { readonly kind: 'ok'; readonly out: string | null }
  | { readonly kind: 'problem'; readonly message: string };

/** @param name as the user wrote it; null where nothing is kept. */
export function makeFolder(name: string | null, cwd: string): MadeFolder {
  if (name === null) return { kind: 'ok', out: null };
  const out = resolve(cwd, name);
  try {
    makeFolders(out);
    return { kind: 'ok', out };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'problem', message: `cannot make the folder ${name}: ${why}` };
  }
}
