/** Values that are known before sampling: numbers, scalar data, sizes, and arithmetic on them. */
import { namedConstants } from '../scope/named-constants.ts';
import { lookup } from '../scope/symbol.ts';
import type { Expr } from '../syntax/ast.ts';
import type { Context, Env } from './context.ts';

/** The number that a name stands for where nothing in the program has it; null for any other name. */
export function namedConstant(ctx: Context, env: Env, name: string): number | null {
  const isDeclared =
    lookup(env.scope, name) !== null || ctx.globals.has(name) || ctx.all.has(name) || ctx.lostNames.has(name);
  return isDeclared ? null : (namedConstants.get(name) ?? null);
}

/** The value of a scalar determined by numbers and data; null if unknown. */
export function constantOf(ctx: Context, env: Env, expr: Expr): number | null {
  switch (expr.kind) {
    case 'number':
      return expr.value;
    case 'bool':
      return expr.value ? 1 : 0;
    case 'name': {
      const symbol = lookup(env.scope, expr.name) ?? ctx.globals.get(expr.name);
      return symbol === undefined ? namedConstant(ctx, env, expr.name) : symbol.constant;
    }
    case 'unary': {
      const x = constantOf(ctx, env, expr.operand);
      if (x === null) return null;
      return expr.op === '-' ? -x : x === 0 ? 1 : 0;
    }
    case 'binary': {
      const x = constantOf(ctx, env, expr.left);
      if (x === null) return null;
      const y = constantOf(ctx, env, expr.right);
      return y === null ? null : arithmetic(expr.op, x, y);
    }
    case 'call':
      return constantCall(
        ctx,
        env,
        expr.callee.name,
        expr.args.map((a) => a.value),
      );
    default:
      return null;
  }
}

function constantCall(ctx: Context, env: Env, name: string, args: readonly Expr[]): number | null {
  const [first] = args;
  if (args.length !== 1) return null;
  if (name === 'size' && first.kind === 'name') {
    if (lookup(env.scope, first.name) !== null) return null;
    const size = ctx.table.sizeOf(first.name);
    if (size !== null) return size;
    const array = ctx.data?.arrays.get(first.name);
    return array ? array.values.length : null;
  }
  const f = scalar[name];
  if (f === undefined) return null;
  const x = constantOf(ctx, env, first);
  return x === null ? null : f(x);
}

const scalar: Readonly<Record<string, ((x: number) => number) | undefined>> = {
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  square: (x) => x * x,
};

function arithmetic(op: string, x: number, y: number): number | null {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '^':
      return x ** y;
    default:
      return null;
  }
}
