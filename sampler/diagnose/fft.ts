/** Fast Fourier transform in place, radix 2 (Cooley and Tukey 1965): enough for power spectra of real series. */

/** Roots of unity exp(−2πi k / size), k < size / 2; `size` a power of two. */
export interface FftPlan {
  readonly size: number;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

export function fftPlan(size: number): FftPlan {
  const angle = (k: number): number => (-2 * Math.PI * k) / size;
  return {
    size,
    cosines: Float64Array.from({ length: size / 2 }, (_, k) => Math.cos(angle(k))),
    sines: Float64Array.from({ length: size / 2 }, (_, k) => Math.sin(angle(k))),
  };
}

/** `re + i·im`, of the plan's size, becomes Σₖ x[k] exp(−2πi jk / size). */
export function fft({ size, cosines, sines }: FftPlan, re: Float64Array, im: Float64Array): void {
  reverseBits(re, im);
  for (let width = 2; width <= size; width *= 2) {
    const half = width / 2;
    const stride = size / width;
    for (let k = 0; k < half; k++) {
      const c = cosines[k * stride];
      const s = sines[k * stride];
      for (let a = k; a < size; a += width) {
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
