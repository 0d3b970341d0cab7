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
