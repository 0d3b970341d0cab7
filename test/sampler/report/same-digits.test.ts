/** One report in every view: terminal, editor, results page and HTML report print the same digits. */
import { describe, expect, test } from 'vitest';
import { verdictText as outputVerdict, summaryTable } from '../../../client/report-text.ts';
import { summaryText, verdictText } from '../../../sampler/cli/report-text.ts';
import type { SampleReport, SummaryRow } from '../../../sampler/report/sample-report.ts';
import { columnsFor, type SummaryKey } from '../../../sampler/report/summary-text.ts';
import { posteriorTable, posteriorText } from '../../../server/posterior-summary.ts';
import { sideBySide } from '../../../webview/comparison/agreement.ts';
import { rowTexts } from '../../../webview/comparison/row-texts.ts';
import { finiteReport } from '../../../webview/data/restore-non-finite.ts';
import { columns } from '../../../webview/table/columns.ts';
import { checksOf } from '../../../webview/views/verdict.ts';

/** Numbers at which ways of rounding part: R-hat beside its limit, ESS just below a whole one, negative zero. */
const rows: readonly SummaryRow[] = [
  row('mu', { mean: 1.23456, mcse_mean: 0.0123, r_hat: 1.0104, ess_bulk: 202.9, ess_tail: 1599.99 }),
  row('tau', { mean: -0.0001, sd: 0.00123, mcse_mean: 0.01, r_hat: 1.0099 }),
  row('theta[Anoka]', { mean: 123456789, sd: 4567.8, mcse_mean: 1000, hdi_3: -5.25e8 }),
  row('constant', { mean: 2, sd: 0, mcse_mean: 0, mcse_sd: 0, hdi_3: 2, hdi_97: 2 }),
  row('broken', {
    mean: Number.NaN,
    sd: Number.NaN,
    mcse_mean: Number.NaN,
    mcse_sd: Number.NaN,
    ess_bulk: Number.NaN,
    ess_tail: Number.NaN,
    r_hat: Number.NaN,
  }),
];

function row(name: string, change: Partial<SummaryRow>): SummaryRow {
  return {
    name,
    mean: 0.5,
    sd: 0.25,
    hdi_3: 0.0312,
    hdi_97: 0.9688,
    mcse_mean: 0.0042,
    mcse_sd: 0.0031,
    ess_bulk: 3456.7,
    ess_tail: 2890.2,
    r_hat: 1,
    ...change,
  };
}

const report: SampleReport = {
  model: 'schools',
  seed: 1,
  settings: {
    draws: 1000,
    tune: 1000,
    chains: 4,
    target_accept: 0.8,
    max_treedepth: 10,
    seed: 1,
    metric: 'diag_grad',
  },
  summary: rows,
  diagnostics: {
    pass: true,
    reasons: [],
    divergences: 0,
    max_treedepth_hits: 0,
    e_bfmi: [0.9, 0.9, 0.9, 0.2996],
    min_ess_per_chain: 399.97,
    max_r_hat: 1.0104,
  },
  timing: {
    compile_ms: 12,
    warmup_ms: 900,
    sample_ms: 1700,
    gradients_warmup: 1,
    gradients_sample: 1,
    us_per_gradient: 3,
  },
  draws: null,
};

/** As it arrives over a wire or in an HTML report. */
const received: SampleReport = JSON.parse(JSON.stringify(report));

type Digits = ReadonlyMap<string, string>;

/** `mu mean` → `1.23`, of the lines of a table whose columns stand apart by two blanks. */
function tableDigits(text: string, keys: readonly SummaryKey[]): Digits {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [name, ...cells] = line.trim().split(/ {2,}/);
    if (!rows.some((one) => one.name === name)) continue;
    expect(cells, line).toHaveLength(keys.length);
    for (const [i, key] of keys.entries()) found.set(`${name} ${key}`, cells[i]);
  }
  return found;
}

const everyKey = columnsFor(rows).map(({ key }) => key);
const hover: readonly SummaryKey[] = ['mean', 'sd', 'hdi_3', 'hdi_97', 'ess_bulk', 'ess_tail', 'r_hat'];
const plainMinus = (text: string) => text.replaceAll('−', '-').replaceAll('\\', '');

/** What the terminal prints. */
const terminal = tableDigits(summaryText(rows, true), everyKey);

function expectAsTerminal(digits: Digits, keys: readonly SummaryKey[]): void {
  expect(digits.size).toBe(rows.length * keys.length);
  for (const [place, text] of digits) expect(`${place}: ${text}`).toBe(`${place}: ${terminal.get(place)}`);
}

describe('the digits of a summary are those of the terminal', () => {
  test('which distinguishes a failing R-hat and too few draws from passing ones', () => {
    expect(terminal.get('mu r_hat')).toBe('1.0104');
    expect(terminal.get('tau r_hat')).toBe('1.01');
    expect(terminal.get('mu ess_bulk')).toBe('202');
    expect(terminal.get('mu ess_tail')).toBe('1599');
    expect(terminal.get('tau mean')).toBe('0.00');
  });

  test.each([
    ['as it is', report],
    ['received', received],
  ])('in the editor’s output, %s', (_, { summary }) => {
    expectAsTerminal(tableDigits(summaryTable(summary), everyKey), everyKey);
  });

  test('in the editor’s hovers', () => {
    const text = posteriorTable({
      rows: received.summary,
      pass: true,
      reasons: [],
      earlier: null,
      changedData: [],
    });
    const lines = plainMinus(text).replaceAll(' | ', '   ').replaceAll('|', ' ');
    expectAsTerminal(tableDigits(lines, hover), hover);
  });

  test('in the editor’s hints', () => {
    for (const one of received.summary) {
      const text = posteriorText({ rows: [one], pass: true, reasons: [], earlier: null, changedData: [] });
      const numbers = `${terminal.get(`${one.name} mean`)} ± ${terminal.get(`${one.name} sd`)}`;
      expect(plainMinus(text)).toBe(`≈ ${numbers}`);
    }
  });

  test('which give quantiles in a hint where a mean is unreliable', () => {
    const heavy = row('heavy', {
      q3: 0.1234,
      q50: 2.512,
      q97: 3.14e9,
      pareto_k_mean: 1.2,
      unreliable: ['mean', 'sd'],
    });
    const text = posteriorText({ rows: [heavy], pass: false, reasons: [], earlier: null, changedData: [] });
    expect(text).toBe('≈ 2.51 (0.123 to 3140000000) (provisional)');
  });

  test.each([
    ['results page', report],
    ['HTML report', finiteReport(received)],
  ])('on the %s', (_, { summary }) => {
    const page = columns.flatMap((column) =>
      column.key === 'name' || !everyKey.includes(column.key)
        ? []
        : summary.map((one) => [`${one.name} ${column.key}`, column.text(one)] as const),
    );
    expectAsTerminal(new Map(page), everyKey);
  });

  test('in a comparison of runs', () => {
    const shown = finiteReport(received);
    const run = { report: shown, isOfChains: true };
    const at = (name: string, key: SummaryKey) => terminal.get(`${name} ${key}`);
    for (const row of sideBySide([run, run])) {
      if (!Number.isFinite(row.cells[0]?.mean)) continue;
      const { means, sds, ess } = rowTexts(row, null);
      for (const [key, texts] of [
        ['mean', means],
        ['sd', sds],
        ['ess_bulk', ess],
      ] as const)
        expect(texts).toEqual([at(row.name, key), at(row.name, key)]);
    }
  });
});

describe('the digits of the verdict', () => {
  const value = (name: string) => checksOf(report).find((check) => check.name === name)?.value;

  test('are the same in every view', () => {
    expect(value('Largest R-hat')).toBe('1.0104');
    expect(value('Effective draws per chain')).toBe('399');
    for (const text of [
      verdictText(report.diagnostics, 'm.bayes', false),
      outputVerdict(report.diagnostics),
    ]) {
      expect(text).toContain('R-hat at most 1.0104');
      expect(text).toContain('at least 399 per chain');
    }
  });

  test('never show a failing E-BFMI as its limit', () => {
    expect(value('Lowest E-BFMI')).toBe('0.2996');
  });
});
