/** Questions of a page that are not answered yet, each of which the page may cancel by its id. */
import * as vscode from 'vscode';

export interface Asking {
  /** Asks, with a token that `cancel` of this id cancels. */
  ask<Answer>(id: number, question: (token: vscode.CancellationToken) => Promise<Answer>): Promise<Answer>;
  cancel(id: number): void;
  cancelAll(): void;
}

export function createAsking(): Asking {
  const sources = new Map<number, vscode.CancellationTokenSource>();
  return {
    async ask(id, question) {
      const source = new vscode.CancellationTokenSource();
      sources.set(id, source);
      try {
        return await question(source.token);
      } finally {
        sources.delete(id);
        source.dispose();
      }
    },
    cancel: (id) => sources.get(id)?.cancel(),
    cancelAll() {
      for (const source of sources.values()) source.cancel();
    },
  };
}
