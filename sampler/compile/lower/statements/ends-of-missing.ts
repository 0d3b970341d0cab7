/**
 * The ends of the values that a missing value may have, from the name of its distribution and arguments in data: other
 * arguments may not be defined yet.
 */
import type { DataArray } from '../../../../grammar/data.ts';
import type { Distribution } from '../../../../grammar/distributions/distribution.ts';
import { distributions } from '../../../../grammar/distributions/index.ts';
import { ownDistribution } from '../../../../grammar/distributions/own.ts';
import { supportEnd } from '../../../../grammar/distributions/support-end.ts';
import type { CallExpr, Expr, Program } from '../../../../grammar/syntax/ast.ts';
import { knownElements } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { evaluateArray } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import { observesOf } from './left-out-places.ts';

export interface EndsContext {
  readonly scope: Scope;
  readonly program: Program;
  readonly datum: DataArray;
}

interface End {
  /** Of the value at a row-major position; where it is not known, one that is further out. */
  at(flat: number): number;
  readonly isKnown: boolean;
}

interface Ends {
  readonly lower: End;
  readonly upper: End;
}

/** A distribution of the table, or of the program, which may declare it later. */
export function familyOf(program: Program, name: string): Distribution | undefined {
  const own = program.statements.find((s) => s.kind === 'distribution' && s.name.name === name);
  if (own?.kind === 'distribution') return ownDistribution(own, program.text ?? '');
  return distributions.get(name);
}

/** Null where the distribution has no values of which some could be missing. */
export function endsOf(ctx: Context, around: EndsContext, distribution: CallExpr): Ends | null {
  const { name } = distribution.callee;
  if (name === 'Truncated' || name === 'Censored' || name === 'Mixture') {
    const inner = distribution.args.flatMap(({ value }) =>
      value.kind === 'call' && isDistribution(around.program, value) ? [endsOf(ctx, around, value)] : [],
    );
    const known = inner.filter((ends) => ends !== null);
    if (known.length < inner.length || inner.length === 0) return null;
    if (name === 'Mixture')
      return {
        lower: combined(
          known.map(({ lower }) => lower),
          Math.min,
        ),
        upper: combined(
          known.map(({ upper }) => upper),
          Math.max,
        ),
      };
    const [base] = known;
    if (name === 'Censored') return isContinuous(around.program, distribution) ? null : base;
    const limit = (names: readonly string[], place: number): Expr | undefined =>
      distribution.args.find((arg, i) =>
        arg.name === undefined ? i === place : names.includes(arg.name.name),
      )?.value;
    return {
      lower: combined([base.lower, limitOf(ctx, around, limit(['lo', 'lower'], 1), none.lower)], Math.max),
      upper: combined([base.upper, limitOf(ctx, around, limit(['hi', 'upper'], 2), none.upper)], Math.min),
    };
  }
  const family = familyOf(around.program, name);
  return family === undefined ? null : endsOfSupport(ctx, around, family, distribution);
}

function isDistribution(program: Program, { callee: { name } }: CallExpr): boolean {
  return (
    name === 'Truncated' || name === 'Censored' || name === 'Mixture' || familyOf(program, name) !== undefined
  );
}

function isContinuous(program: Program, { callee, args }: CallExpr): boolean {
  const family = familyOf(program, callee.name);
  if (family !== undefined) return family.type !== 'discrete';
  return args.some(
    ({ value }) => value.kind === 'call' && isDistribution(program, value) && isContinuous(program, value),
  );
}

const none: Ends = {
  lower: { at: () => Number.NEGATIVE_INFINITY, isKnown: true },
  upper: { at: () => Number.POSITIVE_INFINITY, isKnown: true },
};

function combined(ends: readonly End[], pick: (...values: number[]) => number): End {
  return {
    at: (flat) => pick(...ends.map(({ at }) => at(flat))),
    isKnown: ends.every(({ isKnown }) => isKnown),
  };
}

function endsOfSupport(
  ctx: Context,
  around: EndsContext,
  family: Distribution,
  distribution: CallExpr,
): Ends | null {
  const { support, eventDims } = family;
  if (family.type !== 'discrete' && support.kind === 'vector') return none;
  if (eventDims !== 0) return null;
  if (support.kind === 'circle') return { lower: fixed(-Math.PI), upper: fixed(Math.PI) };
  if (support.kind !== 'interval' && support.kind !== 'integers') return null;
  const argument = (wanted: string): Expr | undefined => {
    const place = family.arguments.findIndex((one) => one.name === wanted);
    return distribution.args.find((arg, i) =>
      arg.name === undefined ? i === place : arg.name.name === wanted,
    )?.value;
  };
  const end = (text: string | undefined, beyond: End): End => {
    if (text === undefined) return beyond;
    const found = supportEnd(text);
    const unknown: End = { ...beyond, isKnown: false };
    switch (found.kind) {
      case 'number':
        return fixed(found.value);
      case 'size': {
        const given = argument(found.argument) ?? distribution.args[0]?.value;
        const size = sizeOfArgument(ctx, around.program, given);
        return size === null ? unknown : fixed(size + found.plus);
      }
      case 'argument': {
        const given = argument(found.name);
        const fallback = Number(family.arguments.find((one) => one.name === found.name)?.default);
        if (given === undefined && !Number.isNaN(fallback)) return fixed(fallback);
        return given === undefined ? unknown : limitOf(ctx, around, given, beyond);
      }
      case 'expression':
        return unknown;
    }
  };
  return { lower: end(support.lower, none.lower), upper: end(support.upper, none.upper) };
}

function fixed(value: number): End {
  return { at: () => value, isKnown: true };
}

/** A number, or data over the datum's own dimensions. @param beyond where there is none */
function limitOf(
  ctx: Context,
  { scope, datum, program }: EndsContext,
  expr: Expr | undefined,
  beyond: End,
): End {
  if (expr === undefined) return beyond;
  const [statement] = observesOf(datum, program);
  const binders = statement?.indices.map(({ name }) => name.name) ?? [];
  // `n[i]` of the row's own index is `n`.
  const isOwn =
    expr.kind === 'index' &&
    expr.args.length === binders.length &&
    expr.args.every((arg, i) => arg.kind === 'name' && arg.name === binders[i]);
  const whole = isOwn ? expr.target : expr;
  const names = (dims: readonly { readonly name: string | null }[]) => String(dims.map((dim) => dim.name));
  // Also one that is declared later.
  const given = whole.kind === 'name' ? ctx.data.arrays.get(whole.name) : undefined;
  if (given !== undefined && !given.values.some(Number.isNaN)) {
    const { dims, values } = given;
    if (dims.length === 0) return fixed(values[0]);
    if (names(dims) === names(datum.dims)) return { at: (flat) => values[flat], isKnown: true };
  }
  const found = ctx.tentatively(() => {
    const value = evaluateArray(ctx, scope, whole);
    const isLike = value.dims.length === 0 || names(value.dims) === names(datum.dims);
    return isLike ? knownElements(ctx, value) : null;
  });
  if (found === null) return { ...beyond, isKnown: false };
  return { at: (flat) => (found.length === 1 ? found[0] : found[flat]), isKnown: true };
}

/** The last dimension of a parameter that may be declared later, `w` or a row of it; null where it cannot be told. */
function sizeOfArgument(ctx: Context, program: Program, expr: Expr | undefined): number | null {
  if (expr?.kind === 'list') return expr.elements.length;
  const name = expr?.kind === 'index' ? expr.target : expr;
  if (name?.kind !== 'name') return null;
  const datum = ctx.data.arrays.get(name.name)?.dims.at(-1);
  if (datum !== undefined) return datum.size;
  for (const statement of program.statements) {
    if (statement.kind !== 'param' || statement.name.name !== name.name) continue;
    const last = statement.dims.at(-1);
    if (last?.kind === 'dimName') return ctx.dims.get(last.name)?.size ?? null;
  }
  return null;
}
