import { type FftPlan, fft, fftPlan } from './fft.ts';
import { mean } from './moments.ts';

/** Beyond this lag one pass by Fourier transform is cheaper than sums lag by lag. */
const DIRECT_LAGS = 40;

export interface MeanAutocovariance {
  /** Mean over the chains of Σᵢ (xᵢ − x̄)(xᵢ₊ₜ − x̄) / n at lag t, x̄ each chain's own mean. */
  at(lag: number): number;
  readonly chainMeans: Float64Array;
}

/**
 * The chains' mean autocovariance, computed as far as it is asked for: well-mixing chains need few
 * lags, and those are summed directly; the first lag beyond `DIRECT_LAGS` brings all of them at once.
 */
export function meanAutocovariance(values: Float64Array, chains: number): MeanAutocovariance {
  const n = values.length / chains;
  const centred = new Float64Array(values.length);
  const chainMeans = new Float64Array(chains);
  for (let chain = 0; chain < chains; chain++) {
    const start = chain * n;
    const centre = mean(values, start, start + n);
    chainMeans[chain] = centre;
    for (let i = start; i < start + n; i++) centred[i] = values[i] - centre;
  }
  let all: Float64Array | null = null;
  return {
    chainMeans,
    at(lag) {
      if (all === null && lag <= DIRECT_LAGS) return direct(centred, chains, lag);
      all ??= byTransform(centred, chains);
      return all[lag];
    },
  };
}

function direct(centred: Float64Array, chains: number, lag: number): number {
  const n = centred.length / chains;
  let total = 0;
  for (let chain = 0; chain < chains; chain++) {
    const end = (chain + 1) * n - lag;
    // Four sums, so that an addition need not wait for the one before it.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let i = chain * n;
    for (; i + 3 < end; i += 4) {
      a += centred[i] * centred[i + lag];
      b += centred[i + 1] * centred[i + 1 + lag];
      c += centred[i + 2] * centred[i + 2 + lag];
      d += centred[i + 3] * centred[i + 3 + lag];
    }
    for (; i < end; i++) a += centred[i] * centred[i + lag];
    total += a + b + (c + d);
  }
  return total / (n * chains);
}

/**
 * All lags by Wiener and Khinchin: the sum over chains of the power spectra, transformed back. Two
 * chains travel as real and imaginary part; the even part of |Z|² is the sum of their spectra.
 */
function byTransform(centred: Float64Array, chains: number): Float64Array {
  const n = centred.length / chains;
  let size = 1;
  while (size < 2 * n) size *= 2;
  const plan = planOf(size);
  const power = new Float64Array(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let chain = 0; chain < chains; chain += 2) {
    re.fill(0);
    im.fill(0);
    re.set(centred.subarray(chain * n, (chain + 1) * n));
    if (chain + 1 < chains) im.set(centred.subarray((chain + 1) * n, (chain + 2) * n));
    fft(plan, re, im);
    for (let k = 0; k < size; k++) power[k] += re[k] * re[k] + im[k] * im[k];
  }
  for (let k = 0; k < size; k++) re[k] = 0.5 * (power[k] + power[(size - k) % size]);
  im.fill(0);
  fft(plan, re, im);
  const all = new Float64Array(n);
  for (let lag = 0; lag < n; lag++) all[lag] = re[lag] / (size * n * chains);
  return all;
}

let lastPlan: FftPlan | null = null;

/** All quantities of a run have the same length, and its roots of unity take as long as a transform. */
function planOf(size: number): FftPlan {
  if (lastPlan?.size !== size) lastPlan = fftPlan(size);
  return lastPlan;
}
