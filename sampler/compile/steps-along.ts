/** Elements that are drawn one after another along an axis, since they depend on earlier ones. */

export interface Steps {
  readonly count: number;
  /** The step at which an element is drawn, by its place in row-major order. */
  of(element: number): number;
}

/** @param along the axis; all elements are drawn at once without it */
export function stepsAlong(shape: readonly number[], along: number | undefined): Steps {
  if (along === undefined) return { count: 1, of: () => 0 };
  const stride = shape.slice(along + 1).reduce((a, b) => a * b, 1);
  const count = shape[along];
  return { count, of: (element) => Math.floor(element / stride) % count };
}
