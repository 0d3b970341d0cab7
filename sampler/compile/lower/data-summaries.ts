/**
 * Summaries of the data inside a model (`mean(x)`, `standardize(x)`) are part of the fitted model: at new data they
 * keep their values from the fit. The first lowering records each, in the order of evaluation; a lowering of the
 * same syntax tree with other data reuses them.
 */
import type { CallExpr, LetStatement } from '../../../grammar/syntax/ast.ts';
import { arrayArguments, type Builtin, type Call } from './call-arguments.ts';
import { knownElements } from './constant-evaluation.ts';
import type { Context } from './context.ts';
import { arrayOf } from './emit-statements.ts';
import { isSummary } from './is-summary.ts';
import { flatToPositions } from './row-major.ts';
import { type ArrayValue, arrayValue, type Value } from './value.ts';

/** The syntax node of a summary. */
export type Site = CallExpr | LetStatement;

/** A summary recorded in the fit. */
interface Recorded {
  readonly values: Float64Array;
  readonly shape: readonly number[];
}

export interface DataSummaries {
  /** At each site in the order of its evaluations; null where one depends on an unknown or an index. */
  readonly recorded: Map<Site, (Recorded | null)[]>;
  /** Evaluations so far while summaries are reused; null while they are recorded. */
  readonly taken: Map<Site, number> | null;
  /** Dimensions with new rows: an array over one of them is not a summary. */
  readonly changed: ReadonlySet<string>;
  /** Definitions that use new rows only in summaries: reused as a whole. */
  readonly lets: ReadonlySet<string>;
  /** Summaries of predicted data, on which the fit does not depend: computed from the new values. */
  readonly live: ReadonlySet<Site>;
}

export function recordSummaries(changed: ReadonlySet<string>, lets: ReadonlySet<string>): DataSummaries {
  return { recorded: new Map(), taken: null, changed, lets, live: new Set() };
}

/** The same for the lowering of the same tree with the new data. */
export function takeSummaries(from: DataSummaries, live: ReadonlySet<Site>): DataSummaries {
  return { ...from, taken: new Map(), live };
}

/** The value of a built-in function's call, recorded or reused where it summarises data. */
export function summarised(call: Call, builtin: Builtin): Value {
  const { summaries } = call.ctx.options;
  const { name } = call.expr.callee;
  if (summaries === undefined) return builtin(call);
  if (name === 'standardize') return standardized(call, builtin, summaries);
  return isSummary(call.expr) ? reduced(call, builtin, summaries) : builtin(call);
}

function reduced(call: Call, builtin: Builtin, summaries: DataSummaries): Value {
  const { ctx, expr } = call;
  const value = builtin({ ...call, isKept: isKept(summaries, expr) });
  if (value.kind !== 'array') return value;
  return keptOrTaken(ctx, summaries, expr, value);
}

/** Whether the next evaluation takes a number of the fit. */
function isKept({ recorded, taken, live }: DataSummaries, site: Site): boolean {
  if (taken === null || live.has(site)) return false;
  return recorded.get(site)?.[taken.get(site) ?? 0]?.shape.length === 0;
}

/** The value of a definition, recorded or reused where it summarises data. */
export function summarisedLet(ctx: Context, statement: LetStatement, value: ArrayValue): ArrayValue {
  const { summaries } = ctx.options;
  if (summaries === undefined || !summaries.lets.has(statement.name.name)) return value;
  return keptOrTaken(ctx, summaries, statement, value);
}

function keptOrTaken(ctx: Context, summaries: DataSummaries, site: Site, value: ArrayValue): ArrayValue {
  const isNew = value.dims.some(({ name }) => name !== null && summaries.changed.has(name));
  const shape = value.dims.map((dim) => dim.size);
  if (summaries.taken === null) {
    const values = isNew ? null : knownElements(ctx, value);
    record(summaries, site, values === null ? null : { values, shape });
    return value;
  }
  const kept = take(summaries, summaries.taken, site);
  if (kept === null || isNew || summaries.live.has(site) || kept.shape.length !== shape.length) return value;
  if (kept.shape.every((size, axis) => size === shape[axis])) return constant(ctx, value, kept.values);
  return extended(ctx, value, kept);
}

/** New labels come after those of the fit: their elements are computed from the new data, the others are kept. */
function extended(ctx: Context, value: ArrayValue, kept: Recorded): ArrayValue {
  const values = knownElements(ctx, value);
  if (values === null) return value;
  const shape = value.dims.map((dim) => dim.size);
  const merged = values.map((element, flat) => {
    const at = flatToPositions(flat, shape);
    if (at.some((position, axis) => position >= kept.shape[axis])) return element;
    return kept.values[at.reduce((place, position, axis) => place * kept.shape[axis] + position, 0)];
  });
  return constant(ctx, value, merged);
}

/** Centred and scaled as the fitted data were. */
function standardized(call: Call, builtin: Builtin, summaries: DataSummaries): Value {
  const { ctx, expr } = call;
  if (summaries.taken === null) {
    const value = builtin(call);
    const [x] = arrayArguments(call, ['x']);
    const before = knownElements(ctx, x);
    const values = before === null ? null : moments(before, columnsOf(x));
    record(summaries, expr, values === null ? null : { values, shape: [values.length] });
    return value;
  }
  const kept = take(summaries, summaries.taken, expr)?.values ?? null;
  const [x] = arrayArguments(call, ['x']);
  const values = knownElements(ctx, x);
  const columns = columnsOf(x);
  if (kept === null || kept.length !== 2 * columns) return builtin(call);
  if (values === null) return scaledBy(ctx, x, kept);
  const scaled = values.map((v, i) => (v - kept[i % columns]) / kept[columns + (i % columns)]);
  return constant(ctx, { ...x, element: 'real' }, scaled);
}

/** For values that are unknown because they are drawn. */
function scaledBy(ctx: Context, x: ArrayValue, kept: Float64Array): ArrayValue {
  const { pool } = ctx;
  const columns = kept.length / 2;
  const centre = ctx.declareConstant('summary', [columns], kept.slice(0, columns));
  const scale = ctx.declareConstant('summary', [columns], kept.slice(columns));
  return arrayValue(pool, x.dims, (at) => {
    const column = at.length <= 1 ? pool.constant(0) : at[at.length - 1];
    const centred = pool.binary('sub', x.at(at), ctx.load(centre, [column]));
    return pool.binary('div', centred, ctx.load(scale, [column]));
  });
}

function columnsOf(x: ArrayValue): number {
  return x.dims.length <= 1 ? 1 : x.dims[x.dims.length - 1].size;
}

/** Means, then standard deviations, of each column, as `standardize` computes them. */
function moments(values: Float64Array, columns: number): Float64Array {
  const rows = values.length / columns;
  const result = new Float64Array(2 * columns);
  for (let column = 0; column < columns; column++) {
    const cells = Array.from({ length: rows }, (_, row) => values[row * columns + column]);
    const centre = cells.reduce((a, b) => a + b, 0) / rows;
    result[column] = centre;
    result[columns + column] = Math.sqrt(cells.reduce((a, b) => a + (b - centre) ** 2, 0) / (rows - 1));
  }
  return result;
}

function record({ recorded }: DataSummaries, site: Site, value: Recorded | null): void {
  const known = recorded.get(site);
  if (known === undefined) recorded.set(site, [value]);
  else known.push(value);
}

function take({ recorded }: DataSummaries, taken: Map<Site, number>, site: Site): Recorded | null {
  const at = taken.get(site) ?? 0;
  taken.set(site, at + 1);
  return recorded.get(site)?.[at] ?? null;
}

function constant(ctx: Context, like: ArrayValue, values: Float64Array): ArrayValue {
  const { element, labelsOf } = like;
  const shape = like.dims.map((dim) => dim.size);
  const array = ctx.declareConstant('summary', shape, values);
  return arrayOf(ctx, array, like.dims, { element, labelsOf });
}
