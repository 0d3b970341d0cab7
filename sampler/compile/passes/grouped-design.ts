/**
 * Splits the rows of a design by the element that they gather, and reduces each group separately: with gathered
 * columns first, the first rows of the triangle relate the group's elements to the rest, and the remaining rows do
 * not depend on the group, so that the remainders of all groups reduce to one triangle.
 */
import type { Design } from './design-matrix.ts';
import { createTriangle, householderR } from './householder.ts';

export interface GroupedDesign {
  /** The gathered positions of each group, in ascending order of the first. */
  readonly positions: readonly (readonly number[])[];
  /** For each group `gathered` rows of the triangle, each of all columns: [group][row][column]. */
  readonly own: Float64Array;
  /** The triangle of the remainders, over the columns that are not gathered. */
  readonly rest: Float64Array;
}

/** @param positionOf the position that row n gathers from. @param gathered number of leading gathered columns. */
export function groupDesign(
  design: Design,
  positionOf: (row: number) => readonly number[],
  gathered: number,
): GroupedDesign {
  const { rows, columns } = design;
  const groups = new Map<string, { position: readonly number[]; rows: number[] }>();
  for (let n = 0; n < rows; n++) {
    const position = positionOf(n);
    const key = position.join(',');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { position, rows: [n] });
    else group.rows.push(n);
  }
  const ordered = [...groups.values()].sort((a, b) => comparePositions(a.position, b.position));
  const own = new Float64Array(ordered.length * gathered * columns);
  const others = columns - gathered;
  const left: number[] = [];
  ordered.forEach((group, g) => {
    const r = factorOfRows(design, group.rows);
    own.set(r.subarray(0, gathered * columns), g * gathered * columns);
    for (let i = gathered; i < Math.min(group.rows.length, columns); i++)
      for (let j = gathered; j < columns; j++) left.push(r[i * columns + j]);
  });
  return {
    positions: ordered.map((group) => group.position),
    own,
    rest: householderR(Float64Array.from(left), left.length / others, others),
  };
}

/** Numbers of a group that are factored whole; larger ones are in blocks, whose sums are in another order. */
const MOST_WHOLE = 1 << 19;
const BLOCK_ROWS = 1024;

function factorOfRows({ columns, values }: Design, rows: readonly number[]): Float64Array {
  if (rows.length * columns <= MOST_WHOLE) {
    const block = new Float64Array(rows.length * columns);
    rows.forEach((n, i) => {
      block.set(values.subarray(n * columns, (n + 1) * columns), i * columns);
    });
    return householderR(block, rows.length, columns);
  }
  const triangle = createTriangle(columns);
  for (let first = 0; first < rows.length; first += BLOCK_ROWS) {
    const some = rows.slice(first, first + BLOCK_ROWS);
    const block = new Float64Array(some.length * columns);
    some.forEach((n, i) => {
      for (let j = 0; j < columns; j++) block[j * some.length + i] = values[n * columns + j];
    });
    triangle.add(block, some.length);
  }
  return triangle.r;
}

function comparePositions(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k] - b[k];
  return 0;
}
