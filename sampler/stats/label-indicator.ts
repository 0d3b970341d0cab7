/** 1 where a draw is the label at a position, 0 where it is another; a draw that failed stays NaN. */
export function labelIndicator(values: Float64Array, position: number): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? value : Number(value === position)));
}
