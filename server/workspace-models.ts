/** The models of the workspace's folders that are not open, parsed on demand and kept while unchanged. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDataCache } from '../sampler/data/load-options.ts';
import { analyseModel, type ModelDocument } from './documents.ts';
import type { FileSource } from './file-source.ts';

interface WorkspaceModels {
  /** Models under the folders, without those whose URI is in `open`. */
  of(folders: readonly string[], open: ReadonlySet<string>): ModelDocument[];
}

const MAX_MODELS = 500;
const MAX_DEPTH = 8;
const MAX_BYTES = 1_000_000;

/** For names alone: no data file is read. */
const noFiles: FileSource = {
  read: () => ({ error: 'not read' }),
  list: () => [],
  stamp: () => '',
  setTrusted() {},
  setFolders() {},
};

export function createWorkspaceModels(): WorkspaceModels {
  const known = new Map<string, { readonly stamp: string; readonly document: ModelDocument }>();

  function read(path: string): ModelDocument | undefined {
    try {
      const { mtimeMs, size } = statSync(path);
      if (size > MAX_BYTES) return undefined;
      const stamp = `${mtimeMs} ${size}`;
      const kept = known.get(path);
      if (kept?.stamp === stamp) return kept.document;
      const text = TextDocument.create(pathToFileURL(path).href, 'bayes', 0, readFileSync(path, 'utf8'));
      const { document } = analyseModel(text, { files: noFiles, cache: createDataCache(1), modelPath: path });
      known.set(path, { stamp, document });
      return document;
    } catch {
      // Gone or not readable: it has no symbols.
      return undefined;
    }
  }

  return {
    of(folders, open) {
      const paths = [...new Set(folders.flatMap((folder) => modelsIn(folder, 0)))].slice(0, MAX_MODELS);
      return paths.filter((path) => !open.has(pathToFileURL(path).href)).flatMap((path) => read(path) ?? []);
    },
  };
}

function modelsIn(folder: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : modelsIn(path, depth + 1);
      }
      return entry.isFile() && entry.name.endsWith('.bayes') ? [path] : [];
    });
  } catch {
    return [];
  }
}
