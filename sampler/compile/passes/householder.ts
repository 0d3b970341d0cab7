/** Householder's QR (Golub & Van Loan, 5.2): the triangular factor alone. */

/** The triangular factor R (columns x columns, row-major, zero below the rows there are) of a matrix. */
export function householderR(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const a = Float64Array.from(matrix);
  const at = (i: number, j: number): number => i * columns + j;
  const v = new Float64Array(rows);
  for (let k = 0; k < Math.min(rows, columns); k++) {
    let squares = 0;
    for (let i = k; i < rows; i++) squares += a[at(i, k)] * a[at(i, k)];
    const norm = Math.sqrt(squares);
    if (norm === 0) continue;
    const alpha = a[at(k, k)] > 0 ? -norm : norm;
    let vv = 0;
    for (let i = k; i < rows; i++) {
      v[i] = a[at(i, k)] - (i === k ? alpha : 0);
      vv += v[i] * v[i];
    }
    for (let j = k; j < columns; j++) {
      let dot = 0;
      for (let i = k; i < rows; i++) dot += v[i] * a[at(i, j)];
      const scale = (2 * dot) / vv;
      for (let i = k; i < rows; i++) a[at(i, j)] -= scale * v[i];
    }
  }
  const r = new Float64Array(columns * columns);
  for (let i = 0; i < Math.min(rows, columns); i++)
    for (let j = i; j < columns; j++) r[at(i, j)] = a[at(i, j)];
  return r;
}

/** R of a matrix whose rows come in blocks: of a million rows, only the block at hand is in memory. */
interface Triangle {
  /** The factor so far, as `householderR` gives it. */
  readonly r: Float64Array;
  /** @param block column by column; it is overwritten */
  add(block: Float64Array, rows: number): void;
}

export function createTriangle(columns: number): Triangle {
  const r = new Float64Array(columns * columns);
  return {
    r,
    add(block, rows) {
      // Row k of R and the rows of the block become one row k: the other rows of R are zero in column k.
      for (let k = 0; k < columns; k++) {
        const at = k * columns;
        const v = block.subarray(k * rows, (k + 1) * rows);
        const squares = dot(v, v);
        if (squares === 0) continue;
        const diagonal = r[at + k];
        const norm = Math.sqrt(diagonal * diagonal + squares);
        const alpha = diagonal > 0 ? -norm : norm;
        const head = diagonal - alpha;
        const vv = head * head + squares;
        r[at + k] = alpha;
        for (let j = k + 1; j < columns; j++) {
          const column = block.subarray(j * rows, (j + 1) * rows);
          const scale = (2 * (head * r[at + j] + dot(v, column))) / vv;
          r[at + j] -= scale * head;
          for (let i = 0; i < rows; i++) column[i] -= scale * v[i];
        }
      }
    },
  };
}

/** Four sums, since each addition would wait for the one before. */
function dot(x: Float64Array, y: Float64Array): number {
  const whole = x.length - (x.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    a += x[i] * y[i];
    b += x[i + 1] * y[i + 1];
    c += x[i + 2] * y[i + 2];
    d += x[i + 3] * y[i + 3];
  }
  for (let i = whole; i < x.length; i++) a += x[i] * y[i];
  return a + b + (c + d);
}
