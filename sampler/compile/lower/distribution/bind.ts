/** A call `Normal(mu, sigma)` as a value: the entry of the table with its arguments evaluated. */
import type { Argument, Distribution } from '../../../../grammar/distributions/distribution.ts';
import { type BindingError, bindArguments } from '../../../../grammar/distributions/lookup.ts';
import { withoutOver } from '../../../../grammar/distributions/over.ts';
import { needOf } from '../../../../grammar/shapes/vector-matrix-kind.ts';
import type { Span } from '../../../../grammar/span.ts';
import type { Arg, CallExpr, Expr } from '../../../../grammar/syntax/ast.ts';
import type { Context } from '../context.ts';
import { settle } from '../emit-statements.ts';
import { evaluate, kindText } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import type { ArrayValue, DistributionValue, PlainDistribution, Value } from '../value.ts';
import { checkKindValues } from './kind-values.ts';
import { evaluateTextValue } from './table-expressions.ts';

export function distributionValue(
  ctx: Context,
  scope: Scope,
  entry: Distribution,
  call: CallExpr,
): PlainDistribution {
  const { over, call: expr } = withoutOver(call, entry);
  const names = expr.args.map((arg) => (arg.name === undefined ? {} : { name: arg.name.name }));
  const bound = bindArguments(entry, names);
  if (bound.kind === 'error') {
    const error = bound.errors[0];
    const span = error.kind === 'missing' ? expr.span : expr.args[error.at].span;
    return ctx.fail('argument-count', `${entry.name}: ${errorText(error)}`, span);
  }
  const args = new Map<string, ArrayValue | DistributionValue>();
  const given = new Map<string, Arg>();
  for (const [i, argument] of bound.signature.entries()) {
    const at = bound.order[i];
    const value =
      at === null
        ? evaluateTextValue(ctx, argument.default ?? '', args, expr.span)
        : evaluate(ctx, scope, expr.args[at].value);
    const settled = checked(ctx, argument, value, at === null ? expr.span : expr.args[at].span);
    args.set(argument.name, settled);
    if (at === null) continue;
    given.set(argument.name, expr.args[at]);
    const need = needOf(argument.domain);
    if (need !== null && settled.kind === 'array')
      checkKindValues(ctx, { need, name: argument.name, arg: expr.args[at], value: settled, entry });
  }
  return {
    kind: 'distribution',
    form: 'plain',
    entry,
    ...(bound.parameterisation === null ? {} : { parameterisation: bound.parameterisation }),
    args,
    given,
    ...(over === null ? {} : { over: over.value }),
    span: expr.span,
  };
}

function checked(ctx: Context, argument: Argument, value: Value, span: Span): ArrayValue | DistributionValue {
  if (argument.domain === 'distribution') {
    if (value.kind === 'distribution') return value;
    return ctx.fail(
      'type-mismatch',
      `${argument.name}: expected a distribution, found ${kindText(value)}`,
      span,
    );
  }
  if (value.kind === 'array') {
    // A scalar is accepted as a vector of equal elements, but not as a matrix.
    const square = argument.eventDims < 2 || value.dims.length >= 2;
    if (!square) {
      const found = `expected a matrix, found ${kindText(value)}`;
      ctx.fail('shape-mismatch', `${argument.name}: ${found}`, span);
    }
    const sized =
      argument.ownLength === true && value.dims.length === 0
        ? { ...value, dims: [{ name: null, size: 1 }], at: () => value.at([]), array: undefined }
        : value;
    return argument.eventDims > 0 ? settle(ctx, argument.name, sized) : sized;
  }
  return ctx.fail(
    'type-mismatch',
    `${argument.name}: expected a number or an array, found ${kindText(value)}`,
    span,
  );
}

function errorText(error: BindingError): string {
  switch (error.kind) {
    case 'unknown':
      return `unknown argument ${error.name}; its arguments are ${error.known.join(', ')}`;
    case 'duplicate':
      return `argument ${error.name} is given twice`;
    case 'tooMany':
      return `expected ${error.expected} arguments, found ${error.found}`;
    case 'mixed':
      return `arguments ${error.names.join(', ')} belong to different forms of it`;
    case 'missing':
      return `missing ${error.names.join(', ')}`;
  }
}

export function requireDistribution(ctx: Context, scope: Scope, expr: Expr): DistributionValue {
  const value = evaluate(ctx, scope, expr);
  if (value.kind === 'distribution') return value;
  return ctx.fail('type-mismatch', `expected a distribution, found ${kindText(value)}`, expr.span);
}
