import { describe, expect, it } from 'vitest';
import { type VerdictInput, verdict } from '../../../sampler/diagnose/verdict.ts';
import { allocateStats, type SamplerStats } from '../../../sampler/draws/draw-statistics.ts';
import type { SummaryRow } from '../../../sampler/report/sample-report.ts';
import { normals } from './golden-inputs.ts';

function row(name: string, change: Partial<SummaryRow> = {}): SummaryRow {
  return {
    name,
    mean: 0,
    sd: 1,
    hdi_3: -2,
    hdi_97: 2,
    mcse_mean: 0.01,
    mcse_sd: 0.01,
    ess_bulk: 3000,
    ess_tail: 2500,
    r_hat: 1.002,
    ...change,
  };
}

function stats(draws: number): SamplerStats {
  return {
    ...allocateStats(draws),
    energy: normals(draws, 5),
    treeDepth: new Uint8Array(draws).fill(3),
    gradients: new Uint32Array(draws).fill(7),
    acceptance: new Float64Array(draws).fill(0.8),
    stepSize: new Float64Array(draws).fill(0.5),
  };
}

function good(change: Partial<VerdictInput> = {}): VerdictInput {
  return {
    rows: [row('a'), row('b')],
    stats: stats(4000),
    chains: 4,
    drawsPerChain: 1000,
    settings: { draws: 1000, target_accept: 0.8, max_treedepth: 10 },
    ...change,
  };
}

describe('the verdict', () => {
  it('passes a good run', () => {
    const result = verdict(good());
    expect(result).toMatchObject({
      pass: true,
      reasons: [],
      divergences: 0,
      max_treedepth_hits: 0,
      min_ess_per_chain: 625,
      max_r_hat: 1.002,
    });
    expect(result.e_bfmi).toHaveLength(4);
  });

  it('judges all steps of thinned chains, and the kept draws where a chain did not count them', () => {
    const energy = { mean: 0, squares: 100, steps: 20, last: 0 };
    const slow = { transitions: 5000, divergences: 2, cut: 1, energy };
    const fast = { ...slow, divergences: 0, cut: 0, energy: { ...energy, steps: 150 } };
    const result = verdict(good({ transitions: [slow, fast, fast, slow] }));
    expect(result).toMatchObject({ divergences: 4, max_treedepth_hits: 2, e_bfmi: [0.2, 1.5, 1.5, 0.2] });
    expect(result.reasons.map(({ message }) => message.split(':')[0])).toEqual([
      '4 of 20000 steps ended in a divergence',
      '2 of 20000 trajectories were cut off at max_treedepth 10',
      'E-BFMI should be at least 0.3; 2 of 4 chains are below, the lowest at 0.20',
    ]);
    const kept = stats(4000);
    kept.divergent[7] = 1;
    const [reason] = verdict(good({ stats: kept, transitions: [slow, null, fast, slow] })).reasons;
    expect(reason.message).toMatch(/^1 of 4000 draws ended in a divergence/);
  });

  it('does not take the missing R-hat of a run cut off after two draws for draws that are not finite', () => {
    const rows = [row('a', { r_hat: Number.NaN }), row('b', { r_hat: Number.NaN })];
    const short = verdict(good({ rows, drawsPerChain: 2, stats: stats(8) }));
    expect(short.reasons.map(({ message }) => message).join('\n')).not.toContain('not finite');
    expect(short.reasons.map(({ code }) => code)).toContain('interrupted');
    // A run that was not kept cannot be resumed.
    expect(short.reasons.find(({ code }) => code === 'interrupted')?.nextStep).toBe(
      'Sample again and let it end, or ask for fewer draws; where the run is kept, `bayes resume` goes on',
    );
    const whole = verdict(good({ rows }));
    expect(whole.reasons[0].message).toContain('2 quantities have draws that are not finite numbers');
  });

  it('states no R-hat where there are no draws', () => {
    const none = verdict(good({ rows: [], chains: 0, drawsPerChain: 0, stats: stats(0) }));
    expect(none.pass).toBe(false);
    expect(none.max_r_hat).toBeNaN();
  });

  it('names the quantities with high R-hat, worst first, with the line of the worst', () => {
    const result = verdict(
      good({
        rows: [row('a', { r_hat: 1.02 }), row('b'), row('c', { r_hat: 1.5 })],
        lineOf: (name) => (name === 'c' ? 7 : 3),
      }),
    );
    expect(result.pass).toBe(false);
    expect(result.reasons).toHaveLength(1);
    expect(result.reasons[0]).toMatchObject({ code: 'r-hat', names: ['c', 'a'], line: 7 });
    expect(result.reasons[0].message).toMatchInlineSnapshot(
      `"R-hat is at most 1.01 where chains agree; 2 quantities are above it, the worst is c with 1.50"`,
    );
    expect(result.max_r_hat).toBe(1.5);
  });

  it('asks for the draws that would be enough', () => {
    const result = verdict(good({ rows: [row('a', { ess_bulk: 400 }), row('b', { ess_tail: 1599 })] }));
    expect(result.reasons.map((reason) => reason.code)).toEqual(['ess-bulk', 'ess-tail']);
    expect(result.reasons[0].message).toMatchInlineSnapshot(
      `"Effective draws (bulk) should be at least 1600 (400 for each chain); 1 quantity has fewer, the worst is a with 400: means and medians are not yet precise"`,
    );
    expect(result.reasons[0].nextStep).toBe('Draw more: about draws = 4000 would do');
    expect(result.min_ess_per_chain).toBe(100);
  });

  it('advises one number of draws, the largest that any quantity asks for', () => {
    const rows = [row('a', { ess_bulk: 800, r_hat: 1.02 }), row('b', { ess_tail: 500 })];
    const result = verdict(good({ rows }));
    expect(result.reasons.map((reason) => reason.code)).toEqual(['r-hat', 'ess-bulk', 'ess-tail']);
    expect(new Set(result.reasons.map((reason) => reason.nextStep))).toEqual(
      new Set(['Draw more: about draws = 3200 would do']),
    );
  });

  it('reckons with the draws that were made, and lets a run end that would have been enough', () => {
    const settings = { draws: 8000, target_accept: 0.8, max_treedepth: 10 };
    const result = verdict(good({ rows: [row('a', { ess_bulk: 800 })], settings }));
    expect(result.reasons.find(({ code }) => code === 'ess-bulk')?.nextStep).toBe(
      'Let the run end: its draws = 8000 would do',
    );
  });

  it('advises the number that a run of draws = enough reckoned, and never another', () => {
    const enough = { stopped_by: 'max-draws', looks: [1000], needed: 4800, max_draws: 1000 } as const;
    const [bulk] = verdict(good({ rows: [row('a', { ess_bulk: 400 })], enough })).reasons;
    expect(bulk.nextStep).toBe('Draw more: about draws = 4800 would do');
    const memory = { ...enough, stopped_by: 'memory' } as const;
    const [reason, ess] = verdict(good({ rows: [row('a', { ess_bulk: 400 })], enough: memory })).reasons;
    expect(reason).toMatchObject({ code: 'memory', nextStep: ess.nextStep });
    expect(ess.nextStep).toMatch(/memory/);
  });

  it('names no number after very few draws, of which little can be reckoned', () => {
    const few = {
      rows: [row('a', { ess_bulk: 400 })],
      drawsPerChain: 300,
      stats: stats(1200),
      settings: { draws: 300, target_accept: 0.8, max_treedepth: 10 },
    };
    const stepOf = (change: Partial<VerdictInput>) =>
      verdict(good({ ...few, ...change })).reasons[0].nextStep;
    expect(stepOf({})).toBe('Draw more: draws = enough draws as many as that takes');
    // Not that the chains move slowly, either.
    const fewer = { rows: [row('a', { ess_bulk: 20 })], drawsPerChain: 50, stats: stats(200) };
    expect(stepOf({ ...fewer, settings: { ...few.settings, draws: 50 } })).toBe(
      'Draw more: draws = enough draws as many as that takes',
    );
    const enough = { stopped_by: 'max-draws', looks: [300], needed: 1500, max_draws: 300 } as const;
    expect(stepOf({ enough })).toBe(
      'Draw more: draws = enough without so small a max_draws draws as many as that takes',
    );
  });

  it('asks for more than the target that tuning has raised', () => {
    const few = good({
      tuned: [
        { metric: 'dense', step_size: 1 },
        null,
        { metric: 'dense', step_size: 1, target_accept: 0.95 },
      ],
    });
    few.stats.divergent[17] = 1;
    expect(verdict(few).reasons[0].nextStep).toMatch(
      /^Raise target_accept from 0.8, which tuning raised to 0.95, to 0.975; /,
    );
  });

  it('prints nothing that contradicts it', () => {
    const rows = [row('a', { r_hat: 1.0103, ess_bulk: 1599.7 })];
    const [rHat, bulk] = verdict(good({ rows })).reasons;
    expect(rHat.message).toContain('the worst is a with 1.0103');
    expect(bulk.message).toContain('the worst is a with 1599:');
  });

  it('leaves constants out of the effective draws, also where there are few draws', () => {
    const constant = { sd: 0, ess_bulk: 800, ess_tail: 800 };
    const few = { drawsPerChain: 200, stats: stats(800), settings: { ...good().settings, draws: 200 } };
    const label = { element: 'g', label: 'north', position: 1, sd: Number.NaN };
    const rows = [
      row('one', constant),
      row('P(g = north)', { ...constant, ...label, mean: 1 }),
      row('a', { ess_bulk: 1000, ess_tail: 900 }),
    ];
    const result = verdict(good({ ...few, rows }));
    expect(result.reasons.map(({ code, names }) => [code, names])).toEqual([
      ['ess-bulk', ['a']],
      ['ess-tail', ['a']],
    ]);
    expect(result.reasons[0].message).toContain('1 quantity has fewer, the worst is a with 1000:');
    expect(result.min_ess_per_chain).toBe(225);
    const varying = row('P(g = north)', { ...constant, ...label, mean: 0.5 });
    expect(verdict(good({ ...few, rows: [rows[0], varying] })).reasons[0].names).toEqual(['g']);
    expect(verdict(good({ ...few, rows: [rows[0]] }))).toMatchObject({ reasons: [], min_ess_per_chain: 200 });
  });

  it('does not ask for draws without end', () => {
    const result = verdict(good({ rows: [row('a', { ess_bulk: 5, ess_tail: 2000 })] }));
    expect(result.reasons[0].nextStep).toMatch(/Standardise/);
  });

  it('turns divergences without a known cause into a smaller step, and says nothing of other forms', () => {
    const few = good();
    few.stats.divergent[17] = 1;
    expect(verdict(few).reasons[0].message).toMatchInlineSnapshot(
      `"1 of 4000 draws ended in a divergence: the sampler could not follow the curvature of the posterior there and may have missed a part of it"`,
    );
    const many = good();
    many.stats.divergent.fill(1, 0, 300);
    const result = verdict(many);
    expect(result.divergences).toBe(300);
    for (const [reason] of [verdict(few).reasons, result.reasons]) {
      expect(reason).toMatchObject({ code: 'divergences', names: [] });
      expect(reason.nextStep).toBe(
        'Raise target_accept from 0.8 to 0.95; if divergences stay, tighten the priors of scales',
      );
    }
  });

  it('counts trajectories at the depth limit', () => {
    const input = good();
    input.stats.treeDepth.fill(10, 0, 12);
    const result = verdict(input);
    expect(result.max_treedepth_hits).toBe(12);
    expect(result.reasons[0].code).toBe('tree-depth');
  });

  it('looks at the energy of each chain', () => {
    const input = good();
    let energy = 0;
    for (let i = 1000; i < 2000; i++) {
      energy += 0.05 * input.stats.energy[i];
      input.stats.energy[i] = energy;
    }
    const result = verdict(input);
    expect(result.e_bfmi[1]).toBeLessThan(0.1);
    expect(result.reasons[0].code).toBe('e-bfmi');
    expect(result.reasons[0].message).toMatch(/1 of 4 chains/);
  });

  it('of a run that was to make enough does not say that a number was asked for', () => {
    const settings = { ...good().settings, draws: 3000 };
    const looks = [1000, 3000];
    const enough = { stopped_by: 'interrupted', looks, needed: null, max_draws: 20_000 } as const;
    const messageOf = (input: VerdictInput) => verdict(input).reasons[0].message;
    expect(messageOf(good({ settings, enough }))).toMatch(/^4000 of the 4 × 3000 draws until the next look /);
    expect(messageOf(good({ settings }))).toMatch(/^4000 of the 4 × 3000 draws asked for /);
  });

  it('wants four chains and all the draws', () => {
    const result = verdict(
      good({ chains: 2, drawsPerChain: 2000, settings: { ...good().settings, draws: 3000 } }),
    );
    expect(result.reasons.map((reason) => reason.code)).toEqual(['chains', 'interrupted']);
  });

  it('says so where draws are not numbers', () => {
    const result = verdict(
      good({ rows: [row('a'), row('ratio', { r_hat: Number.NaN, ess_bulk: Number.NaN })] }),
    );
    expect(result.pass).toBe(false);
    expect(result.reasons[0].message).toMatchInlineSnapshot(
      `"1 quantity has draws that are not finite numbers, the first is ratio"`,
    );
    expect(result.max_r_hat).toBeNaN();
  });
});
