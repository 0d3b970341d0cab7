/** The rows of a factor by the element of the unknown that they depend on. */
import type { ArrayId, IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import { allPositions } from '../all-positions.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { elementOfUse } from './element-of-use.ts';
import type { Factor, Use } from './factors.ts';

export type RowsOfElement =
  /** The unknown's axes are indices of the term. */
  | { readonly kind: 'aligned'; readonly axes: readonly IndexId[] }
  /** Found from data. */
  | {
      readonly kind: 'listed';
      /** Number of rows, for each element. */
      readonly counts: ArrayId;
      /** The largest of them. */
      readonly most: number;
      /** The position of each index of the term, for each element and its rows. */
      readonly positions: readonly { readonly id: IndexId; readonly array: ArrayId }[];
    };

/** Entries of the table of rows, as many for each element as the largest has. */
const MOST_ENTRIES = 5_000_000;

/** The rows by the element of the unknown at `at`. */
export function groupRows(ctx: Context, { indices, origin }: Factor['term'], use: Use): RowsOfElement {
  const { at, unknown } = use;
  const axes = at.map((position, axis) => wholeAxis(position, unknown.shape[axis]));
  function wholeAxis(position: ScalarExpr, size: number): IndexId | null {
    if (position.op !== 'index') return null;
    const index = indices.find(({ id }) => id === position.index);
    return index !== undefined && index.from === 0 && index.to === size ? index.id : null;
  }
  const known = axes.filter((id) => id !== null);
  if (known.length === at.length && new Set(known).size === known.length)
    return { kind: 'aligned', axes: known };

  const elements = unknown.shape.reduce((a, b) => a * b, 1);
  const rows: number[][][] = Array.from({ length: elements }, () => []);
  const evaluate = createEvaluator(ctx);
  for (const env of allPositions(indices)) {
    // Outside of the axis: reported where the element is read.
    rows[elementOfUse(use, env, evaluate)]?.push(indices.map(({ id }) => env.get(id) ?? 0));
  }
  const most = rows.reduce((longest, { length }) => Math.max(longest, length), 0);
  if (most * elements > MOST_ENTRIES)
    ctx.fail(
      'too-large',
      `the rows of \`${origin.label}\` belong to ${elements} elements of \`${unknown.name}\`, of which one has ${most}: expected at most ${MOST_ENTRIES} as a product`,
      origin.span,
    );
  const table = (axis: number): Float64Array =>
    Float64Array.from(
      { length: elements * most },
      (_, k) => rows[Math.floor(k / most)][k % most]?.[axis] ?? 0,
    );
  return {
    kind: 'listed',
    counts: ctx.declareConstant(
      `rows of ${unknown.name}`,
      unknown.shape,
      Float64Array.from(rows, ({ length }) => length),
    ),
    most,
    positions: indices.map(({ id }, axis) => ({
      id,
      array: ctx.declareConstant(`row of ${unknown.name}`, [...unknown.shape, most], table(axis)),
    })),
  };
}
