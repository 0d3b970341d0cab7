/** Bytes that grow at their end, with the number formats of WebAssembly. */
export interface ByteSink {
  byte(value: number): void;
  bytes(values: ArrayLike<number>): void;
  /** A natural number in LEB128. */
  unsigned(value: number): void;
  /** An integer of 32 bits, signed or unsigned, in LEB128 as WebAssembly has it: by its bits, with a sign. */
  int32(value: number): void;
  float64(value: number): void;
  text(value: string): void;
  /** What has been written so far; a view, until more is written. */
  written(): Uint8Array;
}

/** Of the text format's `nan`: JavaScript promises no bits for its own. */
const CANONICAL_NAN = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];

export function byteSink(room = 256): ByteSink {
  let buffer = new Uint8Array(room);
  let view = new DataView(buffer.buffer);
  let at = 0;

  function reserve(count: number): void {
    if (at + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * buffer.length, at + count));
    larger.set(buffer);
    buffer = larger;
    view = new DataView(buffer.buffer);
  }

  function byte(value: number): void {
    reserve(1);
    buffer[at++] = value;
  }

  function bytes(values: ArrayLike<number>): void {
    reserve(values.length);
    buffer.set(values, at);
    at += values.length;
  }

  function unsigned(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) byte((rest % 0x80) | 0x80);
    byte(rest);
  }

  function int32(value: number): void {
    let rest = value | 0;
    // The sign is the highest of the seven bits of the last byte.
    for (; rest < -0x40 || rest >= 0x40; rest >>= 7) byte((rest & 0x7f) | 0x80);
    byte(rest & 0x7f);
  }

  function float64(value: number): void {
    if (Number.isNaN(value)) {
      bytes(CANONICAL_NAN);
      return;
    }
    reserve(8);
    view.setFloat64(at, value, true);
    at += 8;
  }

  function text(value: string): void {
    const encoded = new TextEncoder().encode(value);
    unsigned(encoded.length);
    bytes(encoded);
  }

  return { byte, bytes, unsigned, int32, float64, text, written: () => buffer.subarray(0, at) };
}
