/** Components that trade places are the cause where chains disagree, whatever the mixture is wrapped in. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../../grammar/syntax/parse.ts';
import { explainVerdict } from '../../../../sampler/diagnose/causes/explain-verdict.ts';
import { allocateStats } from '../../../../sampler/draws/draw-statistics.ts';
import type { Diagnostics, SummaryRow } from '../../../../sampler/report/sample-report.ts';
import { dataOf, irOf } from '../../lower/model.ts';

const CHAINS = 4;
const DRAWS = 50;
const names = ['a', 'b'];

/** In every second chain `a` and `b` are where the other is in the others. */
const values = Float64Array.from({ length: CHAINS * DRAWS * 2 }, (_, i) => {
  const chain = Math.floor(i / (DRAWS * 2));
  return ((i + chain) % 2 === 0 ? -2 : 2) + 0.1 * Math.sin(i);
});

const rows: readonly SummaryRow[] = names.map((name) => ({
  name,
  mean: 0,
  sd: 2,
  hdi_3: -2,
  hdi_97: 2,
  mcse_mean: 1,
  mcse_sd: 1,
  ess_bulk: 5,
  ess_tail: 20,
  r_hat: 3,
}));

const diagnostics: Diagnostics = {
  pass: false,
  reasons: [{ code: 'r-hat', message: 'R-hat is 3', nextStep: 'draw more', names }],
  divergences: 0,
  max_treedepth_hits: 0,
  e_bfmi: [1, 1, 1, 1],
  min_ess_per_chain: 1,
  max_r_hat: 3,
};

function reasonsOf(outcome: string) {
  const text = `dim row
data { y : real[row] }
param a ~ Normal(0, 3)
param b ~ Normal(0, 3)
observe y ~ ${outcome}
`;
  const data = dataOf({ row: 4 }, { y: { values: [-2.1, -1.9, 2.2, 1.8], dims: ['row'] } });
  const { program } = parse(text);
  return explainVerdict(diagnostics, {
    program,
    data,
    ir: irOf(text, data),
    rows,
    draws: { names, chains: CHAINS, drawsPerChain: DRAWS, values },
    stats: allocateStats(CHAINS * DRAWS),
    divergent: [],
  }).reasons;
}

describe('components that trade places', () => {
  const mixture = 'Mixture([0.5, 0.5], Normal(a, 0.5), Normal(b, 0.5))';
  test.each([
    mixture,
    `Truncated(${mixture}, -5, 5)`,
    `Censored(${mixture}, -3, 3)`,
    'Mixture([0.5, 0.5], Truncated(Normal(a, 0.5), -5, 5), Truncated(Normal(b, 0.5), -5, 5))',
    'Mixture([0.5, 0.5], Censored(Normal(a, 0.5), -3, 3), Censored(Normal(b, 0.5), -3, 3))',
  ])('in %s', (outcome) => {
    const [cause, consequence] = reasonsOf(outcome);
    expect(cause).toMatchObject({ code: 'label-switching', names, line: 2 });
    expect(cause.message).toMatch(/^`a` and `b` can trade places/);
    expect(consequence).toMatchObject({ code: 'r-hat', cause: 'label-switching', nextStep: cause.nextStep });
  });

  test('not where their priors tell them apart', () => {
    const apart = 'Mixture([0.3, 0.7], Normal(a, 0.5), Normal(b, 0.5))';
    expect(reasonsOf(apart).map(({ code }) => code)).toEqual(['r-hat']);
  });
});
