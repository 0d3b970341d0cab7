/** The arguments of `solve_newton` and `integrate` by position and by name. */
import type { Expr } from '../../../../grammar/syntax/ast.ts';
import type { Call } from '../call-arguments.ts';
import { requireNumber } from '../constant-evaluation.ts';
import { evaluate, evaluateArray, kindText } from '../evaluate.ts';
import type { ArrayValue, FunctionValue, Value } from '../value.ts';

interface SolverArguments<Name extends string> {
  readonly fn: FunctionValue;
  readonly given: Readonly<Record<Name, { readonly value: ArrayValue; readonly expr: Expr }>>;
  readonly args: readonly Value[];
  readonly tolerance: number;
  readonly maxSteps: number;
}

interface Signature<Name extends string> {
  readonly name: string;
  /** Between the function and its further arguments. */
  readonly between: readonly Name[];
  readonly tolerance: {
    readonly name: 'tol' | 'rtol';
    readonly usual: number;
    readonly least: number;
    readonly most: number;
  };
  readonly maxSteps: { readonly usual: number; readonly most: number };
}

export function solverArguments<Name extends string>(
  call: Call,
  signature: Signature<Name>,
): SolverArguments<Name> {
  const { ctx, scope, expr } = call;
  const byName = new Map(
    expr.args.flatMap((arg) => (arg.name === undefined ? [] : [[arg.name.name, arg.value] as const])),
  );
  const unnamed = expr.args.filter((arg) => arg.name === undefined).map((arg) => arg.value);
  const taken = (name: string): Expr =>
    byName.get(name) ??
    unnamed.shift() ??
    ctx.fail('argument-count', `${signature.name} needs its argument ${name}`, expr.span);
  const f = taken('f');
  const fn = evaluate(ctx, scope, f);
  if (fn.kind !== 'function')
    return ctx.fail(
      'type-mismatch',
      `expected a function \`fun f(x, …)\` as the first argument of ${signature.name}, found ${kindText(fn)}`,
      f.span,
    );
  const given = Object.fromEntries(
    signature.between.map((name) => {
      const at = taken(name);
      return [name, { value: evaluateArray(ctx, scope, at), expr: at }];
    }),
  ) as SolverArguments<Name>['given'];
  const args = unnamed.map((value) => evaluate(ctx, scope, value));
  const { params, name } = fn.statement;
  if (params.length !== 1 + args.length)
    ctx.fail(
      'argument-count',
      `\`${name.name}\` takes (${params.map((p) => p.name.name).join(', ')}): expected ${Math.max(0, params.length - 1)} after \`${signature.between[signature.between.length - 1]}\`, found ${args.length}`,
      expr.span,
    );
  const number = (key: string, usual: number, words: string, fits: (value: number) => boolean): number => {
    const at = byName.get(key);
    if (at === undefined) return usual;
    const value = requireNumber(ctx, evaluateArray(ctx, scope, at), `a number for \`${key}\``, at.span);
    if (fits(value)) return value;
    return ctx.fail('setting', `expected ${words} for \`${key}\`, found ${value}`, at.span);
  };
  const { tolerance, maxSteps } = signature;
  return {
    fn,
    given,
    args,
    tolerance: number(
      tolerance.name,
      tolerance.usual,
      `a number from ${tolerance.least} to ${tolerance.most}`,
      (value) => value >= tolerance.least && value <= tolerance.most,
    ),
    maxSteps: number(
      'max_steps',
      maxSteps.usual,
      `a whole number from 1 to ${maxSteps.most}`,
      (value) => Number.isInteger(value) && value >= 1 && value <= maxSteps.most,
    ),
  };
}
