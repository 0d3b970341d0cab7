/** Whether a plane has all zeros on one side and all ones on the other. */

/** Steps of Newton's method at most. */
const STEPS = 60;
const RIDGE = 1e-6;
/** Above this number no plane is searched for. */
const MOST_COLUMNS = 30;
const MOST_ROWS = 20_000;

/**
 * Fits a logistic regression with hardly a penalty: where the data are separated its plane has every row on its own
 * side, which proves it. Rows that are neither 0 nor 1 lie on no side.
 */
export function separates(columns: readonly Float64Array[], ends: readonly (0 | 1 | null)[]): boolean {
  if (columns.length > MOST_COLUMNS || ends.length > MOST_ROWS || ends.includes(null)) return false;
  const scaled = columns.map(unitScale);
  const weights = new Array<number>(columns.length).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const etas = ends.map((_, i) => scaled.reduce((sum, column, k) => sum + weights[k] * column[i], 0));
    if (etas.every((eta, i) => (ends[i] === 1 ? eta > 0 : eta < 0))) return true;
    const rates = etas.map((eta) => 1 / (1 + Math.exp(-eta)));
    const gradient = scaled.map((column, k) =>
      ends.reduce<number>((sum, y, i) => sum + ((y ?? 0) - rates[i]) * column[i], -RIDGE * weights[k]),
    );
    const hessian = scaled.map((a, j) =>
      scaled.map((b, k) =>
        rates.reduce((sum, rate, i) => sum + rate * (1 - rate) * a[i] * b[i], j === k ? RIDGE : 0),
      ),
    );
    const move = solve(hessian, gradient);
    if (move === null || !move.every(Number.isFinite)) return false;
    move.forEach((change, k) => {
      weights[k] += change;
    });
    if (move.every((change) => Math.abs(change) < 1e-9)) return false;
  }
  return false;
}

function unitScale(column: Float64Array): Float64Array {
  const most = column.reduce((far, x) => Math.max(far, Math.abs(x)), 0);
  return most === 0 ? column : column.map((x) => x / most);
}

/** Gaussian elimination with pivoting; null where the matrix is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    if (rows[pivot][k] === 0) return null;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    const known = x.reduce((sum, value, j) => (j > k ? sum + rows[k][j] * value : sum), 0);
    x[k] = (rows[k][n] - known) / rows[k][k];
  }
  return x;
}
