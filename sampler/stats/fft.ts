/** Fast Fourier transform in place, radix 2 (Cooley and Tukey 1965): enough for power spectra of real series. */

/**
 * Roots of unity: at `half + k` stands exp(−πi k / half), for each stage of butterflies `half` apart. A
 * stage reads its own in a row; picked out of the roots of the last stage they would lie far apart.
 */
export interface FftPlan {
  /** A power of two. */
  readonly size: number;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

export function fftPlan(size: number): FftPlan {
  const cosines = new Float64Array(size);
  const sines = new Float64Array(size);
  for (let half = 1; half < size; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half;
      cosines[half + k] = Math.cos(angle);
      sines[half + k] = Math.sin(angle);
    }
  }
  return { size, cosines, sines };
}

/** `re + i·im`, of the plan's size, becomes Σₖ x[k] exp(−2πi jk / size). */
export function fft(plan: FftPlan, re: Float64Array, im: Float64Array): void {
  const { size } = plan;
  reverseBits(re, im);
  let half = 1;
  // Two stages in one pass over memory, which is what takes the time; a stage that is left goes alone.
  for (; 2 * half < size; half *= 4) twoStages(plan, half, re, im);
  if (half < size) oneStage(plan, half, re, im);
}

function oneStage({ size, cosines, sines }: FftPlan, half: number, re: Float64Array, im: Float64Array): void {
  for (let first = 0; first < size; first += 2 * half) {
    for (let k = 0; k < half; k++) {
      const c = cosines[half + k];
      const s = sines[half + k];
      const a = first + k;
      const b = a + half;
      const x = re[b] * c - im[b] * s;
      const y = re[b] * s + im[b] * c;
      re[b] = re[a] - x;
      im[b] = im[a] - y;
      re[a] += x;
      im[a] += y;
    }
  }
}

/** Butterflies `half` apart, then those `2 · half` apart, on the four numbers that they share. */
function twoStages(
  { size, cosines, sines }: FftPlan,
  half: number,
  re: Float64Array,
  im: Float64Array,
): void {
  for (let first = 0; first < size; first += 4 * half) {
    for (let k = 0; k < half; k++) {
      const a = first + k;
      const b = a + half;
      const c = b + half;
      const d = c + half;

      const c1 = cosines[half + k];
      const s1 = sines[half + k];
      const bx = re[b] * c1 - im[b] * s1;
      const by = re[b] * s1 + im[b] * c1;
      const dx = re[d] * c1 - im[d] * s1;
      const dy = re[d] * s1 + im[d] * c1;
      const ar = re[a] + bx;
      const ai = im[a] + by;
      const br = re[a] - bx;
      const bi = im[a] - by;
      const cr = re[c] + dx;
      const ci = im[c] + dy;
      const dr = re[c] - dx;
      const di = im[c] - dy;

      const c2 = cosines[2 * half + k];
      const s2 = sines[2 * half + k];
      const cx = cr * c2 - ci * s2;
      const cy = cr * s2 + ci * c2;
      const c3 = cosines[3 * half + k];
      const s3 = sines[3 * half + k];
      const ex = dr * c3 - di * s3;
      const ey = dr * s3 + di * c3;
      re[a] = ar + cx;
      im[a] = ai + cy;
      re[c] = ar - cx;
      im[c] = ai - cy;
      re[b] = br + ex;
      im[b] = bi + ey;
      re[d] = br - ex;
      im[d] = bi - ey;
    }
  }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const r = re[i];
      re[i] = re[j];
      re[j] = r;
      const s = im[i];
      im[i] = im[j];
      im[j] = s;
    }
  }
}
