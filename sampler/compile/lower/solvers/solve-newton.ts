/** `solve_newton(f, x0, args…)`: the statement that finds the root. */
import { sizeOf } from '../axes.ts';
import type { Builtin } from '../call-arguments.ts';
import { elementOf, kernelInputs } from '../emit-statements.ts';
import { arrayValue } from '../value.ts';
import { functionBody } from './function-body.ts';
import { anonymous, flatPosition, flattened, listOf, unknownAmong } from './lists.ts';
import { solverArguments } from './solver-arguments.ts';

/** Numbers in `work` besides a matrix, and its vectors, as in `sampler/math/assembly/newton.ts`. */
const WORK = { header: 8, vectors: 4 } as const;
/** Each element has an expression of its own, and the Jacobian one for each pair. */
const MOST_STATES = 200;

export const solveNewton: Builtin = (call) => {
  const { ctx, expr } = call;
  const { pool } = ctx;
  const { fn, given, args, tolerance, maxSteps } = solverArguments(call, {
    name: 'solve_newton',
    between: ['x0'],
    tolerance: { name: 'tol', usual: 1e-10, least: 1e-14, most: 0.1 },
    maxSteps: { usual: 100, most: 1_000_000 },
  });
  const { dims } = given.x0.value;
  const size = sizeOf(dims);
  if (size === 0 || size > MOST_STATES)
    ctx.fail(
      size === 0 ? 'shape-mismatch' : 'too-large',
      `expected a guess of 1 to ${MOST_STATES} elements, found ${size}`,
      expr.span,
    );
  const fixed = functionBody(
    ctx,
    { fn, dims, values: (_, state) => [state, ...args], noun: 'value', amounts: [] },
    expr.span,
  );
  const unknownArgs = unknownAmong(ctx, fixed.args);
  const columns = 1 + unknownArgs.length;
  const none = listOf(ctx, []);
  const start = arrayValue(pool, [anonymous(size)], flattened(ctx, given.x0.value).at);
  const inputs = [start, none, none, listOf(ctx, fixed.args)];
  const { arrays, batch, sizes } = kernelInputs(ctx, 'solve_newton', inputs, expr.span);
  const output = ctx.declare('solve_newton', [...sizes, 1, columns, size]);
  const place = (name: string, ...shape: number[]) => ctx.declare(`solve_newton ${name}`, shape);
  const state = place('state', 1, size);
  const own = { time: place('time', 1), args: place('arguments', Math.max(1, fixed.args.length)) };
  ctx.solver(
    {
      method: { kind: 'solve_newton', ask: place('ask', 1), jacobian: place('jacobian', size, size) },
      function: fn.statement.name.name,
      slopes: fixed.slopes(own.time, state, own.args),
      ...own,
      state,
      slope: place('slope', columns, size),
      scale: place('scale', 1),
      work: place('work', WORK.header + WORK.vectors * size + size * size),
      doses: null,
      unknownStart: [],
      unknownArgs,
      rtol: tolerance,
      atol: 0,
      maxSteps,
    },
    arrays,
    output,
    sizes,
  );
  const made = { array: output, batch };
  const first = pool.constant(0);
  return arrayValue(pool, dims, (at) => elementOf(ctx, made, [first, first, flatPosition(ctx, dims, at)]));
};
