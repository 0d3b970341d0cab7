/** `prob(z)` and `viterbi(z)` of a discrete parameter, which is summed out. */
import { missing, tooMany } from '../checks/argument-count.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { BuiltinFunction } from '../functions/function.ts';
import { anonymous, arrayType, type Type, unknownType } from '../shapes/type.ts';
import type { CallExpr } from '../syntax/ast.ts';
import type { Context, Env } from './context.ts';
import { inferExpr } from './infer-array.ts';

export function inferOfDiscrete(ctx: Context, env: Env, call: CallExpr, fn: BuiltinFunction): Type {
  const found = call.args.map(({ value }) => inferExpr(ctx, env, value));
  const [arg, extra] = call.args;
  const { name } = fn;
  const [{ name: parameter }] = fn.signatures[0];
  if (arg === undefined) {
    ctx.report(missing(call.span, name, [parameter], `${name}(${parameter})`));
    return unknownType;
  }
  if (extra !== undefined) {
    ctx.report(tooMany(extra.span, name, 1, call.args.length, `${name}(${parameter})`));
    return unknownType;
  }
  const [type] = found;
  if (type.kind === 'unknown') return unknownType;
  const symbol = arg.value.kind === 'name' ? ctx.references.get(arg.value) : undefined;
  if (symbol?.kind !== 'param' || type.kind !== 'array' || type.element !== 'int') {
    ctx.report(
      wrongType({
        span: arg.value.span,
        expected: 'the name of a discrete parameter',
        found: type,
        where: `in \`${name}\``,
        advice: 'its elements are chosen behind the call, as in `prob(z)[3, 1]`',
      }),
    );
    return unknownType;
  }
  const { current } = ctx.statement;
  if (current.kind !== 'deterministic') {
    ctx.report(
      wrongType({
        span: call.span,
        expected: 'a value of the density',
        found: unknownType,
        advice: `\`${name}(${symbol.name})\` is computed once for each draw: write it in a statement of its own, \`deterministic … = ${name}(${symbol.name})\``,
      }),
    );
    return unknownType;
  }
  if (name === 'viterbi') return arrayType('int', type.dims, 'param');
  const { lo, hi } = symbol.bounds;
  const size = lo === null || hi === null || !Number.isFinite(hi - lo) ? null : hi - lo + 1;
  return arrayType('real', [...type.dims, anonymous(size)], 'param');
}
