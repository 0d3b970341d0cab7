/**
 * Room in a model's memory for a block of draws, which the kernel fills before JavaScript sees any of them: of each
 * draw its position, its quantities and its statistics, column after column.
 */

/** Of a block, roughly: it stays in the processor's cache. */
const BYTES = 1 << 17;
/** With fewer draws to a block it gains nothing: a draw of so many numbers costs far more than a call. */
const FEWEST = 8;

interface BlockSizes {
  readonly dimension: number;
  /** Numbers of a draw that the kernel writes; 0 where JavaScript computes them. */
  readonly quantities: number;
  /** Stretches of memory that hold them after `outputs`. */
  readonly stretches: number;
  /** Pieces of parameters with degrees of centring. */
  readonly pieces: number;
}

interface BlockLayout {
  /** Draws; a multiple of 8, or 0 where the kernel makes no blocks. */
  readonly room: number;
  /** Offsets from the block's address. */
  readonly positions: number;
  readonly quantities: number;
  /** The columns of 8 bytes, those of 4 and those of 1, as `assembly/block.ts` writes them. */
  readonly logDensity: number;
  readonly energy: number;
  readonly acceptance: number;
  readonly stepSize: number;
  readonly gradients: number;
  readonly treeDepth: number;
  readonly divergent: number;
  /** Address and bytes of each stretch. */
  readonly stretches: number;
  /** Addresses of the degrees and of the scales of each piece, and how many. */
  readonly pieces: number;
  readonly bytes: number;
}

export function layOutBlock({ dimension, quantities, stretches, pieces }: BlockSizes): BlockLayout {
  const bytesOfDraw = 8 * (dimension + quantities + 4) + 4 + 1 + 1;
  const fitting = Math.floor(BYTES / bytesOfDraw / 8) * 8;
  const room = fitting < FEWEST ? 0 : fitting;
  let next = 0;
  const take = (bytes: number): number => {
    const at = next;
    next += bytes;
    return at;
  };
  return {
    room,
    positions: take(8 * room * dimension),
    quantities: take(8 * room * quantities),
    logDensity: take(8 * room),
    energy: take(8 * room),
    acceptance: take(8 * room),
    stepSize: take(8 * room),
    gradients: take(4 * room),
    treeDepth: take(room),
    divergent: take(room),
    stretches: take(room === 0 ? 0 : 8 * stretches),
    pieces: take(room === 0 ? 0 : 12 * pieces),
    bytes: next,
  };
}
