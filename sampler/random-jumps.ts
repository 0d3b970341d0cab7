/**
 * Jumps of xoroshiro128+ by many times 2^64 steps at once. A step is a linear map of the state over GF(2), so 2^(64+k)
 * steps are a polynomial in it: x^(2^(64+k)) modulo its characteristic polynomial (Haramoto et al. 2008). The search
 * for modes has stream 3000, and one jump after another would take milliseconds.
 */

/** Of k = 0, 1, … the polynomial's coefficients, 32 to a number, the lowest first; each is the square of the one before. */
const POLYNOMIALS: readonly (readonly number[])[] = [
  [3639956645, 3750757012, 1261568508, 386426335],
  [2536419026, 697494228, 2831884112, 2997334649],
  [3762976512, 3223758809, 1541765250, 3884293222],
  [3735204350, 3033227671, 3280564252, 1263172264],
  [166190925, 231720377, 1432645359, 2914481469],
  [2556753801, 1183068518, 403088210, 3356042800],
  [1652948168, 582402419, 3969298205, 3227361361],
  [2267666619, 1958861484, 2412971080, 4170148780],
  [649215557, 2222413761, 46401783, 1965791440],
  [3502891683, 262056546, 3685540112, 447200406],
  [2553365367, 1953879835, 1403295819, 3295261331],
  [3592193514, 3149386342, 3460019353, 1265488923],
  [628154735, 3290018676, 1890820856, 3760420734],
  [1021884776, 712104762, 891305344, 320771323],
];

/**
 * Moves a state `count` times 2^64 steps on.
 * @param words two 64-bit words, the lower half of each first
 * @param step one step of the generator, in place
 */
export function jumpAhead(words: Int32Array, count: number, step: (words: Int32Array) => void): void {
  const longest = POLYNOMIALS.length - 1;
  let left = count;
  for (let k = longest; k >= 0; k--) {
    for (; left >= 2 ** k; left -= 2 ** k) apply(POLYNOMIALS[k], words, step);
  }
}

function apply(polynomial: readonly number[], words: Int32Array, step: (words: Int32Array) => void): void {
  const sum = new Int32Array(words.length);
  for (const coefficients of polynomial)
    for (let bit = 0; bit < 32; bit++) {
      if ((coefficients >>> bit) & 1) for (let i = 0; i < sum.length; i++) sum[i] ^= words[i];
      step(words);
    }
  words.set(sum);
}
