/** The arguments of `ode` by position and by name. */
import type { Expr, ListExpr } from '../../../../grammar/syntax/ast.ts';
import type { Call } from '../call-arguments.ts';
import { requireNumber } from '../constant-evaluation.ts';
import { evaluate, evaluateArray, kindText } from '../evaluate.ts';
import type { ArrayValue, FunctionValue, Value } from '../value.ts';

export interface OdeArguments {
  readonly fn: FunctionValue;
  readonly y0: ArrayValue;
  readonly t0: ArrayValue;
  readonly times: ArrayValue;
  readonly timesExpr: Expr;
  readonly args: readonly Value[];
  readonly doses: Doses | null;
  readonly settings: Settings;
}

/** By dose: when, which element of the state, by how much. */
export interface Doses {
  readonly times: ArrayValue;
  /** A position from 1 on, or the label of an element. */
  readonly places: ArrayValue | string;
  readonly amounts: ArrayValue;
  readonly expr: ListExpr;
}

interface Settings {
  readonly rtol: number;
  readonly atol: number;
  readonly maxSteps: number;
}

const DEFAULTS = { rtol: 1e-6, atol: 1e-8, max_steps: 10_000 } as const;
/** Below this a step's rounding is larger than its error. */
const LEAST_RTOL = 1e-13;
const POSITIONAL = ['f', 'y0', 't0', 'times'] as const;

export function odeArguments(call: Call): OdeArguments {
  const { ctx, scope, expr } = call;
  const byName = new Map(
    expr.args.flatMap((arg) => (arg.name === undefined ? [] : [[arg.name.name, arg.value] as const])),
  );
  const unnamed = expr.args.filter((arg) => arg.name === undefined).map((arg) => arg.value);
  const [f, start, at, wanted] = POSITIONAL.map(
    (name) =>
      byName.get(name) ??
      unnamed.shift() ??
      ctx.fail('argument-count', `ode needs its argument ${name}`, expr.span),
  );
  const fn = evaluate(ctx, scope, f);
  if (fn.kind !== 'function')
    return ctx.fail(
      'type-mismatch',
      `expected a function \`fun f(t, y, …)\` as the first argument of ode, found ${kindText(fn)}`,
      f.span,
    );
  const args = unnamed.map((value) => evaluate(ctx, scope, value));
  const { params, name } = fn.statement;
  if (params.length < 2)
    ctx.fail(
      'argument-count',
      `expected a function of time and state, \`fun ${name.name}(t, y, …)\`, found \`${name.name}\` of ${params.length}`,
      f.span,
    );
  if (params.length !== 2 + args.length)
    ctx.fail(
      'argument-count',
      `\`${name.name}\` takes (${params.map((p) => p.name.name).join(', ')}): expected ${params.length - 2} after the times, found ${args.length}`,
      expr.span,
    );
  return {
    fn,
    y0: evaluateArray(ctx, scope, start),
    t0: evaluateArray(ctx, scope, at),
    times: evaluateArray(ctx, scope, wanted),
    timesExpr: wanted,
    args,
    doses: byName.has('events') ? dosesOf(call, byName.get('events') as Expr) : null,
    settings: settingsOf(call, byName),
  };
}

function dosesOf({ ctx, scope }: Call, expr: Expr): Doses {
  if (expr.kind !== 'list' || expr.isTuple !== true || expr.elements.length !== 3)
    return ctx.fail('type-mismatch', 'expected `(time, state, amount)` as `events`', expr.span);
  const [time, state, amount] = expr.elements;
  const place = evaluate(ctx, scope, state);
  return {
    times: evaluateArray(ctx, scope, time),
    places: place.kind === 'string' ? place.value : evaluateArray(ctx, scope, state),
    amounts: evaluateArray(ctx, scope, amount),
    expr,
  };
}

function settingsOf({ ctx, scope }: Call, given: ReadonlyMap<string, Expr>): Settings {
  const number = (name: keyof typeof DEFAULTS, least: number, words: string): number => {
    const expr = given.get(name);
    if (expr === undefined) return DEFAULTS[name];
    const value = requireNumber(ctx, evaluateArray(ctx, scope, expr), `a number for \`${name}\``, expr.span);
    const isWhole = name !== 'max_steps' || Number.isInteger(value);
    if (value >= least && value < Number.POSITIVE_INFINITY && isWhole) return value;
    return ctx.fail('setting', `expected ${words} for \`${name}\`, found ${value}`, expr.span);
  };
  return {
    rtol: number(
      'rtol',
      LEAST_RTOL,
      `a number of at least ${LEAST_RTOL}, below which rounding is larger than the error,`,
    ),
    atol: number('atol', Number.MIN_VALUE, 'a number above 0'),
    maxSteps: Math.min(2 ** 31 - 1, number('max_steps', 1, 'a whole number of at least 1')),
  };
}
