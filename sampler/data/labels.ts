/** Labels of a dimension: how they are written, ordered and found. */
import { FaultList, type Faults } from './convert-cells.ts';
import { type Cell, isMissing, type RawArray } from './raw-array.ts';

/** An integer without leading zeros, perhaps written by a tool that had it as a double (`3.0`). */
const integer = /^([+-]?)(0|[1-9]\d*)(?:\.0*)?$/;

/** How a cell reads as a label: `3.0` and 3 are the label `3`; `007` stays text, and no digit is lost. */
export function labelOf(cell: Cell): string {
  const text = String(cell).trim();
  const [, sign, digits] = integer.exec(text) ?? [];
  if (digits === undefined) return text;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

/** Whether the cell is a number above 2^53, where several integers are one double and so one label. */
export function isInexact(cell: Cell): boolean {
  return typeof cell === 'number' && Math.abs(cell) > Number.MAX_SAFE_INTEGER;
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return (left[i].codePointAt(0) ?? 0) - (right[i].codePointAt(0) ?? 0);
  }
  return left.length - right.length;
}

/** Compares two integers that are equal as doubles. */
function compareExactly(a: string, b: string): number {
  if (!integer.test(a) || !integer.test(b)) return compareCodePoints(a, b);
  return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
}

/** Distinct labels in order: by value where all are numbers, else text by code point. */
export function orderLabels(labels: Iterable<string>): readonly string[] {
  const distinct = [...new Set(labels)];
  const numeric = distinct.every((label) => label !== '' && Number.isFinite(Number(label)));
  return numeric
    ? distinct.sort((a, b) => Number(a) - Number(b) || compareExactly(a, b))
    : distinct.sort(compareCodePoints);
}

export interface LabelPositions {
  /** 1-based positions; NaN at every fault. */
  readonly values: Float64Array;
  readonly unknown: Faults;
  readonly missing: Faults;
}

export function positionsOf(raw: RawArray, labels: readonly string[]): LabelPositions {
  const positions = new Map(labels.map((label, i) => [label, i + 1]));
  const { cells, codes } = raw.cells.distinct();
  // `NA` is a label where `dim` lists it, as of Namibia.
  const position = Float64Array.from(cells, (cell) =>
    cell === null || cell === '' || isInexact(cell)
      ? Number.NaN
      : (positions.get(labelOf(cell)) ?? Number.NaN),
  );
  const absent = cells.map(isMissing);
  const values = new Float64Array(codes.length);
  const unknown = new FaultList();
  const missing = new FaultList();
  for (let i = 0; i < values.length; i++) {
    const code = codes[i];
    values[i] = position[code];
    if (Number.isNaN(values[i])) (absent[code] ? missing : unknown).add(i);
  }
  return { values, unknown, missing };
}

/** Labels of a dimension that a column has, and its kept rows do not, in words. */
export function vanishedLabels(dim: string, whole: RawArray, kept: RawArray): readonly string[] {
  const labels = ({ cells }: RawArray) =>
    new Set(
      cells
        .distinct()
        .cells.filter((cell) => !isMissing(cell))
        .map(labelOf),
    );
  const left = labels(kept);
  return [...labels(whole)].filter((label) => !left.has(label)).map((label) => `"${label}" of \`${dim}\``);
}
