// The finaliser of SplitMix64 (Steele, Lea and Flood 2014, after Stafford's variant 13).

/**
 * A whole number below 2^32 that depends on every bit of `x`. Products alone carry bits only upwards: without the
 * shifts, numbers that differ in their exponents have correlated hashes.
 */
export function scramble(x: f64): f64 {
  let bits = reinterpret<u64>(x) + 0x9e3779b97f4a7c15;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  bits ^= bits >> 31;
  return <f64>(bits >> 32);
}
