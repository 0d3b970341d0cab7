/** Elements that are drawn one after another along an axis, since they depend on earlier or on later ones. */
import type { DrawnAlong } from '../../grammar/ir.ts';

export interface Steps {
  readonly count: number;
  /** The step at which an element is drawn, by its place in row-major order. */
  of(element: number): number;
}

/** @param along all elements are drawn at once without it */
export function stepsAlong(shape: readonly number[], along: DrawnAlong | undefined): Steps {
  if (along === undefined) return { count: 1, of: () => 0 };
  const { axis, step, together = { arrays: [0], place: 0 } } = along;
  const inStep = together.arrays.length;
  const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const count = shape[axis];
  return {
    count: count * inStep,
    of(element) {
      const position = Math.floor(element / stride) % count;
      return (step === 1 ? position : count - 1 - position) * inStep + together.place;
    },
  };
}
