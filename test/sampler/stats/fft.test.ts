/** The transform against its definition, with an odd and an even number of stages. */
import { expect, test } from 'vitest';
import { fft, fftPlan } from '../../../sampler/stats/fft.ts';

/** Σₖ x[k] exp(−2πi jk / n), as it is written. */
function bySums(re: Float64Array, im: Float64Array, j: number): readonly [number, number] {
  const n = re.length;
  let real = 0;
  let imaginary = 0;
  for (let k = 0; k < n; k++) {
    const angle = (-2 * Math.PI * ((j * k) % n)) / n;
    real += re[k] * Math.cos(angle) - im[k] * Math.sin(angle);
    imaginary += re[k] * Math.sin(angle) + im[k] * Math.cos(angle);
  }
  return [real, imaginary];
}

test.each([1, 2, 4, 8, 16, 128, 256])('of %i numbers is what its definition says', (size) => {
  const re = Float64Array.from({ length: size }, (_, i) => Math.sin(7 * i + 1) + (i % 3));
  const im = Float64Array.from({ length: size }, (_, i) => Math.cos(5 * i * i));
  const [x, y] = [re.slice(), im.slice()];
  fft(fftPlan(size), x, y);
  for (let j = 0; j < size; j++) {
    const [real, imaginary] = bySums(re, im, j);
    expect(Math.abs(x[j] - real)).toBeLessThan(1e-11);
    expect(Math.abs(y[j] - imaginary)).toBeLessThan(1e-11);
  }
});
