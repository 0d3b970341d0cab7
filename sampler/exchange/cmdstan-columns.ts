/** The quantities of a run as columns of CmdStan's CSV: `theta.1.2`, the first position varying fastest. */
import type { QuantityColumns } from './quantity-arrays.ts';

interface CmdstanColumn {
  readonly name: string;
  /** The column's name in the run. */
  readonly element: string;
}

export function cmdstanColumns(quantities: readonly QuantityColumns[]): readonly CmdstanColumn[] {
  return quantities.flatMap(({ name, axes, elements }) => {
    const sizes = axes.map(({ coordinate }) => coordinate.length);
    return elements.map((_, k) => {
      const positions = positionsOf(k, sizes);
      const at = sizes.reduce((index, size, axis) => index * size + positions[axis], 0);
      return { name: [name, ...positions.map((position) => position + 1)].join('.'), element: elements[at] };
    });
  });
}

/** 0-based positions of the `k`th element in column-major order. */
function positionsOf(k: number, sizes: readonly number[]): readonly number[] {
  let rest = k;
  return sizes.map((size) => {
    const position = rest % size;
    rest = (rest - position) / size;
    return position;
  });
}
