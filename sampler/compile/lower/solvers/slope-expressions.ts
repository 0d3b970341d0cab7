/**
 * The slopes of a differential equation as scalar expressions of time, state and numbers that are known before it is
 * solved: sums over the state are written out, and what depends on neither time nor state becomes an argument.
 */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import { childrenOf } from '../../children.ts';
import { logSumExpOf } from '../../graph/log-sum-exp.ts';
import { knownScalar } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { dependsOnData } from '../index-reads.ts';

interface Separated {
  /** In loads at known positions alone. */
  readonly slopes: readonly ScalarExpr[];
  readonly args: readonly ScalarExpr[];
}

interface Moving {
  readonly time: ArrayId;
  readonly state: ArrayId;
}

/** Elements of the arrays that hold time, state and arguments while the equation is solved. */
interface Places {
  readonly time: ScalarExpr;
  readonly state: (position: ScalarExpr) => ScalarExpr;
  readonly argument: (k: number) => ScalarExpr;
}

export function separateArguments(
  ctx: Context,
  moving: Moving,
  bodies: readonly ScalarExpr[],
  span: Span,
  places: Places,
): Separated {
  const isMoving = movingTest(moving);
  const written = bodies.map((body) => writeOut(ctx, isMoving, body, span));
  const whole = argumentsOf(written, isMoving, (e) => e.op !== 'const');
  const elements = argumentsOf(written, isMoving, isElement);
  // Each argument that depends on unknowns costs a column of sensitivities.
  const columns = (args: readonly ScalarExpr[]) => args.filter((e) => !dependsOnData(ctx, e)).length;
  const args = columns(elements) < columns(whole) ? elements : whole;
  const numbers = new Map(args.map((e, k) => [e, k] as const));
  const slopes = written.map((body) =>
    rewrite(ctx, body, (e) => {
      const k = numbers.get(e);
      if (k !== undefined) return places.argument(k);
      if (e.op !== 'load') return undefined;
      return e.array === moving.time
        ? places.time
        : e.array === moving.state
          ? places.state(e.at[0])
          : undefined;
    }),
  );
  return { slopes, args };
}

type Test = (e: ScalarExpr) => boolean;

const isElement: Test = (e) => e.op === 'load' || e.op === 'reduce' || e.op === 'index';

function movingTest({ time, state }: Moving): Test {
  const known = new Map<ScalarExpr, boolean>();
  const test: Test = (e) => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const made =
      (e.op === 'load' && (e.array === time || e.array === state)) || childrenOf(e).some((c) => test(c));
    known.set(e, made);
    return made;
  };
  return test;
}

/** The largest fixed parts that are of the kind, once each, in order. */
function argumentsOf(bodies: readonly ScalarExpr[], isMoving: Test, isKind: Test): ScalarExpr[] {
  const found = new Set<ScalarExpr>();
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.op === 'load' && isMoving(e)) return;
    if (!isMoving(e) && isKind(e)) found.add(e);
    else childrenOf(e).forEach(visit);
  };
  bodies.forEach(visit);
  return [...found];
}

/** Reductions that read the state are written out, term by term; positions in the state become numbers. */
function writeOut(ctx: Context, isMoving: Test, body: ScalarExpr, span: Span): ScalarExpr {
  const { pool } = ctx;
  const visit = (root: ScalarExpr): ScalarExpr =>
    rewrite(ctx, root, (e) => {
      if (!isMoving(e)) return e;
      if (e.op === 'load') {
        const at = e.at.map((position) => knownScalar(ctx, position));
        if (at.some((position) => position === null))
          ctx.fail(
            'unsupported',
            'expected positions in the state that data alone determine, found one that changes: write the element that is meant, such as `y[1]`',
            span,
          );
        return pool.load(
          e.array,
          at.map((position) => pool.constant(position ?? 0)),
        );
      }
      if (e.op !== 'reduce') return undefined;
      const terms = Array.from({ length: e.index.to - e.index.from }, (_, k) =>
        visit(pool.substitute(e.body, new Map([[e.index.id, pool.constant(e.index.from + k)]]))),
      );
      return reduced(ctx, e.fn, terms);
    });
  return visit(body);
}

function reduced(
  ctx: Context,
  fn: Extract<ScalarExpr, { op: 'reduce' }>['fn'],
  terms: readonly ScalarExpr[],
): ScalarExpr {
  if (fn === 'log_sum_exp') return logSumExpOf(ctx.pool, terms);
  const operation = { sum: 'add', prod: 'mul', min: 'min', max: 'max' } as const;
  return terms.reduce((x, y) => ctx.pool.binary(operation[fn], x, y));
}

/** Replaces the parts for which `by` gives another, from the outside in. */
function rewrite(
  { pool }: Context,
  root: ScalarExpr,
  by: (e: ScalarExpr) => ScalarExpr | undefined,
): ScalarExpr {
  const known = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const made = by(e) ?? pool.rebuilt(e, visit);
    known.set(e, made);
    return made;
  };
  return visit(root);
}
