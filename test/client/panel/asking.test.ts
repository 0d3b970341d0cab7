/** Questions of a page: each is cancelled by its own id, and none once it is answered. */
import { describe, expect, test } from 'vitest';
import type { CancellationTokenSource } from 'vscode';
import { createAsking } from '../../../client/panel/asking.ts';

/** As the editor's, which is loaded in its own process alone. */
class Source {
  readonly token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
  isDisposed = false;
  cancel(): void {
    this.token.isCancellationRequested = true;
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

function started() {
  const sources: Source[] = [];
  const asking = createAsking(() => {
    const source = new Source();
    sources.push(source);
    return source as CancellationTokenSource;
  });
  const states = () =>
    sources.map(({ token, isDisposed }) =>
      [token.isCancellationRequested ? 'cancelled' : 'asked', ...(isDisposed ? ['disposed'] : [])].join(' '),
    );
  return { asking, states };
}

describe('a question of a page', () => {
  test('is cancelled by its id, and the others go on', async () => {
    const { asking, states } = started();
    const answer: (() => void)[] = [];
    const asked = [7, 8].map((id) =>
      asking.ask(id, async (token) => {
        await new Promise<void>((resolve) => answer.push(resolve));
        return token.isCancellationRequested;
      }),
    );
    asking.cancel(8);
    asking.cancel(9);
    expect(states()).toEqual(['asked', 'cancelled']);
    for (const now of answer) now();
    expect(await Promise.all(asked)).toEqual([false, true]);
    expect(states()).toEqual(['asked disposed', 'cancelled disposed']);
  });

  test('is not cancelled once it is answered, or failed', async () => {
    const { asking, states } = started();
    await asking.ask(1, async () => 'answer');
    await expect(asking.ask(2, () => Promise.reject(new Error('the host ended')))).rejects.toThrow(
      'the host ended',
    );
    for (const id of [1, 2]) asking.cancel(id);
    asking.cancelAll();
    expect(states()).toEqual(['asked disposed', 'asked disposed']);
  });

  test('is cancelled with all others where the page is closed', async () => {
    const { asking, states } = started();
    for (const id of [1, 2]) void asking.ask(id, () => new Promise(() => {}));
    asking.cancelAll();
    expect(states()).toEqual(['cancelled', 'cancelled']);
  });
});
