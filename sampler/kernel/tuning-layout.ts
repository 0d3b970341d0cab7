/**
 * Room in a model's memory for what tuning learns between two transitions: running moments of windows of draws, which
 * the kernel and JavaScript both write, and a log of the draws of a block, from which JavaScript learns afterwards.
 */

/** Of the log, roughly. */
const BYTES = 1 << 17;
/** No block has more draws: windows end that often. */
const MOST = 64;
/** With fewer draws to a block it gains nothing: a draw of so many numbers costs far more than a call. */
const FEWEST = 8;
/** Windows that are open at a time. */
export const WINDOWS = 4;

/** A running mean and variance: means, sums of squares, and the count. */
export function numbersOfMoments(dimension: number): number {
  return 2 * dimension + 1;
}

/** The moments of draws and of their gradients; then, of the log density, and the sum of leapfrog steps. */
export function numbersOfWindow(dimension: number): number {
  return 2 * numbersOfMoments(dimension) + numbersOfMoments(1) + 1;
}

interface TuningLayout {
  /** Draws of the log; 0 where the kernel makes no blocks of tuning draws, and nothing has any room. */
  readonly room: number;
  /** Offsets from the address. The windows follow each other. */
  readonly windows: number;
  readonly positions: number;
  readonly gradients: number;
  /** A byte for each draw of the log: 1 where the chain moved. */
  readonly moved: number;
  readonly bytes: number;
}

export function layOutTuning(dimension: number): TuningLayout {
  const fitting = Math.min(MOST, Math.floor(BYTES / (16 * Math.max(1, dimension))));
  const room = fitting < FEWEST ? 0 : fitting;
  const ofWindows = room === 0 ? 0 : 8 * WINDOWS * numbersOfWindow(dimension);
  const ofVectors = 8 * room * dimension;
  const moved = ofWindows + 2 * ofVectors;
  return {
    room,
    windows: 0,
    positions: ofWindows,
    gradients: ofWindows + ofVectors,
    moved,
    bytes: moved + room,
  };
}
