/** Decodes base64 of little-endian floats. Assumes a little-endian machine, as all supported ones are. */
export function decodeFloat32(text: string): Float64Array {
  return Float64Array.from(new Float32Array(decodeBytes(text)));
}

function decodeBytes(text: string): ArrayBuffer {
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}
