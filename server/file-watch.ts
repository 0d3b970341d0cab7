/** Watches data files that the editor does not watch: those outside the workspace, or all for a plain client. */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

interface FileWatch {
  /** Watches exactly these files from now on, whether they exist yet or not. */
  set(paths: Iterable<string>): void;
  dispose(): void;
}

const SETTLE_MS = 40;

/** Watches folders, not files: editors save by renaming, which ends the watch of a file. */
export function createFileWatch(onChange: () => void): FileWatch {
  const folders = new Map<string, { readonly watcher: FSWatcher; names: Set<string> }>();

  let timer: NodeJS.Timeout | undefined;
  /** Debounced: a save causes a burst of events, some while the file is only partly written. */
  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  }

  function open(folder: string, names: Set<string>): void {
    try {
      // Some platforms report a change without a name: it may be any file.
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || (folders.get(folder)?.names.has(name) ?? false)) changed();
      });
      watcher.on('error', () => close(folder));
      folders.set(folder, { watcher, names });
    } catch {
      // A missing folder is already reported for the model, and checked again when the model is edited.
    }
  }

  function close(folder: string): void {
    folders.get(folder)?.watcher.close();
    folders.delete(folder);
  }

  return {
    set(paths) {
      const wanted = new Map<string, Set<string>>();
      for (const path of paths) {
        const names = wanted.get(dirname(path)) ?? new Set<string>();
        wanted.set(dirname(path), names.add(basename(path)));
      }
      for (const folder of [...folders.keys()]) if (!wanted.has(folder)) close(folder);
      for (const [folder, names] of wanted) {
        const known = folders.get(folder);
        if (known === undefined) open(folder, names);
        else known.names = names;
      }
    },
    dispose() {
      clearTimeout(timer);
      for (const folder of [...folders.keys()]) close(folder);
    },
  };
}
