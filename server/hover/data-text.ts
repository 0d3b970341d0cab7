/** A datum in words: its type, range, mean, sd, missing count, first labels, and a histogram. */
import type { DataArray, DataSource, DimInfo } from '../../grammar/data.ts';
import { type Curve, shortNumber } from '../density-sketch.ts';
import { escapeCell } from '../posterior-summary.ts';

interface DataSummary {
  readonly count: number;
  readonly missing: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** With divisor n − 1. */
  readonly sd: number;
  readonly distinct: number;
}

function summarize({ values }: DataArray): DataSummary {
  const present = values.filter((value) => !Number.isNaN(value));
  const count = present.length;
  const mean = present.reduce((sum, value) => sum + value, 0) / count;
  const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    count,
    missing: values.length - count,
    min: present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    max: present.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    mean,
    sd: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN,
    distinct: new Set(present).size,
  };
}

/** Lines of Markdown. */
export function dataLines(
  array: DataArray,
  source: DataSource | undefined,
  dims: ReadonlyMap<string, DimInfo>,
): string[] {
  const summary = summarize(array);
  const lines = [sourceLine(source)];
  const missing = summary.missing === 0 ? 'none missing' : `${summary.missing} missing`;
  if (array.labelsOf !== null) {
    const labels = dims.get(array.labelsOf)?.labels ?? [];
    lines.push(`${summary.distinct} of the ${labels.length} labels of ${array.labelsOf} occur, ${missing}`);
    const first = [...array.values.slice(0, 5)].map((position) => labels[position - 1] ?? '?');
    lines.push(
      `first: ${first.map((label) => escapeCell(label)).join(', ')}${array.values.length > 5 ? ', …' : ''}`,
    );
  } else if (array.values.length === 1) {
    lines.push(`value ${shortNumber(array.values[0])}`);
  } else if (summary.count === 0) {
    lines.push('every value is missing');
  } else {
    lines.push(
      `range ${shortNumber(summary.min)} to ${shortNumber(summary.max)}, mean ${shortNumber(summary.mean)}, sd ${shortNumber(summary.sd)}`,
      `${array.values.length} values, ${summary.distinct} different, ${missing}`,
    );
  }
  return lines.filter((line) => line !== '');
}

function sourceLine(source: DataSource | undefined): string {
  if (source?.kind !== 'file') return '';
  const file = source.file?.split(/[/\\]/).at(-1) ?? '';
  return `column ${escapeCell(source.column ?? '')} of ${escapeCell(file)}`;
}

const BINS = 24;

/** A histogram, or the counts of a few whole numbers. */
export function dataCurve(array: DataArray): Curve | undefined {
  if (array.labelsOf !== null || array.values.length < 8) return undefined;
  const { min, max, distinct, count } = summarize(array);
  if (count < 8 || !(max > min) || !Number.isFinite(max - min)) return undefined;
  const whole = array.element !== 'real' && max - min <= 40;
  // Rice's rule.
  const bins = whole ? max - min + 1 : Math.min(BINS, distinct, Math.ceil(2 * Math.cbrt(count)));
  const width = whole ? 1 : (max - min) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const value of array.values) {
    if (Number.isNaN(value)) continue;
    counts[Math.min(bins - 1, Math.floor((value - min) / width))]++;
  }
  const x = counts.map((_, i) => (whole ? min + i : min + (i + 0.5) * width));
  return { kind: 'mass', x, y: counts, step: width, ends: [min, max] };
}
