/**
 * Progress and draws of running chains, sent no faster than the editor delivers them: on a busy machine they would
 * queue, and everything that the user does would wait behind them, a click on “Stop” among it. Pure but for `post`.
 */
import type { LiveDrawsMessage, ToPage } from '../../webview/protocol.ts';

type ProgressMessage = Extract<ToPage, { readonly kind: 'progress' }>;

export interface LiveMessages {
  /** The newest replaces one that has not been sent. */
  progressed(message: ProgressMessage): void;
  drew(message: LiveDrawsMessage): void;
  /** Drops what has not been sent, and waits no longer for what has. */
  clear(): void;
}

/** `post` resolves once the message is delivered, or dropped. */
export function createLiveMessages(post: (message: ToPage) => PromiseLike<unknown>): LiveMessages {
  let progress: ProgressMessage | null = null;
  let draws: LiveDrawsMessage[] = [];
  /** What is on its way; null while nothing is. */
  let underway: object | null = null;

  function flush(): void {
    if (underway !== null) return;
    const blocks = joined(draws);
    const messages: ToPage[] = progress === null ? blocks : [progress, ...blocks];
    if (messages.length === 0) return;
    progress = null;
    draws = [];
    const sent = {};
    underway = sent;
    const delivered = () => {
      if (underway !== sent) return;
      underway = null;
      flush();
    };
    Promise.all(messages.map(post)).then(delivered, delivered);
  }

  return {
    progressed(message) {
      progress = message;
      flush();
    },
    drew(message) {
      draws.push(message);
      flush();
    },
    clear() {
      progress = null;
      draws = [];
      underway = null;
    },
  };
}

/** The same draws with one message for each chain, as far as its blocks follow one another. */
export function joined(blocks: readonly LiveDrawsMessage[]): LiveDrawsMessage[] {
  const runs: LiveDrawsMessage[][] = [];
  for (const block of blocks) {
    const run = runs.findLast(([first]) => first.chain === block.chain);
    const last = run?.at(-1);
    if (run === undefined || last === undefined || !follows(last, block)) runs.push([block]);
    else run.push(block);
  }
  return runs.map((run) => (run.length === 1 ? run[0] : { ...run[0], values: concatenated(run) }));
}

function follows(last: LiveDrawsMessage, next: LiveDrawsMessage): boolean {
  const { names, values, firstDraw } = last;
  return (
    names.length > 0 &&
    names.join('\n') === next.names.join('\n') &&
    next.firstDraw === firstDraw + values.length / names.length
  );
}

function concatenated(blocks: readonly LiveDrawsMessage[]): Float64Array {
  const all = new Float64Array(blocks.reduce((sum, { values }) => sum + values.length, 0));
  let filled = 0;
  for (const { values } of blocks) {
    all.set(values, filled);
    filled += values.length;
  }
  return all;
}
