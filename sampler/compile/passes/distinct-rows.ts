/** Which rows of some columns are different, found column by column: a row's class so far and its number make the next. */

export interface RowClasses {
  /** The first row of each class, in order. */
  readonly first: Int32Array;
  /** Rows of each class. */
  readonly count: Float64Array;
}

/** Null where there are more than `most` classes. */
export function distinctRows(
  rows: number,
  columns: readonly ((row: number) => number)[],
  most: number,
): RowClasses | null {
  const classOf = new Int32Array(rows);
  let classes = 1;
  for (const column of columns) {
    const codes = new Map<number | typeof MINUS_ZERO, number>();
    const next = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      const code = numbered(codes, ordinary(column(row)));
      if (codes.size > most) return null;
      // Below 2^53, as both are at most the number of rows.
      classOf[row] = numbered(next, classOf[row] * rows + code);
      if (next.size > most) return null;
    }
    classes = next.size;
  }
  const first = new Int32Array(classes).fill(-1);
  const count = new Float64Array(classes);
  classOf.forEach((k, row) => {
    if (first[k] < 0) first[k] = row;
    count[k]++;
  });
  return { first, count };
}

/** The place of a number among those seen. */
function numbered<K>(seen: Map<K, number>, value: K): number {
  const known = seen.get(value);
  if (known !== undefined) return known;
  seen.set(value, seen.size);
  return seen.size - 1;
}

/** To a map -0 is 0, whose reciprocal is another. */
const MINUS_ZERO = '-0';

function ordinary(value: number): number | typeof MINUS_ZERO {
  return Object.is(value, -0) ? MINUS_ZERO : value;
}
