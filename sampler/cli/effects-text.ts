/** Effects for people. */
import type { EffectsReport } from '../report/effects-report.ts';
import {
  contrastName,
  directionText,
  heldText,
  rowsAlong,
  summaryTexts,
  valueText,
} from '../report/effects-words.ts';
import { statText } from '../stats/number-text.ts';
import { probabilityText } from '../stats/probability-text.ts';
import { plainTable, tableText } from './plain-table.ts';
import { SHOWN_ROWS } from './report-text.ts';

interface EffectsTextOptions {
  /** Whether the draws can be trusted. */
  readonly trust: string;
  readonly allRows: boolean;
}

const SUMMARY = ['mean', 'sd', 'q3', 'q50', 'q97'];
/** Values of a predictor in the table. */
const SHOWN_VALUES = 11;

export function effectsText(report: EffectsReport, { trust, allRows }: EffectsTextOptions): string {
  const { model, run, draws, notes } = report;
  return [
    `${model}: effects from ${draws} draws of ${run}\n`,
    trust,
    contrastsText(report),
    rowsText(report, allRows),
    hypothesesText(report),
    parametersText(report, allRows),
    notes.map((text) => `Note: ${text}.\n`).join(''),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function contrastsText({ contrasts, outcome, draws, rope }: EffectsReport): string {
  if (contrasts.length === 0) return '';
  const table = plainTable(['', ...SUMMARY, ...ropeHead(rope), 'direction'], 1, 1);
  for (const row of contrasts) {
    table.push([
      contrastName(row, outcome),
      ...summaryTexts(row, draws),
      ...ropeCell(row),
      directionText(row),
    ]);
  }
  const what =
    contrasts[0].category === undefined
      ? `the expected ${outcome} differs`
      : `the probability of each ${outcome} differs`;
  return `Contrasts: how much ${what}, averaged over the rows of the data\n${tableText(table)}`;
}

function rowsText(report: EffectsReport, allRows: boolean): string {
  const { draws } = report;
  return rowsAlong(report)
    .map(({ of, name, rows: own }) => {
      const table = plainTable([of, ...SUMMARY], 1);
      const step = allRows ? 1 : Math.ceil(own.length / SHOWN_VALUES);
      for (const [i, row] of own.entries()) {
        if (i % step === 0) table.push([valueText(row), ...summaryTexts(row, draws)]);
      }
      const left = own.length - Math.ceil(own.length / step);
      const more = left > 0 ? `… and ${left} values between them (--all-rows shows them)\n` : '';
      return `${name} along ${of}, ${heldText(own[0])}\n${tableText(table)}${more}`;
    })
    .join('\n');
}

function hypothesesText({ hypotheses }: EffectsReport): string {
  if (hypotheses.length === 0) return '';
  const table = plainTable(['hypothesis', 'probability', 'mcse', 'odds'], 1);
  for (const { hypothesis, probability, mcse, odds } of hypotheses) {
    table.push([
      hypothesis,
      mcse === null ? String(probability) : probabilityText(probability),
      mcse === null ? '' : mcse.toFixed(4),
      odds === null ? '' : String(Number(odds.toPrecision(3))),
    ]);
  }
  const agree = hypotheses.some(({ mcse }) => mcse === null);
  return `${tableText(table)}${agree ? '0 and 1: all draws agree, which is as far as they can tell.\n' : ''}`;
}

function parametersText({ parameters, rope }: EffectsReport, allRows: boolean): string {
  if (parameters.length === 0) return '';
  const table = plainTable(['', 'mean', 'q3', 'q97', ...ropeHead(rope), 'direction'], 1, 1);
  const shown = allRows ? parameters : parameters.slice(0, SHOWN_ROWS);
  for (const row of shown) {
    const cells = [row.mean, row.q3, row.q97].map((value) => statText(value, row.sd / 50));
    table.push([row.name, ...cells, ...ropeCell(row), directionText(row)]);
  }
  const rest = parameters.length - shown.length;
  const more = rest > 0 ? `… and ${rest} more rows (--all-rows shows them, --format json has them)\n` : '';
  return `Side of zero of each parameter\n${tableText(table)}${more}`;
}

function ropeHead(rope: EffectsReport['rope']): readonly string[] {
  return rope === null ? [] : [`in [${rope[0]}, ${rope[1]}]`];
}

function ropeCell({ in_rope }: { readonly in_rope?: number }): readonly string[] {
  return in_rope === undefined ? [] : [probabilityText(in_rope)];
}
