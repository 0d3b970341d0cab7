import { type FftPlan, fft, fftPlan } from './fft.ts';
import { mean } from './moments.ts';

/** Beyond this lag one pass by Fourier transform is cheaper than sums lag by lag. */
const DIRECT_LAGS = 40;
/** Number of lags computed at once, by blocks, in chains longer than a multiple of it. */
const BLOCK_LAGS = [1024, 16_384] as const;
const LONG = 8;

interface MeanAutocovariance {
  /** Mean over the chains of Σᵢ (xᵢ − x̄)(xᵢ₊ₜ − x̄) / n at lag t, x̄ each chain's own mean. */
  at(lag: number): number;
  readonly chainMeans: Float64Array;
}

/**
 * The chains' mean autocovariance, computed lazily: well-mixing chains need few
 * lags, and those are summed directly. A lag beyond `DIRECT_LAGS` brings many more, or all of them, at once.
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
  let known: Float64Array = new Float64Array(0);
  return {
    chainMeans,
    at(lag) {
      if (lag < known.length) return known[lag];
      if (lag <= DIRECT_LAGS) return direct(centred, chains, lag);
      const lags = BLOCK_LAGS.find((count) => lag < count && LONG * count <= n);
      known = lags === undefined ? byTransform(centred, chains) : byBlocks(centred, chains, lags);
      return known[lag];
    },
  };
}

/** Autocorrelation of one chain at lags 0 … `lags`, at most its length; 0 if it is constant. */
export function autocorrelation(chain: Float64Array, lags: number): Float64Array {
  const covariance = meanAutocovariance(chain, 1);
  const count = Math.max(0, Math.min(lags, chain.length - 1) + 1);
  const variance = count === 0 ? 0 : covariance.at(0);
  return Float64Array.from({ length: count }, (_, lag) => (variance > 0 ? covariance.at(lag) / variance : 0));
}

function direct(centred: Float64Array, chains: number, lag: number): number {
  const n = centred.length / chains;
  let total = 0;
  for (let chain = 0; chain < chains; chain++) {
    const end = (chain + 1) * n - lag;
    // Four sums, so that additions do not depend on each other.
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

/**
 * The first lags of long chains. A block of a chain and the same block with what follows it travel as real
 * and imaginary part; the sum over blocks of their cross-spectra is transformed back once. Transforms that
 * fit in the processor's cache are several times faster than those of whole chains.
 */
function byBlocks(centred: Float64Array, chains: number, lags: number): Float64Array {
  const n = centred.length / chains;
  const size = 4 * lags;
  const block = size - lags;
  const plan = planOf(size);
  const crossRe = new Float64Array(size);
  const crossIm = new Float64Array(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let chain = 0; chain < chains; chain++) {
    const end = (chain + 1) * n;
    for (let first = chain * n; first < end; first += block) {
      re.fill(0);
      im.fill(0);
      re.set(centred.subarray(first, Math.min(first + block, end)));
      im.set(centred.subarray(first, Math.min(first + size, end)));
      fft(plan, re, im);
      for (let k = 0, mirror = 0; k < size; k++, mirror = size - k) {
        const blockRe = re[k] + re[mirror];
        const blockIm = im[k] - im[mirror];
        const wholeRe = im[k] + im[mirror];
        const wholeIm = re[mirror] - re[k];
        crossRe[k] += blockRe * wholeRe + blockIm * wholeIm;
        // Conjugate, so that the same transform leads back.
        crossIm[k] += blockIm * wholeRe - blockRe * wholeIm;
      }
    }
  }
  fft(plan, crossRe, crossIm);
  // Each of the two spectra was taken twice over.
  const scale = 1 / (4 * size * n * chains);
  return crossRe.subarray(0, lags).map((sum) => sum * scale);
}

/** Larger plans are not cached: they are as large as the draws, and seldom needed. */
const LARGEST_KEPT_PLAN = 2 ** 17;
const plans = new Map<number, FftPlan>();

/** All quantities of a run have the same length, and its roots of unity take as long as a transform. */
function planOf(size: number): FftPlan {
  const known = plans.get(size);
  if (known !== undefined) return known;
  const plan = fftPlan(size);
  if (size <= LARGEST_KEPT_PLAN) plans.set(size, plan);
  return plan;
}
