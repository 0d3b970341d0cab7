/** `Bayes: Show Last Result`: the page of the run that ended last; where there were no numbers, why there are none. */
import * as vscode from 'vscode';
import type { ResultsView } from './results-panel.ts';

export interface LastResultParts {
  /** Shows the results that lie in a folder. */
  open(folder: string): Promise<void>;
  showOutput(): void;
  /** The newest run with results, of this window or an earlier one. */
  newestRun(): Promise<string | undefined>;
}

export interface LastResult extends ResultsView {
  show(): Promise<void>;
  /** The last result is a text in the output channel. */
  printed(): void;
  /** The last result is kept in a folder. */
  kept(folder: string): void;
}

type Last = { readonly kind: 'page'; readonly folder: string } | { readonly kind: 'text' };

export function createLastResult(parts: LastResultParts): LastResult {
  let last: Last | undefined;
  return {
    started() {},
    progressed() {},
    finished({ folder }, { kind }) {
      last = kind === 'done' || kind === 'interrupted' ? { kind: 'page', folder } : { kind: 'text' };
    },
    printed() {
      last = { kind: 'text' };
    },
    kept(folder) {
      last = { kind: 'page', folder };
    },
    async show() {
      if (last?.kind === 'text') return parts.showOutput();
      const folder = last?.folder ?? (await parts.newestRun());
      if (folder !== undefined) return parts.open(folder);
      void vscode.window.showInformationMessage('There is no result yet: open a .bayes model and sample it.');
    },
  };
}
