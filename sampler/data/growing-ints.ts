/** Integers whose number is not known beforehand. */
export interface GrowingInts {
  push(value: number): void;
  /** A view: it ends at what has been pushed so far. */
  values(): Int32Array;
}

export function createGrowingInts(): GrowingInts {
  let room = new Int32Array(64);
  let length = 0;
  return {
    push(value) {
      if (length === room.length) {
        const larger = new Int32Array(2 * length);
        larger.set(room);
        room = larger;
      }
      room[length++] = value;
    },
    values: () => room.subarray(0, length),
  };
}
