/**
 * Checks that values are valid for an argument of a distribution: probabilities that sum to one, an increasing
 * vector, a symmetric covariance, a lower-triangular Cholesky factor. Used for data, starts of chains and kept draws;
 * only the tolerance differs.
 */
import type { Need } from '../../grammar/shapes/vector-matrix-kind.ts';

/** Data may be rounded to a few digits; computed values have only floating-point error. */
export const DATA_TOLERANCE = 1e-6;
export const COMPUTED_TOLERANCE = 1e-8;

/** One vector of `n` elements, or one matrix of n rows, row by row from `start` of the values. */
interface KindPart {
  /** Its name in messages. */
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly start: number;
  readonly n: number;
}

interface KindFault {
  /** What is wrong, the elements named after the argument: `` `S` is not symmetric, S[1,2] = 0.9 and S[2,1] = 0.1 ``. */
  readonly words: string;
  /** By how much, relative to the size of the elements. */
  readonly amount: number;
}

/** How many of the last axes one vector or matrix has. */
export function axesOf(need: Need): 1 | 2 {
  return need === 'simplex' || need === 'ordered' ? 1 : 2;
}

/** The first fault. Values that are not numbers are not reported here: the density is then not finite. */
export function kindFault(need: Need, part: KindPart, tolerance: number): KindFault | null {
  switch (need) {
    case 'simplex':
      return simplexFault(part, tolerance);
    case 'ordered':
      return orderFault(part, tolerance);
    case 'cov':
      return diagonalFault(part, 'is a variance, which is above 0') ?? symmetryFault(part, tolerance);
    case 'positive_definite':
      return diagonalFault(part, ON_DIAGONAL) ?? symmetryFault(part, tolerance);
    case 'semidefinite':
      return (
        diagonalFault(part, 'is a variance, which is not below 0', true) ?? symmetryFault(part, tolerance)
      );
    case 'symmetric':
      return symmetryFault(part, tolerance);
    case 'chol':
      return triangleFault(part, tolerance);
  }
}

const ON_DIAGONAL = 'on the diagonal is not above 0';

function shown(value: number): string {
  return String(Number(value.toPrecision(9)));
}

function simplexFault({ name, values, start, n }: KindPart, tolerance: number): KindFault | null {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const value = values[start + i];
    if (value < -tolerance)
      return { words: `\`${name}[${i + 1}]\` = ${shown(value)} is negative`, amount: -value };
    sum += value;
  }
  const amount = Math.abs(sum - 1);
  return amount > tolerance ? { words: `the elements of \`${name}\` sum to ${shown(sum)}`, amount } : null;
}

/** Data must increase strictly; computed values may be equal because of rounding. */
function orderFault({ name, values, start, n }: KindPart, tolerance: number): KindFault | null {
  for (let i = 1; i < n; i++) {
    const [before, value] = [values[start + i - 1], values[start + i]];
    const amount = (before - value) / Math.max(Math.abs(before), Math.abs(value), Number.MIN_VALUE);
    const isTie = before === value && tolerance === DATA_TOLERANCE;
    if (amount > (tolerance === DATA_TOLERANCE ? 0 : tolerance) || isTie)
      return {
        words: `\`${name}\` is not increasing, ${name}[${i}] = ${shown(before)} and ${name}[${i + 1}] = ${shown(value)}`,
        amount,
      };
  }
  return null;
}

function diagonalFault(part: KindPart, why: string, mayBeZero = false): KindFault | null {
  for (let i = 0; i < part.n; i++) {
    if (mayBeZero && part.values[part.start + i * part.n + i] === 0) continue;
    const fault = signFault(part, i, why);
    if (fault !== null) return fault;
  }
  return null;
}

/** The fault of a diagonal element that is not above 0. */
function signFault({ name, values, start, n }: KindPart, i: number, why: string): KindFault | null {
  const own = values[start + i * n + i];
  if (!(own <= 0)) return null;
  return { words: `${name}[${i + 1},${i + 1}] = ${shown(own)} ${why}`, amount: Math.abs(own) };
}

function symmetryFault({ name, values, start, n }: KindPart, tolerance: number): KindFault | null {
  for (let i = 0; i < n; i++) {
    const own = values[start + i * n + i];
    for (let j = i + 1; j < n; j++) {
      const [above, below] = [values[start + i * n + j], values[start + j * n + i]];
      const scale = Math.sqrt(Math.abs(own * values[start + j * n + j]));
      const amount = Math.abs(above - below) / Math.max(Math.abs(above), Math.abs(below), scale);
      if (amount > tolerance)
        return {
          words: `\`${name}\` is not symmetric, ${name}[${i + 1},${j + 1}] = ${shown(above)} and ${name}[${j + 1},${i + 1}] = ${shown(below)}`,
          amount,
        };
    }
  }
  return null;
}

function triangleFault(part: KindPart, tolerance: number): KindFault | null {
  const { name, values, start, n } = part;
  for (let i = 0; i < n; i++) {
    const own = values[start + i * n + i];
    for (let j = i + 1; j < n; j++) {
      const above = values[start + i * n + j];
      const scale = Math.max(Math.abs(own), Math.abs(values[start + j * n + j]));
      const amount = Math.abs(above) / Math.max(scale, Number.MIN_VALUE);
      if (amount > tolerance)
        return {
          words: `\`${name}\` is not lower-triangular, ${name}[${i + 1},${j + 1}] = ${shown(above)} lies above the diagonal`,
          amount,
        };
    }
    const fault = signFault(part, i, ON_DIAGONAL);
    if (fault !== null) return fault;
  }
  return null;
}

/** Larger matrices are not factored here; the sampler finds them. */
const LARGEST_FACTORED = 400;

/** Whether a symmetric matrix is certainly not positive definite, beyond rounding. */
export function isIndefinite({ values, start, n }: Omit<KindPart, 'name'>): boolean {
  if (n > LARGEST_FACTORED) return false;
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let rest = values[start + i * n + j];
      for (let k = 0; k < j; k++) rest -= l[i * n + k] * l[j * n + k];
      if (i > j) l[i * n + j] = rest / l[j * n + j];
      else if (rest > 0) l[j * n + j] = Math.sqrt(rest);
      else return rest < -1e-8 * Math.abs(values[start + j * n + j]);
    }
  }
  return false;
}
