/** Creates the folder of `--out` before any long work. */

import { resolve } from 'node:path';
import { whyNotRunFolder } from '../store/choose-folder.ts';
import { makeFolders } from '../store/make-folders.ts';

type MadeFolder =
  | { readonly kind: 'ok'; readonly out: string | null }
  | { readonly kind: 'problem'; readonly message: string };

/** @param name as given by the user; null where the run is not kept. */
export function makeFolder(name: string | null, cwd: string): MadeFolder {
  if (name === null) return { kind: 'ok', out: null };
  if (name.trim() === '')
    return { kind: 'problem', message: '--out names no folder: expected a new or an empty folder, or a run' };
  const out = resolve(cwd, name);
  const refused = whyNotRunFolder(out);
  if (refused !== null) return { kind: 'problem', message: refused };
  try {
    makeFolders(out);
    return { kind: 'ok', out };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'problem', message: `cannot make the folder ${name}: ${why}` };
  }
}
