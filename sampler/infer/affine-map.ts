/** Affine maps of draws, x → A (x − from) + to, whose matrix is lower triangular with a positive diagonal. */
import { log } from '../math/elementary.ts';
import { type Cholesky, logDeterminant, multiplyLower, solveLower } from './dense-linear-algebra.ts';

type TriangularMatrix =
  | { readonly kind: 'diagonal'; readonly scales: Float64Array }
  | { readonly kind: 'lower'; readonly root: Cholesky };

export interface AffineMap {
  readonly matrix: TriangularMatrix;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

export function identityAt(point: Float64Array): AffineMap {
  return {
    matrix: { kind: 'diagonal', scales: new Float64Array(point.length).fill(1) },
    from: point,
    to: point,
  };
}

export function applyMap({ matrix, from, to }: AffineMap, x: Float64Array): Float64Array {
  const centred = x.map((value, i) => value - from[i]);
  const out = new Float64Array(x.length);
  if (matrix.kind === 'lower') multiplyLower(matrix.root, centred, out);
  else for (let i = 0; i < out.length; i++) out[i] = matrix.scales[i] * centred[i];
  return out.map((value, i) => value + to[i]);
}

export function applyInverse({ matrix, from, to }: AffineMap, x: Float64Array): Float64Array {
  const out = x.map((value, i) => value - to[i]);
  if (matrix.kind === 'lower') solveLower(matrix.root, out);
  else for (let i = 0; i < out.length; i++) out[i] /= matrix.scales[i];
  return out.map((value, i) => value + from[i]);
}

/** log det A. */
export function logVolume({ matrix }: AffineMap): number {
  return matrix.kind === 'lower'
    ? logDeterminant(matrix.root)
    : matrix.scales.reduce((sum, scale) => sum + log(scale), 0);
}

/** First `inner`, then `outer`, whose `from` is the `to` of `inner`. */
export function compose(outer: AffineMap, inner: AffineMap): AffineMap {
  return { matrix: product(outer.matrix, inner.matrix), from: inner.from, to: outer.to };
}

function product(a: TriangularMatrix, b: TriangularMatrix): TriangularMatrix {
  if (a.kind === 'diagonal' && b.kind === 'diagonal')
    return { kind: 'diagonal', scales: a.scales.map((scale, i) => scale * b.scales[i]) };
  const n = a.kind === 'diagonal' ? a.scales.length : a.root.n;
  const [left, right] = [lowerOf(a), lowerOf(b)];
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k <= i; k++)
      for (let j = 0; j <= k; j++) factor[i * n + j] += left[i * n + k] * right[k * n + j];
  return { kind: 'lower', root: { n, factor } };
}

function lowerOf(matrix: TriangularMatrix): Float64Array {
  if (matrix.kind === 'lower') return matrix.root.factor;
  const n = matrix.scales.length;
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) factor[i * n + i] = matrix.scales[i];
  return factor;
}
