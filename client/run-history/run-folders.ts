/** Names and folders of runs on disk. Pure. */
import { createHash } from 'node:crypto';
import * as path from 'node:path';

/**
 * The folder that the setting `bayes.runs.folder` names: absolute, from the home folder with `~`, or
 * relative to the workspace folder. Undefined means the editor's own storage.
 */
export function configuredRoot(
  setting: string,
  workspaceFolder: string | undefined,
  home: string,
): string | undefined {
  const text = setting.trim();
  if (text === '') return undefined;
  if (text === '~' || /^~[\\/]/.test(text)) return path.join(home, text.slice(1));
  if (path.isAbsolute(text)) return path.normalize(text);
  return workspaceFolder === undefined ? undefined : path.join(workspaceFolder, text);
}

/** Folder name for the runs of a workspace folder: readable, with a hash against equal names. */
export function projectName(workspaceFolder: string | undefined): string {
  if (workspaceFolder === undefined) return 'no-folder';
  const hash = createHash('sha256').update(workspaceFolder).digest('hex').slice(0, 8);
  return `${fileName(path.basename(workspaceFolder)) || 'root'}-${hash}`;
}

/** `eight_schools-20261121-140305`, in local time; numbered where taken. */
export function runFolderName(modelPath: string, now: Date, taken: (name: string) => boolean): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const model = fileName(path.basename(modelPath, '.bayes')) || 'model';
  const name = `${model}-${day}-${time}`;
  for (let copy = 1; ; copy++) {
    const candidate = copy === 1 ? name : `${name}-${copy}`;
    if (!taken(candidate)) return candidate;
  }
}

/** A name that is valid on every file system. */
function fileName(text: string): string {
  return text.replace(/[^\p{L}\p{N}._-]+/gu, '_');
}

export function isWithin(folder: string, parent: string): boolean {
  const way = path.relative(parent, folder);
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
}
