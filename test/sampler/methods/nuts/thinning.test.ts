/** Thinned chains: every so many draws of the chain that keeps all, and what its other transitions say. */
import { describe, expect, it } from 'vitest';
import { eBfmi, eBfmiOfTally } from '../../../../sampler/diagnose/e-bfmi.ts';
import type { DrawStats } from '../../../../sampler/draws/draw-statistics.ts';
import { defaultChainSettings, resumeChain, runChain } from '../../../../sampler/methods/nuts/chain.ts';
import type { ChainCheckpoint, ChainSettings } from '../../../../sampler/methods/nuts/chain-contract.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { funnel } from '../targets.ts';

const clock = { now: () => 0 };
/** Diverges, and cuts trajectories off. */
const base = { ...defaultChainSettings, tune: 120, maxTreeDepth: 4, targetAccept: 0.6 };

function chain(settings: ChainSettings, from?: ChainCheckpoint) {
  const positions: number[][] = [];
  const stats: DrawStats[] = [];
  const checkpoints: string[] = [];
  const diverged: number[] = [];
  const progress: string[] = [];
  const sink = {
    draw(
      _: number,
      state: { readonly position: Float64Array },
      of: DrawStats,
      checkpoint: () => ChainCheckpoint,
    ) {
      positions.push([...state.position]);
      stats.push({ ...of });
      checkpoints.push(JSON.stringify(checkpoint()));
    },
    divergence(draw: number, phase: string) {
      if (phase === 'sampling') diverged.push(draw);
    },
    progress: ({ done, total }: { readonly done: number; readonly total: number }) =>
      void progress.push(`${done}/${total}`),
  };
  const outcome =
    from === undefined
      ? runChain(funnel(6), settings, createRandom(4), sink, clock)
      : resumeChain(funnel(6), settings, from, sink, clock);
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  return { positions, stats, checkpoints, diverged, progress, totals: outcome.totals };
}

const every = 5;
const draws = 240;
const all = chain({ ...base, draws: draws * every });
const thinned = chain({ ...base, draws, thin: every });
const isKept = (_: unknown, i: number) => i % every === every - 1;

describe('a thinned chain', () => {
  it('keeps every so many draws of the whole chain, with their density and energy', () => {
    expect(thinned.positions).toEqual(all.positions.filter(isKept));
    for (const key of ['logDensity', 'energy', 'stepSize'] as const)
      expect(thinned.stats.map((of) => of[key])).toEqual(all.stats.filter(isKept).map((of) => of[key]));
  });

  it('has statistics of all transitions that led to a draw', () => {
    for (const [i, of] of thinned.stats.entries()) {
      const made = all.stats.slice(i * every, (i + 1) * every);
      expect(of.gradients).toBe(made.reduce((sum, { gradients }) => sum + gradients, 0));
      expect(of.acceptance).toBeCloseTo(
        made.reduce((sum, { acceptance }) => sum + acceptance, 0) / every,
        14,
      );
      expect(of.treeDepth).toBe(Math.max(...made.map(({ treeDepth }) => treeDepth)));
      expect(of.divergent).toBe(Math.max(...made.map(({ divergent }) => divergent)));
    }
  });

  it('counts every divergence and every trajectory cut off, and judges all energies', () => {
    const { transitions, ...totals } = thinned.totals;
    expect(totals).toEqual(all.totals);
    expect(all.totals.divergencesDraws).toBeGreaterThan(5);
    expect(transitions?.transitions).toBe(draws * every);
    expect(transitions?.divergences).toBe(all.totals.divergencesDraws);
    const cut = all.stats.filter(({ treeDepth }) => treeDepth >= base.maxTreeDepth).length;
    expect(cut).toBeGreaterThan(5);
    expect(transitions?.cut).toBe(cut);
    const energies = (of: readonly DrawStats[]) => Float64Array.from(of, ({ energy }) => energy);
    const whole = eBfmi(energies(all.stats));
    expect(transitions && eBfmiOfTally(transitions)).toBeCloseTo(whole, 12);
    // What the kept draws alone would say.
    expect(eBfmi(energies(thinned.stats))).toBeGreaterThan(1.5 * whole);
  });

  it('says at which kept draw a trajectory diverged, and how many transitions are made', () => {
    expect(thinned.diverged).toEqual(all.diverged.map((draw) => Math.floor(draw / every)));
    expect(thinned.progress.at(-1)).toBe(all.progress.at(-1));
  });

  it('goes on from any of its checkpoints', () => {
    for (const from of [1, 23, 239]) {
      const rest = chain(
        { ...base, draws, thin: every },
        JSON.parse(thinned.checkpoints[from - 1]) as ChainCheckpoint,
      );
      expect(rest.positions).toEqual(thinned.positions.slice(from));
      expect(rest.stats).toEqual(thinned.stats.slice(from));
      expect(rest.totals).toEqual(thinned.totals);
    }
  });
});
