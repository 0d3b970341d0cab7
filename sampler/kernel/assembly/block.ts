// A block of draws: transition after transition, each draw written where JavaScript finds it (block-layout.ts).
import { log } from '../../math/assembly/log';
import {
  ACCEPTANCE, DEPTH, DIVERGING, DRAWS_OF_BLOCK, END, LEAPFROGS, LEAPFROGS_OF_BLOCK, SPARE_NORMAL, STOPPED, TURNING,
  WORDS,
} from '../record';
import { integer, number, setInteger } from './exchange';
import { energyOf, logDensityOf, vectorBytes, writeCentring, writeQuantities } from './model';
import { forgetAnswer, isAnswered, transition } from './transition';

let room: i32 = 0;
let positions: usize = 0;
let quantities: usize = 0;
let quantityBytes: usize = 0;
/** The columns of statistics. */
let statistics: usize = 0;
let stretches: usize = 0;
let stretchCount: i32 = 0;
let pieces: usize = 0;
let pieceCount: i32 = 0;

export function configureBlock(
  ofDraws: i32, positionsAt: usize, quantitiesAt: usize, bytesOfQuantities: usize, statisticsAt: usize,
  stretchesAt: usize, stretchesInAll: i32, piecesAt: usize, piecesInAll: i32,
): void {
  room = ofDraws;
  positions = positionsAt;
  quantities = quantitiesAt;
  quantityBytes = bytesOfQuantities;
  statistics = statisticsAt;
  stretches = stretchesAt;
  stretchCount = stretchesInAll;
  pieces = piecesAt;
  pieceCount = piecesInAll;
}

// @ts-ignore: decorator
@inline function setNumber(column: i32, draw: i32, value: f64): void {
  store<f64>(statistics + (<usize>(column * room + draw) << 3), value);
}

/** The log density of the model as written: `writtenLogDensity` of infer/centring.ts. */
function writtenLogDensity(state: usize): f64 {
  if (pieceCount == 0) return logDensityOf(state);
  writeCentring(state);
  let jacobian = 0.0;
  for (let p = 0; p < pieceCount; p++) {
    const piece = pieces + 12 * <usize>p;
    const degrees = <usize>load<u32>(piece), scales = <usize>load<u32>(piece, 4);
    const size = load<i32>(piece, 8);
    for (let i = 0; i < size; i++) {
      const degree = load<f64>(degrees + (<usize>i << 3));
      if (degree != 1.0) jacobian += (1.0 - degree) * log(load<f64>(scales + (<usize>i << 3)));
    }
  }
  return logDensityOf(state) - jacobian;
}

function writeDraw(
  draw: i32, state: usize, stepSize: f64, energy: f64, acceptance: f64, leapfrogs: i32, depth: i32, diverged: bool,
): void {
  memory.copy(positions + <usize>draw * vectorBytes, state, vectorBytes);
  if (quantityBytes != 0) {
    writeQuantities(state);
    let to = quantities + <usize>draw * quantityBytes;
    for (let k = 0; k < stretchCount; k++) {
      const stretch = stretches + (<usize>k << 3);
      const bytes = <usize>load<u32>(stretch, 4);
      memory.copy(to, <usize>load<u32>(stretch), bytes);
      to += bytes;
    }
  }
  setNumber(0, draw, writtenLogDensity(state));
  setNumber(1, draw, energy);
  setNumber(2, draw, acceptance);
  setNumber(3, draw, stepSize);
  const small = statistics + (<usize>room << 5);
  store<i32>(small + (<usize>draw << 2), leapfrogs);
  store<u8>(small + (<usize>room << 2) + draw, <u8>depth);
  store<u8>(small + (<usize>room * 5) + draw, <u8>(diverged ? 1 : 0));
}

/**
 * Transitions from `origin` on, each written as a draw of the block: `most` of them, or fewer where the caller stops
 * the chain or wants to see the draws, or where one diverges, which the caller then finds in the record. Returns the
 * new point.
 */
export function drawBlock(
  origin: usize, stepSize: f64, maxTreeDepth: i32, mostEnergyError: f64, most: i32,
): usize {
  let point = origin;
  let draws = 0;
  let steps = 0;
  let end = TURNING;
  forgetAnswer();
  while (draws < most && end != DIVERGING && !isAnswered()) {
    const word0 = load<u64>(WORDS), word1 = load<u64>(WORDS, 8), spare = load<f64>(SPARE_NORMAL);
    point = transition(point, stepSize, maxTreeDepth, mostEnergyError);
    end = integer(END);
    if (end == STOPPED) {
      // A checkpoint of the last draw has the stream as it was there.
      store<u64>(WORDS, word0);
      store<u64>(WORDS, word1, 8);
      store<f64>(SPARE_NORMAL, spare);
      break;
    }
    const leapfrogs = integer(LEAPFROGS);
    steps += leapfrogs;
    writeDraw(
      draws, point, stepSize, energyOf(point), number(ACCEPTANCE), leapfrogs,
      integer(DEPTH), end == DIVERGING,
    );
    draws += 1;
  }
  setInteger(DRAWS_OF_BLOCK, draws);
  setInteger(LEAPFROGS_OF_BLOCK, steps);
  return point;
}
