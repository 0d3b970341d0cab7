/** What modes that were found make of a verdict. */
import { describe, expect, it } from 'vitest';
import { symmetryNotices, withModes } from '../../../sampler/diagnose/modes.ts';
import type { Diagnostics, SummaryRow } from '../../../sampler/report/sample-report.ts';

const row = (name: string, mean: number, sd: number): SummaryRow => ({
  name,
  mean,
  sd,
  hdi_3: mean - 2 * sd,
  hdi_97: mean + 2 * sd,
  mcse_mean: sd / 40,
  mcse_sd: sd / 60,
  ess_bulk: 1600,
  ess_tail: 1600,
  r_hat: 1,
});
const passing: Diagnostics = {
  pass: true,
  reasons: [],
  divergences: 0,
  max_treedepth_hits: 0,
  e_bfmi: [1, 1, 1, 1],
  min_ess_per_chain: 400,
  max_r_hat: 1,
};
const context = {
  rows: [row('a', 0, 1), row('b[north]', 5, 2), row('c', 1, 1), row('total', 5, 1)],
  names: ['a', 'b[north]', 'c', 'total'],
  isParameter: (name: string) => name !== 'total',
  lineOf: (name: string) => (name === 'b[north]' ? 7 : 3),
};

describe('modes', () => {
  it('leave the verdict where none was found, and say that there was a search', () => {
    const judged = withModes(passing, { unvisited: [], symmetries: [] }, context);
    expect(judged).toEqual({ ...passing, modes: { unvisited: [], symmetries: [] } });
  });

  it('that no chain visited make it provisional: where, which parameters, what share', () => {
    const far = { share: 0.234, values: [4, -45, 1.5, 99] };
    const near = { share: 0.02, values: [9, 5, 1, 99] };
    const { pass, reasons, modes } = withModes(passing, { unvisited: [far, near], symmetries: [] }, context);
    expect(pass).toBe(false);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatchObject({ code: 'unvisited-mode', names: ['b[north]', 'a'], line: 7 });
    expect(reasons[0].message).toMatch(/about 23 % .*\(and 1 more\): there b\[north\] is near -45/);
    expect(reasons[0].nextStep).toContain('a prior on b that');
    expect(modes?.unvisited).toEqual([
      { at: { 'b[north]': -45, a: 4 }, mass: 0.234 },
      { at: { a: 9 }, mass: 0.02 },
    ]);
  });

  it('stand before the diagnostics that fail besides', () => {
    const other = { code: 'r-hat', message: '', nextStep: '', names: [] } as const;
    const failing = { ...passing, pass: false, reasons: [other] };
    const found = { unvisited: [{ share: 0.5, values: [9, 5, 1, 0] }], symmetries: [] };
    expect(withModes(failing, found, context).reasons.map(({ code }) => code)).toEqual([
      'unvisited-mode',
      'r-hat',
    ]);
  });

  it('that are copies fail nothing, and are told with the constraint that removes them', () => {
    const sign = { kind: 'sign', values: [-30, 5, 1, 0] } as const;
    const judged = withModes(passing, { unvisited: [], symmetries: [sign] }, context);
    expect(judged.pass).toBe(true);
    expect(judged.modes).toEqual({ unvisited: [], symmetries: [{ kind: 'sign', at: { a: -30 } }] });
    const [notice] = symmetryNotices(judged.modes ?? { unvisited: [], symmetries: [] });
    expect(notice).toMatchObject({ code: 'symmetric-modes', severity: 'warning' });
    expect(notice.message).toContain('the sign of a turned');
    expect(notice.message).toContain('give a a sign (`in 0..`)');
  });

  it('whose components trade places are told to be ordered', () => {
    const exchange = { kind: 'exchange', values: [0, -45, 1, 0] } as const;
    const [notice] = symmetryNotices(
      withModes(passing, { unvisited: [], symmetries: [exchange] }, context).modes ?? {
        unvisited: [],
        symmetries: [],
      },
    );
    expect(notice.message).toContain('elements of b trade places');
    expect(notice.message).toContain('`b[…]: ordered`');
  });
});
