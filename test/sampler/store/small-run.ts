/** A run of three chains with given draws, in blocks of several sizes. */
import { allocateStats } from '../../../sampler/draws/draw-statistics.ts';
import type { DrawsBlock } from '../../../sampler/draws/draws-block.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import type { RunInfo } from '../../../sampler/store/run-folder.ts';
import { runInfo } from './run-info.ts';
import { startRun } from './start-run.ts';

export const names = ['mu', 'a[x,1]', 'tau'];
export const DRAWS = 60;
export const CHAINS = 3;

export const info: RunInfo = {
  ...runInfo(names, DRAWS, CHAINS),
  asked: { draws: DRAWS, max_draws: 20_000 },
};

const value = (chain: number, draw: number, k: number) => Math.sin(17 * chain + 3.7 * draw * (k + 1)) + k;

export function block(chain: number, firstDraw: number, draws: number): DrawsBlock {
  const values = Float64Array.from({ length: draws * names.length }, (_, i) =>
    value(chain, firstDraw + Math.floor(i / names.length), i % names.length),
  );
  return { kind: 'block', chain, firstDraw, draws, values, stats: allocateStats(draws), checkpoint: null };
}

/** A report that passes: what is damaged afterwards must not. */
export function passing(folder: string): SampleReport {
  return {
    model: 'test',
    seed: 1,
    settings: info.settings,
    summary: [],
    diagnostics: {
      pass: true,
      reasons: [],
      divergences: 0,
      max_treedepth_hits: 0,
      e_bfmi: [],
      min_ess_per_chain: 1000,
      max_r_hat: 1,
    },
    timing: {
      compile_ms: 1,
      warmup_ms: 1,
      sample_ms: 1,
      gradients_warmup: 1,
      gradients_sample: 1,
      us_per_gradient: 1,
    },
    draws: folder,
  };
}

/** First draw and length of each block. */
export const blocks = [
  [0, 7],
  [7, 1],
  [8, 7],
  [15, 20],
  [35, 25],
] as const;

export function keepRun(folder: string, changes: Partial<RunInfo> = {}): void {
  const run = startRun(folder, { ...info, ...changes });
  for (let chain = 0; chain < CHAINS; chain++)
    for (const [first, draws] of blocks) run.append(block(chain, first, draws));
  run.finish('done', passing(folder));
}
