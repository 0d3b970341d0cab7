/** Numbers texts by their bytes in the order in which they first occur, without a string for each. */
interface ByteInterner {
  /** The number of the text between two bytes. */
  codeOf(from: number, to: number): number;
  /** Where each text was first seen. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function createByteInterner(bytes: Uint8Array): ByteInterner {
  const starts: number[] = [];
  const ends: number[] = [];
  let table = new Int32Array(1024).fill(-1);
  return { codeOf, starts, ends };

  function codeOf(from: number, to: number): number {
    let place = hashOf(bytes, from, to) & (table.length - 1);
    while (table[place] >= 0 && !isSame(bytes, starts[table[place]], ends[table[place]], from, to))
      place = (place + 1) & (table.length - 1);
    if (table[place] >= 0) return table[place];
    const code = starts.length;
    table[place] = code;
    starts.push(from);
    ends.push(to);
    if (2 * starts.length > table.length) table = rehashed(2 * table.length);
    return code;
  }

  function rehashed(size: number): Int32Array<ArrayBuffer> {
    const larger = new Int32Array(size).fill(-1);
    for (const [code, from] of starts.entries()) {
      let place = hashOf(bytes, from, ends[code]) & (size - 1);
      while (larger[place] >= 0) place = (place + 1) & (size - 1);
      larger[place] = code;
    }
    return larger;
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash ^ (hash >>> 15);
}

export function isSame(
  bytes: Uint8Array,
  from: number,
  to: number,
  other: number,
  otherEnd: number,
): boolean {
  if (to - from !== otherEnd - other) return false;
  for (let k = to - from - 1; k >= 0; k--) if (bytes[from + k] !== bytes[other + k]) return false;
  return true;
}
