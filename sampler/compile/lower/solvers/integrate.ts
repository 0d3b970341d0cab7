/** `integrate(f, lower, upper, args…)`: the statement that computes the integral. */
import type { Builtin } from '../call-arguments.ts';
import { elementOf, kernelInputs } from '../emit-statements.ts';
import { scalarValue } from '../value.ts';
import { functionBody } from './function-body.ts';
import { listOf, unknownAmong } from './lists.ts';
import { solverArguments } from './solver-arguments.ts';

/** Numbers in `work` for each column and interval, as in `sampler/math/assembly/integrate.ts`. */
const WORK = { header: 20, nodes: 21, intervals: 4 } as const;

export const integrate: Builtin = (call) => {
  const { ctx, expr } = call;
  const { pool } = ctx;
  const { fn, given, args, tolerance, maxSteps } = solverArguments(call, {
    name: 'integrate',
    between: ['lower', 'upper'],
    tolerance: { name: 'rtol', usual: 1e-8, least: 1e-13, most: 0.1 },
    maxSteps: { usual: 200, most: 10_000 },
  });
  const limits = (['lower', 'upper'] as const).map((name) => {
    const { value, expr: at } = given[name];
    return value.dims.length === 0
      ? value.at([])
      : ctx.fail('shape-mismatch', `expected a number as the limit \`${name}\``, at.span);
  });
  const fixed = functionBody(
    ctx,
    { fn, dims: [], values: (x) => [x, ...args], noun: 'value', isNumber: true, amounts: [] },
    expr.span,
  );
  const [unknownStart, unknownArgs] = [unknownAmong(ctx, limits), unknownAmong(ctx, fixed.args)];
  const columns = 1 + unknownStart.length + unknownArgs.length;
  const none = listOf(ctx, []);
  const inputs = [listOf(ctx, limits), none, none, listOf(ctx, fixed.args)];
  const { arrays, batch, sizes } = kernelInputs(ctx, 'integrate', inputs, expr.span);
  const output = ctx.declare('integrate', [...sizes, 1, columns, 1]);
  const place = (name: string, ...shape: number[]) => ctx.declare(`integrate ${name}`, shape);
  const state = place('state', 1, 1);
  const own = { time: place('variable', 1), args: place('arguments', Math.max(1, fixed.args.length)) };
  ctx.solver(
    {
      method: { kind: 'integrate' },
      function: fn.statement.name.name,
      slopes: fixed.slopes(own.time, state, own.args),
      ...own,
      state,
      slope: place('integrand', columns, 1),
      scale: place('scale', 1),
      work: place(
        'work',
        WORK.header + WORK.nodes * columns + (maxSteps + WORK.intervals) * (2 + 3 * columns),
      ),
      doses: null,
      unknownStart,
      unknownArgs,
      rtol: tolerance,
      atol: 0,
      maxSteps,
    },
    arrays,
    output,
    sizes,
  );
  const first = pool.constant(0);
  return scalarValue(pool, elementOf(ctx, { array: output, batch }, [first, first, first]));
};
