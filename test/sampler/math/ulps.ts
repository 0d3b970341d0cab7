/** Distance in units in the last place of the wanted value. */
export function ulps(found: number, wanted: number): number {
  if (Object.is(found, wanted) || found === wanted) return 0;
  if (Number.isNaN(found) || !Number.isFinite(found)) return Number.POSITIVE_INFINITY;
  return Math.abs(found - wanted) / ulpOf(wanted);
}

function ulpOf(x: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(x));
  const exponent = bits.getUint16(0) >> 4;
  return 2 ** (Math.max(exponent, 1) - 1075);
}
