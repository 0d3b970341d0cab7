/** In which order the elements of `param x[t in d] ~ D` and `draw x[t in d] ~ D` can be drawn, where they use one another. */
import type { ArrayId, DrawnAlong } from '../../../../grammar/ir.ts';
import type {
  Binder,
  DrawStatement,
  Expr,
  IndexExpr,
  ParamStatement,
} from '../../../../grammar/syntax/ast.ts';
import { orderOfStep } from '../../../../grammar/syntax/recurrence.ts';
import { walkExpr } from '../../../../grammar/syntax/walk.ts';
import { allPositions } from '../all-positions.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { evaluateArray } from '../evaluate.ts';
import type { BoundElements } from './bind-elements.ts';

/** Elements whose distribution may use earlier or later ones. */
export interface DrawnElements {
  readonly name: string;
  readonly binders: readonly Binder[];
  readonly distribution: Expr;
  readonly elements: BoundElements;
}

interface Use {
  readonly by: DrawnElements;
  /** Whether it is of another quantity, of which an element of the same step may be used. */
  readonly isOther: boolean;
  readonly expr: IndexExpr;
}

/**
 * The axis along which elements use earlier ones (`step` 1) or later ones (-1), axis 1 for `x[i, t - 1]`; null where
 * they use none. The checker has ensured that there is one; that positions in data, as in `x[parent[n]]`, are earlier
 * is seen here.
 */
export function alongOf(ctx: Context, members: readonly DrawnElements[]): DrawnAlong | null {
  const uses = members.flatMap((by) => usesBy(by, members));
  if (uses.length === 0) return null;
  const [{ binders, name }] = members;
  const orders = ([1, -1] as const).flatMap((step) => binders.map((_, axis) => ({ axis, step })));
  const signs = uses.map((use) => binders.map((_, axis) => signOf(ctx, use, axis)));
  const order = orders.find(({ axis, step }) =>
    uses.every(({ isOther }, i) => {
      const sign = signs[i][axis];
      return sign === 'data' || sign === -step || (isOther && sign === 0);
    }),
  );
  const index = binders.at(-1)?.name.name ?? 't';
  if (order === undefined)
    return ctx.unsupported(
      `an earlier element of \`${name}\` whose distance is not written as a difference: expected \`${index} - 1\``,
      uses[0].expr.span,
    );
  for (const use of uses) checkDatum(ctx, use, order);
  return order;
}

/** The order in which an element of each is drawn within a step; all have as many steps. */
export function sequenceOf(
  ctx: Context,
  members: readonly (DrawnElements & { readonly statement: DrawStatement | ParamStatement })[],
  { axis }: DrawnAlong,
): readonly number[] {
  const steps = members.map(({ elements }) => elements.bound[axis]?.axis.size);
  const other = steps.findIndex((size) => size !== steps[0]);
  if (other >= 0)
    ctx.fail(
      'shape-mismatch',
      `expected ${steps[0]} steps of \`${members[other].name}\`, as of \`${members[0].name}\`, since they are drawn together, found ${steps[other] ?? 'no such index'}`,
      members[other].statement.name.span,
    );
  const order = orderOfStep(
    members.map(({ statement }) => statement),
    { along: axis },
  );
  if ('circle' in order)
    return ctx.fail('recursion-order', 'elements use one another in a circle', members[0].statement.span);
  return order.sequence;
}

/** Of quantities that are drawn together, which they are and the place of the i-th in a step. */
export function togetherOf(
  arrays: readonly ArrayId[],
  sequence: readonly number[] | null,
  i: number,
): Pick<DrawnAlong, 'together'> {
  if (sequence === null || arrays.length === 1) return {};
  return { together: { arrays: sequence.map((k) => arrays[k]), place: sequence.indexOf(i) } };
}

function usesBy(by: DrawnElements, members: readonly DrawnElements[]): readonly Use[] {
  const uses: Use[] = [];
  walkExpr(by.distribution, (expr) => {
    if (expr.kind !== 'index' || expr.target.kind !== 'name') return;
    const { name } = expr.target;
    if (members.some((member) => member.name === name)) uses.push({ by, isOther: name !== by.name, expr });
  });
  return uses;
}

/**
 * -1 where the position on the axis is always earlier than the element's own, 1 where it is later, 0 where it is the
 * same, null where that differs; `data` of positions that data hold.
 */
function signOf(ctx: Context, { by, expr }: Use, axis: number): -1 | 0 | 1 | 'data' | null {
  const arg = expr.args[axis];
  if (arg === undefined || arg.kind === 'range') return null;
  if (arg.kind === 'index') return 'data';
  const { bound } = by.elements;
  if (axis >= bound.length) return null;
  const own = bound[axis].name;
  if (arg.kind === 'name' && arg.name === own) return 0;
  if (
    arg.kind === 'binary' &&
    arg.left.kind === 'name' &&
    arg.left.name === own &&
    arg.right.kind === 'number'
  ) {
    const distance = arg.op === '-' ? -arg.right.value : arg.op === '+' ? arg.right.value : Number.NaN;
    if (!Number.isNaN(distance)) return Math.sign(distance) as -1 | 0 | 1;
  }
  const indices = bound.map(({ index }) => index);
  const element = ctx.within(indices, () => evaluateArray(ctx, by.elements.scope, arg).at([]));
  const free = ctx.pool.freeIndices(element);
  const evaluate = createEvaluator(ctx);
  let sign: -1 | 0 | 1 | null = null;
  for (const env of allPositions(indices.filter(({ id }, i) => i === axis || free.has(id)))) {
    const found = evaluate(element, env);
    if (found === null) return null;
    const here = Math.sign(found - (env.get(indices[axis].id) ?? 0) - 1) as -1 | 0 | 1;
    if (sign !== null && sign !== here) return null;
    sign = here;
  }
  return sign;
}

/** Whether a position, a datum of the indices, is that of an element that is drawn before; beyond the end there is none. */
function checkDatum(ctx: Context, { by, isOther, expr }: Use, { axis, step }: DrawnAlong): void {
  const position = expr.args[axis];
  if (position?.kind !== 'index') return;
  const { bound, scope } = by.elements;
  const indices = bound.map(({ index }) => index);
  const element = ctx.within(indices, () => evaluateArray(ctx, scope, position).at([]));
  const evaluate = createEvaluator(ctx);
  for (const env of allPositions(indices)) {
    const found = evaluate(element, env);
    const own = (env.get(indices[axis].id) ?? 0) + 1;
    if (found !== null && (step === 1 ? found < own : found > own)) continue;
    if (isOther && found === own) continue;
    const at = indices.map(({ id }) => (env.get(id) ?? 0) + 1).join(',');
    const [words, side, place] = step === 1 ? ['earlier', 'below', 'first'] : ['later', 'above', 'last'];
    ctx.fail(
      'recursion-order',
      `element ${at} of \`${by.name}\` would depend on element ${found ?? 'unknown'}, which is not ${words}: expected each position in the data to be ${side} its own; sort the rows so that those that others depend on come ${place}`,
      position.span,
    );
  }
}
