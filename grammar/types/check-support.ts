/** The values a parameter can take by its prior, and observed values against a likelihood's support. */
import { plural } from '../checks/check.ts';
import { outsideSupport } from '../checks/support-mismatch.ts';
import type { Argument } from '../distributions/distribution.ts';
import { supportEnd } from '../distributions/support-end.ts';
import type { Bounds, OpenSymbol } from '../scope/symbol.ts';
import { dimSize } from '../shapes/dim-table.ts';
import type { DistributionType, Type } from '../shapes/type.ts';
import type { DataEntry, Expr, Range } from '../syntax/ast.ts';
import { dataCell, placeInWords } from './check-domain.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, excerpt } from './context.ts';
import { find } from './resolve-names.ts';

const infinite = Number.POSITIVE_INFINITY;

/** The bounds that the prior, a type such as `simplex` and a truncation give; null where unknown. */
export function parameterBounds(
  ctx: Context,
  env: Env,
  prior: Type,
  type: string | undefined,
  range: Range | undefined,
): Bounds {
  const own =
    typeBounds(type) ?? (prior.kind === 'distribution' ? distributionBounds(ctx, env, prior) : unknownBounds);
  const lo = range?.lo === undefined ? -infinite : constantOf(ctx, env, range.lo);
  const hi = range?.hi === undefined ? infinite : constantOf(ctx, env, range.hi);
  return { lo: inner(lo, own.lo, Math.max), hi: inner(hi, own.hi, Math.min) };
}

/** The tighter of a range's end and a support's, or the one that is known and finite. */
function inner(
  stated: number | null,
  own: number | null,
  tighter: (a: number, b: number) => number,
): number | null {
  if (stated !== null && own !== null) return tighter(stated, own);
  const known = stated ?? own;
  return known !== null && Number.isFinite(known) ? known : null;
}

const unknownBounds: Bounds = { lo: null, hi: null };

function typeBounds(type: string | undefined): Bounds | null {
  switch (type) {
    case 'simplex':
      return { lo: 0, hi: 1 };
    case 'positive_ordered':
      return { lo: 0, hi: infinite };
    case 'unit_vector':
    case 'cholesky_corr':
    case 'corr':
      return { lo: -1, hi: 1 };
    case 'cov':
      return unknownBounds;
    default:
      return null;
  }
}

export function distributionBounds(ctx: Context, env: Env, distribution: DistributionType): Bounds {
  const { entry } = distribution;
  if (entry === null) {
    if (distribution.name === 'Truncated') return truncatedBounds(ctx, env, distribution);
    return unknownBounds;
  }
  const { support } = entry;
  switch (support.kind) {
    case 'interval':
    case 'integers':
      return {
        lo: support.lower === undefined ? -infinite : constantBound(ctx, env, distribution, support.lower),
        hi: support.upper === undefined ? infinite : constantBound(ctx, env, distribution, support.upper),
      };
    case 'vector':
      return { lo: -infinite, hi: infinite };
    case 'simplex':
      return { lo: 0, hi: 1 };
    case 'countVector':
      return { lo: 0, hi: null };
    default:
      return unknownBounds;
  }
}

function truncatedBounds(ctx: Context, env: Env, distribution: DistributionType): Bounds {
  const base = distributionBounds(ctx, env, distribution.components[0]);
  const limit = (name: string, otherwise: number) => {
    const arg = distribution.args.find((a) => a.name === name);
    return arg === undefined ? otherwise : constantOf(ctx, env, arg.expr);
  };
  const lo = limit('lo', -infinite);
  const hi = limit('hi', infinite);
  return {
    lo: lo === null || base.lo === null ? lo : Math.max(lo, base.lo),
    hi: hi === null || base.hi === null ? hi : Math.min(hi, base.hi),
  };
}

/** A bound of a support as one number: a literal, or an argument that is a known scalar. */
function constantBound(ctx: Context, env: Env, distribution: DistributionType, text: string): number | null {
  const values = boundValues(ctx, env, distribution, text);
  return values !== null && values.kind === 'one' ? values.value : null;
}

type BoundValues =
  | { readonly kind: 'one'; readonly value: number }
  | { readonly kind: 'each'; readonly values: ArrayLike<number>; readonly name: string };

function boundValues(
  ctx: Context,
  env: Env,
  distribution: DistributionType,
  text: string,
): BoundValues | null {
  const end = supportEnd(text);
  if (end.kind === 'number') return { kind: 'one', value: end.value };
  if (end.kind === 'size') return sizeBound(ctx, distribution, end.argument, end.plus);
  const arg = distribution.args.find((a) => a.name === text);
  if (arg === undefined) {
    const argument: Argument | undefined = distribution.entry?.arguments.find((a) => a.name === text);
    const fallback = Number(argument?.default);
    const given = distribution.args.some((a) => a.name === text);
    return !given && argument?.default !== undefined && !Number.isNaN(fallback)
      ? { kind: 'one', value: fallback }
      : null;
  }
  const constant = constantOf(ctx, env, arg.expr);
  if (constant !== null) return { kind: 'one', value: constant };
  if (arg.expr.kind !== 'name' || find(ctx, env.scope, arg.expr.name)?.kind !== 'data') return null;
  const array = ctx.data?.arrays.get(arg.expr.name);
  return array === undefined ? null : { kind: 'each', values: array.values, name: arg.expr.name };
}

function sizeBound(
  ctx: Context,
  distribution: DistributionType,
  name: string,
  plus: number,
): BoundValues | null {
  // The categories of `p` may be given as `logits`: the only argument with a dim of its own.
  const arg =
    distribution.args.find((a) => a.name === name) ??
    distribution.args.find((a) => a.eventDims === 1) ??
    null;
  if (arg === null || arg.type.kind !== 'array' || arg.type.dims.length === 0) return null;
  const value = dimSize(arg.type.dims[arg.type.dims.length - 1], ctx.table);
  return value === null ? null : { kind: 'one', value: value + plus };
}

/** Zero (or one) is on the edge of these supports, but has no density there. */
const open: ReadonlySet<string> = new Set([
  'LogNormal',
  'InverseGamma',
  'ScaledInverseChiSquared',
  'Wald',
  'LogitNormal',
]);

/** Zero (or one) is on the edge, and the density there is 0 or infinite unless this argument is just so large. */
const edges: Readonly<
  Record<string, { readonly lower: readonly [string, number]; readonly upper?: readonly [string, number] }>
> = {
  Beta: { lower: ['alpha', 1], upper: ['beta', 1] },
  Kumaraswamy: { lower: ['a', 1], upper: ['b', 1] },
  Gamma: { lower: ['alpha', 1] },
  Weibull: { lower: ['alpha', 1] },
  ChiSquared: { lower: ['nu', 2] },
};

/** What to write where data have values on the edge. */
const edgeAdvice: Readonly<Record<string, string>> = {
  Beta: '; move them inside, as by `(y * (n - 1) + 0.5) / n` with `n` values, or model zeros and ones apart',
  Kumaraswamy:
    '; move them inside, as by `(y * (n - 1) + 0.5) / n` with `n` values, or model zeros and ones apart',
  Gamma: '; `HurdleGamma` models zeros too',
  LogNormal: '; `HurdleLogNormal` models zeros too',
};

/** Whether the density is 0 or infinite at the lower and at the upper end. */
function openEnds(ctx: Context, env: Env, { name, args }: DistributionType): readonly [boolean, boolean] {
  if (open.has(name)) return [true, true];
  const isOpen = (end: readonly [string, number] | undefined) => {
    if (end === undefined) return false;
    const arg = args.find((a) => a.name === end[0]);
    return arg === undefined || constantOf(ctx, env, arg.expr) !== end[1];
  };
  return [isOpen(edges[name]?.lower), isOpen(edges[name]?.upper)];
}

interface ObservedData {
  readonly symbol: OpenSymbol;
  /** The target in the `observe` statement. */
  readonly expr: Expr;
  readonly distribution: DistributionType;
  /** Rows of the first axis that are observed, 1-based; null for all. */
  readonly rows: Bounds | null;
}

/** Whether the declared type can hold the likelihood's values at all, and then the values themselves. */
export function checkObserved(ctx: Context, env: Env, observed: ObservedData): void {
  const { symbol, expr, distribution } = observed;
  const { type } = symbol;
  if (type.kind !== 'array') return;
  if (distribution.discrete && type.element === 'real') {
    ctx.report(
      outsideSupport(
        expr.span,
        `\`${distribution.name}\` is a distribution over whole numbers, but \`${symbol.name}\` is declared as real; declare it as int`,
        {
          related: [{ message: `\`${symbol.name}\` is declared here`, span: symbol.span }],
          fixes: declareInt(symbol),
        },
      ),
    );
    return;
  }
  checkValues(ctx, env, observed);
}

function declareInt(symbol: OpenSymbol) {
  if (symbol.kind !== 'data' || symbol.statement.kind !== 'data') return [];
  const entry: DataEntry | undefined = symbol.statement.entries.find((e) => e === symbol.node);
  if (entry === undefined) return [];
  return [{ title: `Declare \`${symbol.name}\` as int`, edits: [{ span: entry.type.span, newText: 'int' }] }];
}

function checkValues(ctx: Context, env: Env, { symbol, expr, distribution, rows }: ObservedData): void {
  const array = ctx.data?.arrays.get(symbol.name);
  const support = (distribution.entry ?? truncatedBase(distribution))?.support;
  if (array === undefined || support === undefined || reportedByLoader(ctx, symbol)) return;
  if (support.kind !== 'interval' && support.kind !== 'integers') return;
  const { lower, upper } = endsOf(ctx, env, distribution, support);
  const [openBelow, openAbove] = openEnds(ctx, env, distribution);
  const inner = array.dims.slice(1).reduce((n, d) => n * d.size, 1);
  let count = 0;
  let first = -1;
  let limit = '';
  let isOnEdge = false;
  for (let i = 0; i < array.values.length; i++) {
    const row = Math.floor(i / Math.max(1, inner)) + 1;
    if (rows !== null && ((rows.lo !== null && row < rows.lo) || (rows.hi !== null && row > rows.hi)))
      continue;
    const x = array.values[i];
    if (Number.isNaN(x)) continue;
    const lo = boundAt(lower, i, array.values.length);
    const hi = boundAt(upper, i, array.values.length);
    const below = lo !== null && (x < lo || (openBelow && x === lo));
    const above = hi !== null && (x > hi || (openAbove && x === hi));
    if (!below && !above) continue;
    count++;
    if (first >= 0) continue;
    first = i;
    // A closed end beside an open one is no matter of these data.
    limit = rangeInWords(support.kind, lo, hi, openBelow || openAbove);
    isOnEdge = x === lo || x === hi;
  }
  if (first < 0) return;
  const more = count > 1 ? ` (and ${plural(count - 1, 'other value')})` : '';
  ctx.report(
    outsideSupport(
      expr.span,
      `\`${distribution.name}\` takes ${limit}, but \`${excerpt(ctx, expr.span) || symbol.name}\` has ${array.values[first]}${placeInWords(ctx, symbol.name, first)}${more}${isOnEdge ? (edgeAdvice[distribution.name] ?? '') : ''}`,
      { related: dataCell(ctx, symbol, first) },
    ),
  );
}

/** The distribution that `Truncated` truncates; null for others. */
function truncatedBase({ name, components }: DistributionType) {
  return name === 'Truncated' ? (components[0]?.entry ?? null) : null;
}

function endsOf(
  ctx: Context,
  env: Env,
  distribution: DistributionType,
  support: { readonly lower?: string; readonly upper?: string },
): { readonly lower: BoundValues | null; readonly upper: BoundValues | null } {
  if (distribution.entry === null) {
    const { lo, hi } = truncatedBounds(ctx, env, distribution);
    const one = (value: number | null): BoundValues | null =>
      value === null || !Number.isFinite(value) ? null : { kind: 'one', value };
    return { lower: one(lo), upper: one(hi) };
  }
  return {
    lower: support.lower === undefined ? null : boundValues(ctx, env, distribution, support.lower),
    upper: support.upper === undefined ? null : boundValues(ctx, env, distribution, support.upper),
  };
}

/** Whether a value outside its declared range is already reported. */
function reportedByLoader(ctx: Context, { node }: OpenSymbol): boolean {
  const { start, end } = node.span;
  return (ctx.data?.diagnostics ?? []).some(
    (d) => d.severity === 'error' && d.span.start >= start && d.span.end <= end,
  );
}

function boundAt(bound: BoundValues | null, i: number, length: number): number | null {
  if (bound === null) return null;
  if (bound.kind === 'one') return bound.value;
  return bound.values.length === length ? bound.values[i] : null;
}

function rangeInWords(
  kind: 'interval' | 'integers',
  lo: number | null,
  hi: number | null,
  strict: boolean,
): string {
  const what = kind === 'integers' ? 'whole numbers' : 'numbers';
  if (lo !== null && hi !== null)
    return `${what} ${strict ? 'between' : 'from'} ${lo} ${strict ? 'and' : 'to'} ${hi}`;
  if (lo !== null) return `${what} ${strict ? 'above' : 'from'} ${lo}`;
  return `${what} up to ${hi}`;
}
