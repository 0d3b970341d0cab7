import { describe, expect, it } from 'vitest';
import { compareText } from '../../../client/run-history/compare-text.ts';
import { at, keptRun, report, summaryRow } from './fixtures.ts';

const now = new Date(2026, 10, 21, 18, 0);
const a = { run: keptRun(), report: report([summaryRow('mu', 1), summaryRow('tau', 2, 0.5)]) };
const other = (rows: ReturnType<typeof summaryRow>[], change: Parameters<typeof keptRun>[0] = {}) => ({
  run: keptRun({ folder: '/runs/two', started: at(20), ...change }),
  report: report(rows),
});

describe('runs side by side', () => {
  it('say that the same posterior was found', () => {
    const text = compareText([a, other([summaryRow('mu', 1.01), summaryRow('tau', 2)])], now);
    expect(text).toContain(
      'Runs of radon\n\nA  today 14:03 · seed 8 · 4 × 2000\n   every diagnostic passes\n   8000 draws, worth 4000 at the worst,\n   50.0 for each 1000 evaluations of the density\nB  yesterday 14:03',
    );
    expect(text).toContain('The same model and the same data,\nso the means');
    // 0.01 over the root of 0.01² + 0.01².
    expect(text).toContain('Monte Carlo error explains every difference\n(largest |z| 0.7)');
    expect(text).toMatch(/^mu +1\.00 +1\.01 +0\.01 +0\.7 +1\.00 +1\.00 +4000 +4000$/m);
  });

  it('say that draws of one seed are the same', () => {
    expect(compareText([a, other([...a.report.summary])], now)).toContain('They agree in every digit.');
  });

  it('mark means that Monte Carlo error does not explain', () => {
    const text = compareText([a, other([summaryRow('mu', 1.2), summaryRow('tau', 2)])], now);
    expect(text).toContain('One mean differs by more than Monte Carlo error explains');
    expect(text).toContain('  ! mu: z = 14.1 in B');
    expect(text).toMatch(/^mu .* 14\.1 ! /m);
  });

  it('take into account how many means there are', () => {
    const many = Array.from({ length: 1000 }, (_, k) => summaryRow(`a[${k}]`, 0));
    // z = 4.2: too much for one mean, not for one of a thousand.
    const shifted = (rows: typeof many) => rows.map((row, k) => (k === 0 ? { ...row, mean: 0.06 } : row));
    const one = compareText(
      [{ ...a, report: report(many.slice(0, 1)) }, other(shifted(many.slice(0, 1)))],
      now,
    );
    const thousand = compareText([{ ...a, report: report(many) }, other(shifted(many))], now);
    expect(one).toContain('One mean differs');
    expect(thousand).toContain('Monte Carlo error explains every difference');
  });

  it('give differences in standard deviations where model or data differ', () => {
    const text = compareText([a, other([summaryRow('mu', 2)], { modelText: 'model radon2' })], now);
    expect(text).toContain('The models differ');
    expect(text).not.toContain('explain');
    expect(text).toMatch(/^mu +1\.00 +2\.00 +1\.00 +1\.00 +1\.00 +1\.00 +4000 +4000$/m);
    expect(text).toMatch(/^tau +2\.00 +– +– +– +0\.50 +– +4000 +–$/m);
    const data = [{ name: 'y', file: '/models/radon.csv', hash: 'b2' }];
    expect(compareText([a, other([summaryRow('mu', 2)], { data })], now)).toContain('The data differ: y.');
  });

  it('put a provisional verdict and a run without a summary in words', () => {
    const provisional = keptRun({ status: { kind: 'provisional', reasons: ['12 divergences'] } });
    const killed = keptRun({ folder: '/k', status: { kind: 'unfinished' } });
    const text = compareText(
      [
        { run: provisional, report: a.report },
        { run: killed, report: undefined },
      ],
      now,
    );
    expect(text).toContain('provisional: do not rely on its numbers yet\n   • 12 divergences');
    expect(text).toContain('did not end');
    expect(text).toMatch(/^mu +1\.00 +– +– +– +1\.00 +– +4000 +–$/m);
    expect(
      compareText(
        [
          { run: killed, report: undefined },
          { run: killed, report: undefined },
        ],
        now,
      ),
    ).toContain('None of these runs has a summary');
  });

  it('show what the draws of a random walk are worth, and nothing of the kind of independent ones', () => {
    const walk = {
      run: keptRun({ folder: '/w' }),
      report: report([{ ...summaryRow('mu', 1), ess_bulk: 160 }]),
    };
    const advi = {
      run: keptRun({ folder: '/v', method: 'meanfield' }),
      report: report([summaryRow('mu', 1)]),
    };
    const text = compareText([walk, advi], now);
    expect(text).toContain('worth 160 at the worst,\n   2.0 for each 1000 evaluations');
    expect(text.match(/at the worst/g)).toHaveLength(1);
    expect(text).toContain('mean-field ADVI');
    expect(text).toMatch(/^mu .* 160 +–$/m);
  });

  it('take more than two', () => {
    const text = compareText([a, other([summaryRow('mu', 1)]), other([summaryRow('mu', 3)])], now);
    expect(text).toContain('C − A');
    expect(text).toContain('in C');
  });
});
