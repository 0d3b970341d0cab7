/** How large a model may be; beyond it is most often a slip in a dimension, and memory would run out. */
import type { IrProgram } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import { type Axis, shapeText, sizeOf } from './axes.ts';
import type { Context } from './context.ts';

/** Elements of all parameters and deterministic quantities: each has a name, draws and a row of the summary. */
const MOST_KEPT = 1_000_000;
/** Elements of all arrays, those with an adjoint and copies for the outputs counted four times: 4 GiB. */
const MOST_ELEMENTS = 2 ** 29 - 2 ** 24;

/** @throws LoweringFailure where the quantity, with those before it, has too many elements. */
export function checkKept(ctx: Context, name: string, axes: readonly Axis[]): void {
  const before = ctx.quantities.reduce((total, { shape }) => total + product(shape), 0);
  const own = sizeOf(axes);
  if (before + own <= MOST_KEPT) return;
  const others = before === 0 ? '' : `, and those before it ${before}`;
  ctx.fail(
    'too-large',
    `\`${name}\` has ${own} elements, its shape being ${shapeText(axes)}${others}: at most ${MOST_KEPT} parameters and deterministic quantities can be kept`,
    ctx.origin.span,
  );
}

/** The array that takes most, where all of them together take too much. */
export function tooLarge({ arrays, statements, generated }: IrProgram): {
  readonly message: string;
  readonly span: Span | null;
} | null {
  const weights = arrays.map(({ role, shape }) => (role === 'data' ? 1 : 4) * product(shape));
  if (weights.reduce((a, b) => a + b, 0) <= MOST_ELEMENTS) return null;
  const { id, name, shape } = arrays[weights.indexOf(Math.max(...weights))];
  const source = [...statements, ...generated].find(
    (s) => (s.kind === 'define' && s.array === id) || (s.kind === 'kernel' && s.output === id),
  );
  return {
    message: `the model needs more than 4 GiB of memory; its largest array, \`${name}\`, is ${shape.join(' × ')}`,
    span: source?.origin.span ?? null,
  };
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
