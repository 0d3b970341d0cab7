/** Limits on a model's size, beyond which memory would run out; usually caused by a wrong dimension. */
import type { Index, IrProgram, ScalarExpr } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import { childrenOf } from '../children.ts';
import { type Axis, shapeText, sizeOf } from './axes.ts';
import type { Context } from './context.ts';

/** An array, an index or a sum has fewer elements than this. */
const TOO_MANY = 100_000_000;
/** A statement computes fewer elements than this per evaluation, including those of matrix products. */
const TOO_MUCH_WORK = 10_000_000_000;
/** Calls of the model's own functions in one statement, including nested calls. */
const MOST_CALLS = 10_000;
/** Depth of nested calls. */
const DEEPEST_CALL = 200;
/** Longest chain of operations from an unknown or datum to a value, over which the compiler recurs. */
const LONGEST_CHAIN = 2_000;

const slip = 'look for a slip in a dimension or a range, or compute it from fewer elements';

/** @throws LoweringFailure where an index, an array or a sum has too many elements. */
export function checkCount(
  ctx: Context,
  count: number,
  what: string,
  span: Span,
  axes: readonly Axis[] = [],
): void {
  if (count < TOO_MANY) return;
  const shape = axes.length < 2 ? '' : ` (${axes.map((axis) => axis.size).join(' × ')})`;
  ctx.fail(
    'too-large',
    `expected fewer than ${TOO_MANY} elements, found ${count}${shape} for ${what}: ${slip}`,
    span,
  );
}

/** Checks a sum over `own`, whose elements also depend on some of the surrounding loops. */
export function checkSum(
  ctx: Context,
  own: readonly { readonly from: number; readonly to: number }[],
  element: ScalarExpr,
  span: Span,
): void {
  const free = ctx.pool.freeIndices(element);
  const around = ctx.loops.filter((loop) => free.has(loop.id));
  const loops = [...around, ...own].map(({ from, to }) => to - from);
  const count = loops.reduce((a, b) => a * b, 1);
  if (count < TOO_MANY) return;
  const each =
    loops.length < 2 ? '' : ` (${loops.join(' × ')}${around.length > 0 ? ', with the loops around it' : ''})`;
  ctx.fail(
    'too-large',
    `expected a sum over fewer than ${TOO_MANY} elements, found ${count}${each}: ${slip}`,
    span,
  );
}

/** Counts a call of the model's own function. @throws LoweringFailure where there are too many. */
export function countCall(ctx: Context, name: string): void {
  const depth = ctx.callers.length + 1;
  ctx.calls.count += 1;
  if (ctx.calls.count <= MOST_CALLS && depth <= DEEPEST_CALL) return;
  const found =
    depth > DEEPEST_CALL
      ? `expected at most ${DEEPEST_CALL} calls of functions within one another, found more`
      : `expected at most ${MOST_CALLS} calls of functions in one statement, calls within calls included, found more`;
  ctx.fail(
    'too-large',
    `${found}, \`${name}\` being one: give what is computed more than once a name with \`let\``,
    ctx.origin.span,
  );
}

/** @throws LoweringFailure where a statement is too expensive, or ends too long a chain of operations. */
export function checkStatement(ctx: Context, indices: readonly Index[], body: ScalarExpr): void {
  // Checked first, since the rest recurs over the chain.
  if (ctx.pool.depthOf(body) > LONGEST_CHAIN) {
    ctx.fail(
      'too-large',
      `expected at most ${LONGEST_CHAIN} operations one after another, those of the definitions it uses included, found more: write a chain of definitions as one recurrence, \`let x[t in 1..T] = if t == 1 then … else … x[t - 1] …\``,
      ctx.origin.span,
    );
  }
  const around = indices.reduce((product, { from, to }) => product * (to - from), 1);
  const count = around * elementsWithin(body, new Map());
  if (count >= TOO_MUCH_WORK) {
    ctx.fail(
      'too-large',
      `expected fewer than ${TOO_MUCH_WORK} elements to compute for one statement, found ${count}: ${slip}`,
      ctx.origin.span,
    );
  }
}

/** The largest number of elements of nested reductions. */
function elementsWithin(node: ScalarExpr, known: Map<ScalarExpr, number>): number {
  const found = known.get(node);
  if (found !== undefined) return found;
  const inner = childrenOf(node).reduce((most, child) => Math.max(most, elementsWithin(child, known)), 1);
  const count = node.op === 'reduce' ? inner * Math.max(1, node.index.to - node.index.from) : inner;
  known.set(node, count);
  return count;
}

/** Elements of all parameters and deterministic quantities: each has a name, draws and a row of the summary. */
const MOST_KEPT = 1_000_000;
/** Elements of all arrays; arrays with an adjoint and output copies count four times: 4 GiB. */
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

/** The largest array, if all arrays together are too large. */
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
