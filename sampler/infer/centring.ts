/**
 * Conversion between coordinates with degrees of centring λ (`Centring` in `density.ts`) and positions of the model
 * as written, where λ = 1. Starts and everything that leaves a chain are as written.
 */
import { exp, log } from '../math/elementary.ts';
import type { Centring, CentringPiece, Density, State } from './density.ts';

/** Number of degrees: the elements of all pieces, one piece after the other. */
export function countDegrees({ pieces }: Centring): number {
  return pieces.reduce((sum, { degrees }) => sum + degrees.length, 0);
}

export function degreesOf({ pieces }: Centring): Float64Array {
  return Float64Array.from(pieces.flatMap(({ degrees }) => [...degrees]));
}

/** Writes degrees, which changes the meaning of positions. */
export function setDegrees({ pieces }: Centring, degrees: ArrayLike<number>): void {
  let at = 0;
  for (const piece of pieces) for (let i = 0; i < piece.degrees.length; i++) piece.degrees[i] = degrees[at++];
}

/** Changes the degrees and keeps the parameters where they are: `state` is evaluated in the new coordinates. */
export function recentre(
  density: Density,
  centring: Centring,
  state: State,
  degrees: ArrayLike<number>,
): void {
  moveTo(centring, state.position, degrees);
  setDegrees(centring, degrees);
  density.evaluate(state);
}

/** The position as the model is written. */
export function writtenPosition(centring: Centring | undefined, position: Float64Array): Float64Array {
  const written = position.slice();
  if (centring !== undefined) moveTo(centring, written, new Float64Array(countDegrees(centring)).fill(1));
  return written;
}

/** The log density of the position as the model is written: without the Jacobian of the centring. */
export function writtenLogDensity(centring: Centring | undefined, state: State): number {
  if (centring === undefined) return state.logDensity;
  centring.at(state.position);
  let jacobian = 0;
  for (const { degrees, scale } of centring.pieces)
    for (let i = 0; i < degrees.length; i++)
      if (degrees[i] !== 1) jacobian += (1 - degrees[i]) * log(scale[i]);
  return state.logDensity - jacobian;
}

/** Converts a position from the current degrees to others. */
function moveTo(centring: Centring, position: Float64Array, degrees: ArrayLike<number>): void {
  centring.at(position);
  let at = 0;
  for (const piece of centring.pieces) {
    for (let i = 0; i < piece.degrees.length; i++, at++) {
      const place = piece.offset + i;
      position[place] = coordinateAt(piece, i, position[place], degrees[at]);
    }
  }
}

/** Coordinate `u` of element `i` converted to another degree. */
function coordinateAt(
  { degrees, location, scale, sequence }: CentringPiece,
  i: number,
  u: number,
  other: number,
): number {
  const degree = degrees[i];
  if (degree === other) return u;
  const shrink = exp((other - degree) * log(scale[i]));
  const moved = other * location[i] + shrink * (u - degree * location[i]);
  if (sequence === undefined) return moved;
  return moved + (other - degree) * sequence.shift[i] * exp((other - 1) * log(scale[i]));
}
