/** What a process of ours loads before it can work, since a person waits for it. */
import { describe, expect, it } from 'vitest';
import { loadedWith } from './import-graph.ts';

interface Start {
  readonly entry: string;
  /** What it must have, so that the test sees the files at all. */
  readonly holds: readonly string[];
  /** What it must not wait for: files, folders or packages. */
  readonly defers: readonly string[];
}

const starts: readonly Start[] = [
  {
    entry: 'sampler/start/bayes.ts',
    holds: ['sampler/cli/host-process.ts'],
    defers: ['sampler/cli/command-line.ts', 'grammar', 'vscode-jsonrpc'],
  },
  {
    entry: 'sampler/start/host.ts',
    holds: ['sampler/start/bundle.ts'],
    defers: ['sampler/host', 'sampler/run', 'grammar', 'vscode-jsonrpc'],
  },
  {
    entry: 'sampler/start/worker.ts',
    holds: ['sampler/start/bundle.ts'],
    defers: ['sampler/host', 'sampler/run', 'grammar'],
  },
  {
    entry: 'sampler/cli/command-line.ts',
    holds: ['commander'],
    defers: ['chevrotain', 'grammar/syntax', 'sampler/compile', 'sampler/run', 'vscode-jsonrpc'],
  },
  {
    entry: 'sampler/host/host.ts',
    holds: ['sampler/run/sample-run.ts', 'chevrotain'],
    defers: ['apache-arrow', 'sampler/kept-run', 'sampler/calibrate', 'sampler/methods/advi', 'h5wasm'],
  },
  {
    // Of every run, also of one that is not kept.
    entry: 'sampler/predict/fit/fit-of-draws.ts',
    holds: ['sampler/predict/fit/loo-pit.ts'],
    defers: ['apache-arrow', 'sampler/store'],
  },
  {
    entry: 'sampler/host/worker.ts',
    holds: ['sampler/methods/nuts/chain.ts'],
    defers: [
      'chevrotain',
      'grammar/syntax',
      'sampler/compile/lower/lower.ts',
      'sampler/distributions/index.ts',
    ],
  },
];

describe('at its start', () => {
  for (const { entry, holds, defers } of starts) {
    it(`${entry} loads what most runs need alone`, () => {
      const loaded = loadedWith(entry);
      expect([...loaded]).toEqual(expect.arrayContaining([...holds]));
      const early = [...loaded].filter((one) =>
        defers.some((part) => one === part || one.startsWith(`${part}/`)),
      );
      expect(early).toEqual([]);
    });
  }
});
