/**
 * A hash of the bits of a number: three products modulo 2^64 by odd constants, with the halves swapped between them,
 * so that every bit reaches the upper half, which is the result.
 */
const STEPS: readonly bigint[] = [0x9e3779b97f4a7c15n, 0xbf58476d1ce4e5b9n, 0x94d049bb133111ebn];
const START = 0xd1b54a32d192ed03n;

function text(): string {
  const start = `(i64.xor (i64.reinterpret_f64 $x) (i64.const ${START}))`;
  const mixed = STEPS.reduce((inner, factor, i) => {
    const product = `(i64.mul ${inner} (i64.const ${factor}))`;
    return i < STEPS.length - 1 ? `(i64.rotl ${product} (i64.const 32))` : product;
  }, start);
  return `(f64.convert_i64_u (i64.shr_u ${mixed} (i64.const 32)))`;
}

/** WebAssembly text. */
export const SCRAMBLE = text();

/** The same number in JavaScript. */
export function bitsOfScramble(x: number): number {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0];
  const mixed = STEPS.reduce((inner, factor, i) => {
    const product = BigInt.asUintN(64, inner * factor);
    return i < STEPS.length - 1 ? BigInt.asUintN(64, (product << 32n) | (product >> 32n)) : product;
  }, bits ^ START);
  return Number(mixed >> 32n);
}
