/** Whether a plane separates outcomes, so that the likelihood increases without bound in some direction. */

/** Limits on rows and columns, above which no plane is searched for. */
const MOST_COLUMNS = 30;
const MOST_ROWS = 20_000;
const MOST_STEPS = 500;
/** Relative rounding error that counts as 0. */
const TINY = 1e-9;

/** Direction in which the linear predictor of a row can move without loss of likelihood: up, down, or none. */
export type Way = 1 | -1 | 0;

/**
 * Weights of the columns whose combination never moves against a row's direction and moves with at least one: the
 * likelihood does not fall along it, and with a flat prior the posterior is improper (Albert and Anderson 1984; ties
 * on the plane are allowed). Null where there are none.
 */
export function separatingDirection(
  columns: readonly Float64Array[],
  ways: readonly Way[],
): readonly number[] | null {
  if (columns.length > MOST_COLUMNS || ways.length > MOST_ROWS) return null;
  const { basis, independent } = orthogonalise(columns.map(unitScale));
  const rows = ways.map((_, i) => basis.map((column) => column[i]));
  const free = complement(
    rows.filter((_, i) => ways[i] === 0),
    basis.length,
  );
  if (free.length === 0) return null;
  const facing = rows.flatMap((row, i) =>
    ways[i] === 0 ? [] : [free.map((vector) => ways[i] * dot(vector, row))],
  );
  const direction = cone(facing, free.length);
  if (direction === null) return null;
  const along = combine(free, direction, basis.length);
  return weightsOf(
    columns,
    independent,
    ways.map((_, i) => dot(along, rows[i])),
  );
}

/**
 * A vector with no negative product with any row and a positive one with some, which exists where no combination of
 * the rows with weights above 0 vanishes (Stiemke): the smallest combination with weights of at least 1 is such a
 * vector. It is found by least squares with bounds (Lawson and Hanson 1974).
 */
function cone(rows: readonly (readonly number[])[], size: number): readonly number[] | null {
  const sum = rows.reduce<number[]>((total, row) => add(total, row, 1), new Array<number>(size).fill(0));
  const scale = rows.reduce((total, row) => total + norm(row), 0);
  let active: number[] = [];
  let weights: number[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    const rest = active.reduce((total, i, k) => add(total, rows[i], weights[k]), sum);
    if (norm(rest) <= TINY * scale) return null;
    const worst = mostAgainst(rows, rest, active);
    if (worst === null) return rest;
    active.push(worst);
    weights.push(0);
    for (;;) {
      const wanted = leastSquares(
        active.map((i) => rows[i]),
        sum.map((x) => -x),
      );
      const far = wanted.reduce(
        (least, w, k) => (w > 0 ? least : Math.min(least, weights[k] / (weights[k] - w))),
        1,
      );
      weights = weights.map((w, k) => w + far * (wanted[k] - w));
      if (far === 1) break;
      const kept = active.map((_, k) => wanted[k] > 0 || weights[k] > TINY);
      // A vector that entered only by rounding is removed again.
      if (kept.every(Boolean)) return null;
      active = active.filter((_, k) => kept[k]);
      weights = weights.filter((_, k) => kept[k]);
    }
  }
  return null;
}

function mostAgainst(
  rows: readonly (readonly number[])[],
  direction: readonly number[],
  except: readonly number[],
): number | null {
  // Relative to the longest row, since the product of a short row on the plane is only rounding error.
  const longest = rows.reduce((most, row) => Math.max(most, norm(row)), 0);
  let worst: number | null = null;
  let least = -TINY * longest * norm(direction);
  rows.forEach((row, i) => {
    const product = dot(row, direction);
    if (product < least && !except.includes(i)) {
      worst = i;
      least = product;
    }
  });
  return worst;
}

// ── Linear algebra ────────────────────────────────────────────────────────────────────────────

/** Orthogonal columns with the same span and mean square 1, without columns that depend on others. */
function orthogonalise(columns: readonly Float64Array[]) {
  const basis: Float64Array[] = [];
  const independent: number[] = [];
  columns.forEach((column, k) => {
    const left = Float64Array.from(column);
    // Twice, since the first pass leaves rounding errors of nearly dependent columns.
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis) {
        const share = dot(left, other) / left.length;
        for (let i = 0; i < left.length; i++) left[i] -= share * other[i];
      }
    const size = norm(left) / Math.sqrt(left.length);
    if (size <= TINY) return;
    basis.push(left.map((x) => x / size));
    independent.push(k);
  });
  return { basis, independent };
}

/** Orthonormal vectors at right angles to all of these. */
function complement(vectors: readonly (readonly number[])[], size: number): readonly (readonly number[])[] {
  const spanned: (readonly number[])[] = [];
  for (const vector of vectors) {
    if (spanned.length === size) return [];
    const left = without(vector, spanned);
    if (norm(left) > TINY * Math.max(1, norm(vector))) spanned.push(scaled(left));
  }
  const rest: (readonly number[])[] = [];
  while (spanned.length + rest.length < size) {
    const axes = Array.from({ length: size }, (_, k) =>
      without(
        Array.from({ length: size }, (_, j) => (j === k ? 1 : 0)),
        [...spanned, ...rest],
      ),
    );
    rest.push(scaled(axes.reduce((a, b) => (norm(b) > norm(a) ? b : a))));
  }
  return rest;
}

function without(vector: readonly number[], others: readonly (readonly number[])[]): readonly number[] {
  let left = vector;
  for (let pass = 0; pass < 2; pass++) for (const other of others) left = add(left, other, -dot(left, other));
  return left;
}

/** Coefficients of the vectors whose combination comes nearest to the target. */
function leastSquares(vectors: readonly (readonly number[])[], target: readonly number[]): readonly number[] {
  const basis: (readonly number[])[] = [];
  const triangle: number[][] = [];
  for (const vector of vectors) {
    const left = without(vector, basis);
    const unit = norm(left) > 0 ? scaled(left) : left;
    triangle.push([...basis.map((other) => dot(other, vector)), norm(left)]);
    basis.push(unit);
  }
  const result = basis.map((unit) => dot(unit, target));
  for (let k = result.length - 1; k >= 0; k--) {
    const size = triangle[k][k];
    result[k] = size > 0 ? result[k] / size : 0;
    for (let j = 0; j < k; j++) result[j] -= triangle[k][j] * result[k];
  }
  return result;
}

/** Weights of the original columns in a combination; 0 for columns that depend on earlier ones. */
function weightsOf(
  columns: readonly Float64Array[],
  independent: readonly number[],
  values: readonly number[],
): readonly number[] {
  const found = leastSquares(
    independent.map((k) => [...columns[k]]),
    values,
  );
  const weights = new Array<number>(columns.length).fill(0);
  independent.forEach((k, at) => {
    weights[k] = found[at];
  });
  return weights;
}

function combine(vectors: readonly (readonly number[])[], weights: readonly number[], size: number) {
  return vectors.reduce<readonly number[]>(
    (total, vector, k) => add(total, vector, weights[k]),
    new Array<number>(size).fill(0),
  );
}

function unitScale(column: Float64Array): Float64Array {
  const most = column.reduce((far, x) => Math.max(far, Math.abs(x)), 0);
  return most === 0 ? column : column.map((x) => x / most);
}

function add(a: readonly number[], b: readonly number[], times: number): number[] {
  return a.map((x, k) => x + times * b[k]);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}

function scaled(a: readonly number[]): readonly number[] {
  const size = norm(a);
  return a.map((x) => x / size);
}
