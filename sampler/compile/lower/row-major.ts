/** Row-major positions. */
export function flatToPositions(flat: number, shape: readonly number[]): number[] {
  const positions = new Array<number>(shape.length);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    positions[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return positions;
}
