/**
 * Summaries of the data inside a model (`mean(x)`, `standardize(x)`) are part of the fitted model: at new
 * data they keep the values that they had when the model was fitted. The first lowering records each, in the
 * order of evaluation; a lowering of the same syntax tree with other data takes them from there.
 */
import type { CallExpr } from '../../../grammar/syntax/ast.ts';
import { sizeOf } from './axes.ts';
import { arrayArguments, type Builtin, type Call } from './call.ts';
import { arrayOf } from './emit.ts';
import { knownElements } from './known.ts';
import type { ArrayValue, Value } from './value.ts';

export interface DataSummaries {
  /** Values of each call in the order of its evaluations; null where one depends on an unknown or an index. */
  readonly recorded: Map<CallExpr, (Float64Array | null)[]>;
  /** Evaluations so far, where they are taken over; null while they are recorded. */
  readonly taken: Map<CallExpr, number> | null;
  /** Dimensions whose rows are new: what is over one of them is not a summary. */
  readonly changed: ReadonlySet<string>;
}

export function recordSummaries(): DataSummaries {
  return { recorded: new Map(), taken: null, changed: new Set() };
}

export function takeSummaries(from: DataSummaries, changed: ReadonlySet<string>): DataSummaries {
  return { recorded: from.recorded, taken: new Map(), changed };
}

const summarising: ReadonlySet<string> = new Set([
  'sum',
  'prod',
  'mean',
  'sd',
  'var',
  'min',
  'max',
  'log_sum_exp',
  'any',
  'all',
  'dot',
]);

/** The value of a built-in function's call, kept or taken over where it summarises data. */
export function summarised(call: Call, builtin: Builtin): Value {
  const { summaries } = call.ctx.options;
  const { name } = call.expr.callee;
  if (summaries === undefined) return builtin(call);
  if (name === 'standardize') return standardized(call, builtin, summaries);
  const reduces = summarising.has(name) && (call.expr.args.length === 1 || name === 'dot');
  return reduces ? reduced(call, builtin, summaries) : builtin(call);
}

function reduced(call: Call, builtin: Builtin, summaries: DataSummaries): Value {
  const { ctx, expr } = call;
  const value = builtin(call);
  if (value.kind !== 'array') return value;
  if (summaries.taken === null) {
    record(summaries, expr, ctx.pending.size === 0 ? knownElements(ctx, value) : null);
    return value;
  }
  const kept = take(summaries, summaries.taken, expr);
  const isNew = value.dims.some(({ name }) => name !== null && summaries.changed.has(name));
  if (kept === null || isNew || kept.length !== sizeOf(value.dims)) return value;
  return constant(call, value, kept);
}

/** Centred and scaled as the fitted data were. */
function standardized(call: Call, builtin: Builtin, summaries: DataSummaries): Value {
  const { ctx, expr } = call;
  if (summaries.taken === null) {
    const value = builtin(call);
    const [x] = arrayArguments(call, ['x']);
    const before = knownElements(ctx, x);
    record(summaries, expr, before === null ? null : moments(before, columnsOf(x)));
    return value;
  }
  const kept = take(summaries, summaries.taken, expr);
  const [x] = arrayArguments(call, ['x']);
  const values = knownElements(ctx, x);
  const columns = columnsOf(x);
  if (kept === null || values === null || kept.length !== 2 * columns) return builtin(call);
  const scaled = values.map((v, i) => (v - kept[i % columns]) / kept[columns + (i % columns)]);
  return constant(call, { ...x, element: 'real' }, scaled);
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

function record({ recorded }: DataSummaries, expr: CallExpr, value: Float64Array | null): void {
  const known = recorded.get(expr);
  if (known === undefined) recorded.set(expr, [value]);
  else known.push(value);
}

function take(
  { recorded }: DataSummaries,
  taken: Map<CallExpr, number>,
  expr: CallExpr,
): Float64Array | null {
  const at = taken.get(expr) ?? 0;
  taken.set(expr, at + 1);
  return recorded.get(expr)?.[at] ?? null;
}

function constant({ ctx, expr }: Call, like: ArrayValue, values: Float64Array): ArrayValue {
  const { element, labelsOf } = like;
  const shape = like.dims.map((dim) => dim.size);
  const array = ctx.declareConstant(expr.callee.name, shape, values);
  return arrayOf(ctx, array, like.dims, { element, labelsOf });
}
