/** Questions of a page that are not answered yet, each of which the page may cancel by its id. */
import type { CancellationToken, CancellationTokenSource } from 'vscode';

export interface Asking {
  /** Asks, with a token that `cancel` of this id cancels. */
  ask<Answer>(id: number, question: (token: CancellationToken) => Promise<Answer>): Promise<Answer>;
  cancel(id: number): void;
  cancelAll(): void;
}

/** @param newSource the editor's, which this file does not load. */
export function createAsking(newSource: () => CancellationTokenSource): Asking {
  const sources = new Map<number, CancellationTokenSource>();
  return {
    async ask(id, question) {
      const source = newSource();
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
