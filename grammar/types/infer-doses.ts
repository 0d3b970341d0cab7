/** `events = (time, state, amount)` of `ode`: doses, whose times and places are data and whose amounts may be unknown. */
import { mustBeData } from '../checks/needs-data.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { BuiltinFunction } from '../functions/function.ts';
import { arrayType, type Type, unknownType } from '../shapes/type.ts';
import type { Arg, ListExpr } from '../syntax/ast.ts';
import { type Context, type Env, quoted } from './context.ts';
import { inferExpr } from './infer-array.ts';

const PARTS = [
  { name: 'time', expected: 'a number or a vector of times', isData: true },
  {
    name: 'state',
    expected: 'the position or label of an element of the state, or a vector of them',
    isData: true,
  },
  { name: 'amount', expected: 'a number or a vector of amounts', isData: false },
] as const;

/** Where it is not the value of `events`. */
export function inferTuple(ctx: Context, env: Env, { elements, span }: ListExpr): Type {
  for (const e of elements) inferExpr(ctx, env, e);
  ctx.report(
    wrongType({
      span,
      expected: 'one value',
      found: unknownType,
      advice:
        'several in parentheses are for the `events` of `ode` and the `over` of `ZeroSumNormal`; write `[a, b]` for a vector',
    }),
  );
  return unknownType;
}

export function isDoses(fn: BuiltinFunction, arg: Arg): boolean {
  return fn.group === 'solver' && arg.name?.name === 'events';
}

/** A number that depends on what the amounts depend on; unknown after reporting. */
export function inferDoses(ctx: Context, env: Env, { value }: Arg): Type {
  if (value.kind !== 'list' || value.isTuple !== true || value.elements.length !== PARTS.length) {
    const found = value.kind === 'list' ? unknownType : inferExpr(ctx, env, value);
    if (value.kind === 'list') for (const e of value.elements) inferExpr(ctx, env, e);
    ctx.report(
      wrongType({
        span: value.span,
        expected: '`(time, state, amount)`',
        found,
        where: 'as `events`',
        advice: 'when, which element of the state grows, and by how much: numbers or vectors',
      }),
    );
    return unknownType;
  }
  let isRight = true;
  const types = value.elements.map((e, k): Type => {
    const type = inferExpr(ctx, env, e);
    const { name, expected, isData } = PARTS[k];
    if (type.kind === 'unknown' || (name === 'state' && type.kind === 'string')) return type;
    const isNumbers = type.kind === 'array' && type.dims.length <= 1;
    if (!isNumbers || (name === 'state' && type.element !== 'int')) {
      ctx.report(wrongType({ span: e.span, expected, found: type, where: `as the ${name} of an event` }));
      isRight = false;
    } else if (isData && type.depends === 'param') {
      ctx.report(mustBeData(e.span, `the ${name} of an event`, quoted(ctx, e.span, 'this')));
      isRight = false;
    }
    return type;
  });
  const [, , amount] = types;
  return isRight && amount.kind === 'array' ? arrayType('real', [], amount.depends) : unknownType;
}
