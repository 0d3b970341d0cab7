/** Runs side by side: what is the same, what differs, and whether Monte Carlo error explains it. */
import { describe, expect, it } from 'vitest';
import { type ComparedRun, comparedRun } from '../../../sampler/report/compared-run.ts';
import type { Fit } from '../../../sampler/report/fit.ts';
import type { SummaryRow } from '../../../sampler/report/sample-report.ts';
import {
  agreementOf,
  notableZ,
  samenessOf,
  samenessText,
  sideBySide,
} from '../../../webview/comparison/agreement.ts';
import { rowTexts } from '../../../webview/comparison/row-texts.ts';
import { worthOf } from '../../../webview/comparison/shown-run.ts';
import { at, keptRun, report, summaryRow } from '../../client/run-history/fixtures.ts';

const when = 'today 14:03';
const a = comparedRun(keptRun().header, report([summaryRow('mu', 1), summaryRow('tau', 2, 0.5)]), 0, when);
const b = (rows: readonly SummaryRow[], change: Parameters<typeof keptRun>[0] = {}, k = 1) =>
  comparedRun(keptRun({ folder: '/runs/two', started: at(20), ...change }).header, report(rows), k, when);

function agreement(...runs: readonly ComparedRun[]) {
  const rows = sideBySide(runs);
  return agreementOf(
    rows,
    runs.map(({ letter }) => letter),
    notableZ(rows),
  );
}
const texts = (name: string, notable: number | null, ...runs: readonly ComparedRun[]) => {
  const row = sideBySide(runs).find((one) => one.name === name);
  if (row === undefined) throw new Error(name);
  return rowTexts(row, notable);
};

describe('runs side by side', () => {
  it('say when they were made, and what their draws are worth', () => {
    expect(a).toMatchObject({ letter: 'A', facts: 'today 14:03 · seed 8 · 4 × 2000' });
    expect(a.status).toEqual({ kind: 'passes', text: 'every diagnostic passes', reasons: [] });
    const passing = report([]);
    const fit = { pass: false, reasons: [{ datum: 'n' }] } as unknown as Fit;
    const misfit = comparedRun(
      keptRun().header,
      { ...passing, diagnostics: { ...passing.diagnostics, fit } },
      0,
      when,
    );
    expect(misfit.status).toMatchObject({ kind: 'misfit', text: expect.stringContaining('not reproduce n') });
    expect(worthOf(a)).toEqual({ draws: 8000, effective: 4000, perThousandGradients: 50 });
  });

  it('say that the same posterior was found', () => {
    const other = b([summaryRow('mu', 1.01), summaryRow('tau', 2)]);
    expect(samenessText(samenessOf([a, other]))).toBe(
      'The same model and the same data, so the means should agree.',
    );
    // 0.01 over the root of 0.01² + 0.01².
    expect(agreement(a, other)).toMatchObject({
      agree: true,
      text: expect.stringContaining('(largest |z| 0.7)'),
    });
    expect(texts('mu', 3, a, other)).toEqual({
      means: ['1.00', '1.01'],
      differences: [{ by: '0.01', inUnits: '0.7', isNotable: false }],
      sds: ['1.00', '1.00'],
      ess: ['4000', '4000'],
    });
  });

  it('say that draws of one seed are the same', () => {
    expect(agreement(a, b(a.report?.summary ?? []))?.text).toBe('They agree in every digit.');
  });

  it('mark means that Monte Carlo error does not explain', () => {
    const other = b([summaryRow('mu', 1.2), summaryRow('tau', 2)]);
    expect(agreement(a, other)).toEqual({
      agree: false,
      text: expect.stringContaining('One mean differs by more than Monte Carlo error explains'),
      examples: ['mu: z = 14.1 in B'],
    });
    expect(texts('mu', 3, a, other).differences[0]).toEqual({ by: '0.20', inUnits: '14.1', isNotable: true });
  });

  it('take into account how many means there are', () => {
    const many = Array.from({ length: 1000 }, (_, k) => summaryRow(`a[${k}]`, 0));
    // z = 4.2: too much for one mean, not for one of a thousand.
    const shifted = many.map((row, k) => (k === 0 ? { ...row, mean: 0.06 } : row));
    expect(agreement(b(many.slice(0, 1), {}, 0), b(shifted.slice(0, 1)))?.agree).toBe(false);
    expect(agreement(b(many, {}, 0), b(shifted))?.agree).toBe(true);
  });

  it('give differences in standard deviations where model or data differ', () => {
    const other = b([summaryRow('mu', 2)], { modelText: 'model radon2' });
    expect(samenessOf([a, other]).posterior).toBe(false);
    expect(samenessText(samenessOf([a, other]))).toContain('The models differ');
    expect(texts('mu', null, a, other).differences).toEqual([
      { by: '1.00', inUnits: '1.00', isNotable: false },
    ]);
    expect(texts('tau', null, a, other)).toEqual({
      means: ['2.00', '–'],
      differences: [{ by: '–', inUnits: '–', isNotable: false }],
      sds: ['0.50', '–'],
      ess: ['4000', '–'],
    });
    const data = [{ name: 'y', file: '/models/radon.csv', hash: 'b2' }];
    expect(samenessText(samenessOf([a, b([], { data })]))).toBe('The data differ: y.');
  });

  it('put a provisional verdict and a run without a summary in words', () => {
    const provisional = comparedRun(
      keptRun().header,
      report([summaryRow('mu', 1)], ['12 divergences']),
      0,
      when,
    );
    expect(provisional.status).toEqual({
      kind: 'provisional',
      text: 'provisional: do not rely on its numbers yet',
      reasons: ['12 divergences'],
    });
    const killed = comparedRun(keptRun({ state: 'running' }).header, undefined, 1, when);
    expect(killed).toMatchObject({ report: null, status: { kind: 'none' } });
    expect(worthOf(killed)).toBeNull();
    expect(texts('mu', null, provisional, killed).means).toEqual(['1.00', '–']);
    expect(sideBySide([killed, killed])).toEqual([]);
  });

  it('show what the draws of a random walk are worth, and nothing of the kind of independent ones', () => {
    const walk = b([{ ...summaryRow('mu', 1), ess_bulk: 160 }], {}, 0);
    const advi = b([summaryRow('mu', 1)], { method: 'meanfield' });
    expect(worthOf(walk)).toMatchObject({ effective: 160, perThousandGradients: 2 });
    expect(worthOf(advi)).toBeNull();
    expect(advi.facts).toContain('mean-field ADVI');
    expect(texts('mu', null, walk, advi).ess).toEqual(['160', '–']);
  });

  it('take more than two', () => {
    const runs = [a, b([summaryRow('mu', 1)]), b([summaryRow('mu', 3)], {}, 2)];
    expect(agreement(...runs)?.examples).toEqual(['mu: z = 141.4 in C']);
    expect(comparedRun(keptRun().header, undefined, 27, when).letter).toBe('AB');
  });
});
