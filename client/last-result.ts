/** `Bayes: Show Last Result`: the page of the last run, or the output channel if it has no numbers. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ResultTarget } from './model-status.ts';
import { isCrash } from './results-page/page-messages.ts';
import type { ResultsView } from './results-panel.ts';

interface LastResultParts {
  /** Shows the results in a folder. */
  open(folder: string): Promise<void>;
  /** Reveals the page of a model; false if there is none. */
  reveal(uri: string): boolean;
  showOutput(): void;
  /** The newest run with results, of this window or an earlier one. */
  newestRun(): Promise<string | undefined>;
}

interface LastResult extends ResultsView {
  /** @param target the requested result, else the last one. */
  show(target?: unknown): Promise<void>;
  /** Records that the last result is text in the output channel. */
  printed(): void;
  /** Records that the last result is kept in a folder. */
  kept(folder: string): void;
}

type Last = { readonly kind: 'page'; readonly folder: string } | { readonly kind: 'text' };

export function createLastResult(parts: LastResultParts): LastResult {
  let last: Last | undefined;
  return {
    started() {},
    progressed() {},
    finished({ folder }, result) {
      const { kind } = result;
      // What was drawn before the sampler died is kept.
      const isKept = isCrash(result) && existsSync(path.join(folder, 'run.json'));
      last =
        kind === 'done' || kind === 'interrupted' || isKept ? { kind: 'page', folder } : { kind: 'text' };
    },
    printed() {
      last = { kind: 'text' };
    },
    kept(folder) {
      last = { kind: 'page', folder };
    },
    async show(target) {
      if (isTarget(target)) {
        if (target.folder !== null) return parts.open(target.folder);
        if (!parts.reveal(target.uri)) parts.showOutput();
        return;
      }
      if (last?.kind === 'text') return parts.showOutput();
      const folder = last?.folder ?? (await parts.newestRun());
      if (folder !== undefined) return parts.open(folder);
      void vscode.window.showInformationMessage('There is no result yet: open a .bayes model and sample it.');
    },
  };
}

function isTarget(value: unknown): value is ResultTarget {
  return typeof value === 'object' && value !== null && 'uri' in value && 'folder' in value;
}
