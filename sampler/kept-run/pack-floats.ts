/** Numbers as text for JSON: base64 of little-endian floats. */

export function packFloat64(values: Float64Array): string {
  const bytes = Buffer.alloc(values.length * 8);
  for (let i = 0; i < values.length; i++) bytes.writeDoubleLE(values[i], 8 * i);
  return bytes.toString('base64');
}

/** Single precision, which suffices for plots at half the size. */
export function packFloat32(values: Float64Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i], 4 * i);
  return bytes.toString('base64');
}
