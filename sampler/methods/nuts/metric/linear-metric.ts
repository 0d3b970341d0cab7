/**
 * Metrics beyond a diagonal, given by a root: M⁻¹ = L L'. With w = L' p, standard normal, for the momentum p, the
 * kinetic energy is ½ w'w, the velocity L w, and the force on w is L' times the gradient.
 */
import { dot } from '../../../infer/dense-linear-algebra.ts';

/** Plain JSON: it is part of the checkpoint. */
export type LinearMetric =
  /** L = S (I + Σₖ (√λₖ − 1) uₖ uₖ'): scales S, orthonormal directions u. */
  | {
      readonly kind: 'low_rank';
      readonly scales: readonly number[];
      /** √λₖ. */
      readonly stretches: readonly number[];
      readonly directions: readonly (readonly number[])[];
    }
  /** L lower triangular, the rows one after the other, each up to its diagonal. */
  | { readonly kind: 'dense'; readonly factor: readonly number[] };

export interface MetricRoot {
  /** L w into `out`. */
  multiply(w: Float64Array, out: Float64Array): void;
  /** L' g into `out`. */
  multiplyTransposed(g: Float64Array, out: Float64Array): void;
}

export function rootOf(metric: LinearMetric): MetricRoot {
  switch (metric.kind) {
    case 'low_rank':
      return lowRankRoot(metric);
    case 'dense':
      return denseRoot(Float64Array.from(metric.factor));
  }
}

function lowRankRoot(metric: Extract<LinearMetric, { kind: 'low_rank' }>): MetricRoot {
  const scales = Float64Array.from(metric.scales);
  const directions = metric.directions.map((direction) => Float64Array.from(direction));
  const gains = Float64Array.from(metric.stretches, (stretch) => stretch - 1);
  const n = scales.length;
  const shares = new Float64Array(directions.length);
  const stretch = (out: Float64Array) => {
    // All projections are computed before `out` changes; the directions are orthonormal.
    for (let k = 0; k < directions.length; k++) shares[k] = gains[k] * dot(directions[k], out);
    for (let k = 0; k < directions.length; k++) {
      const direction = directions[k];
      const share = shares[k];
      for (let i = 0; i < n; i++) out[i] += share * direction[i];
    }
  };
  return {
    multiply(w, out) {
      out.set(w);
      stretch(out);
      for (let i = 0; i < n; i++) out[i] *= scales[i];
    },
    multiplyTransposed(g, out) {
      for (let i = 0; i < n; i++) out[i] = scales[i] * g[i];
      stretch(out);
    },
  };
}

function denseRoot(factor: Float64Array): MetricRoot {
  return {
    multiply(w, out) {
      let at = 0;
      for (let i = 0; i < w.length; i++) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += factor[at++] * w[j];
        out[i] = sum;
      }
    },
    multiplyTransposed(g, out) {
      out.fill(0);
      let at = 0;
      for (let i = 0; i < g.length; i++) {
        const share = g[i];
        for (let j = 0; j <= i; j++) out[j] += factor[at++] * share;
      }
    },
  };
}

/** The diagonal of M⁻¹: the squares of the root's rows. */
export function diagonalOf(metric: LinearMetric): Float64Array {
  const root = rootOf(metric);
  const n =
    metric.kind === 'low_rank'
      ? metric.scales.length
      : Math.round((Math.sqrt(8 * metric.factor.length + 1) - 1) / 2);
  const unit = new Float64Array(n);
  const row = new Float64Array(n);
  return Float64Array.from({ length: n }, (_, i) => {
    unit.fill(0);
    unit[i] = 1;
    root.multiplyTransposed(unit, row);
    return dot(row, row);
  });
}
