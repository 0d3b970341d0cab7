/** Types each statement: what it declares, what it needs, what does not fit. */
import { oneOf, replace } from '../checks/check.ts';
import { constraintDoesNotFit } from '../checks/constraint-mismatch.ts';
import { cannotMarginalise } from '../checks/discrete-parameter.ts';
import { repeated } from '../checks/duplicate-name.ts';
import { nothingInRange } from '../checks/empty-range.ts';
import { tooManyIndices } from '../checks/index-count.ts';
import { outOfRange } from '../checks/index-range.ts';
import { dimsNeeded } from '../checks/missing-dims.ts';
import { mustBeData } from '../checks/needs-data.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { unknownNameAt } from '../checks/unknown-name.ts';
import { emptyScope, type OpenSymbol } from '../scope/symbol.ts';
import type {
  DataEntry,
  DimEntry,
  Expr,
  FunStatement,
  LetStatement,
  ObserveStatement,
  ParamStatement,
  PotentialStatement,
  PredictStatement,
  Range,
} from '../syntax/ast.ts';
import { bindIndices } from './binders.ts';
import { fits } from './broadcast.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, noteUse, quoted } from './context.ts';
import type { StaticDim } from './dim-table.ts';
import { dimSize } from './dim-table.ts';
import { asArray, axisInWords, inferArray, inferExpr } from './infer.ts';
import { annotatedType, findingKey, inferBody } from './infer-function.ts';
import { asDistribution } from './infer-wrapper.ts';
import { shapeOrigin } from './origin.ts';
import { dimensionNames, resolveDims } from './resolve.ts';
import { checkObserved, distributionBounds, parameterBounds } from './support.ts';
import { checkTarget } from './target.ts';
import {
  type ArrayType,
  anonymous,
  arrayType,
  type Dim,
  type DistributionType,
  formatDims,
  formatType,
  type Type,
  unknownType,
} from './type.ts';

export const topLevel: Env = { scope: emptyScope, guarded: false, self: null };

// ── Dimensions and data ───────────────────────────────────────────────────────────────────────

export function checkDim(
  ctx: Context,
  entry: DimEntry,
  symbol: OpenSymbol,
  stated: Map<string, StaticDim>,
): void {
  symbol.type = { kind: 'dimension', name: entry.name.name };
  const { value } = entry;
  if (value === undefined) return;
  inferDimValue(ctx, value);
  if (value.kind === 'list') {
    const labels = value.elements.map((e) =>
      e.kind === 'string' ? e.value : e.kind === 'number' ? String(e.value) : null,
    );
    const known = labels.every((l) => l !== null) ? labels : null;
    stated.set(entry.name.name, { size: labels.length, labels: known });
    return;
  }
  const size = constantOf(ctx, topLevel, value);
  if (size !== null && Number.isInteger(size) && size >= 0)
    stated.set(entry.name.name, { size, labels: null });
}

/** The size may be a datum of a block further down: that block's arrays may be over this dimension. */
function inferDimValue(ctx: Context, value: Expr): void {
  const later = value.kind === 'name' && !ctx.globals.has(value.name) ? ctx.all.get(value.name) : undefined;
  if (later?.kind !== 'data') {
    inferExpr(ctx, topLevel, value);
    return;
  }
  noteUse(ctx, later, value);
  ctx.types.set(value, arrayType('int'));
}

const elements: ReadonlySet<string> = new Set(['real', 'int', 'bool']);

export function checkDataEntry(
  ctx: Context,
  entry: DataEntry,
  symbol: OpenSymbol,
  stated: Map<string, StaticDim>,
): void {
  const dims = resolveDims(ctx, emptyScope, entry.dims);
  const { name } = entry.type;
  let type: Type = unknownType;
  if (name === 'real' || name === 'int' || name === 'bool') {
    if (dims !== null) type = arrayType(name, dims);
  } else if (isTypeName(ctx, entry)) {
    if (dims !== null) type = arrayType('int', dims, 'data', name);
  }
  if (entry.value !== undefined) inferSource(ctx, entry.value);
  checkRange(ctx, entry.range, type, false);
  symbol.type = type;
  symbol.bounds = {
    lo: entry.range?.lo === undefined ? null : constantOf(ctx, topLevel, entry.range.lo),
    hi: entry.range?.hi === undefined ? null : constantOf(ctx, topLevel, entry.range.hi),
  };
  if (type.kind === 'array' && type.dims.length === 0) {
    const loaded = ctx.data?.arrays.get(entry.name.name);
    const value = entry.value === undefined ? null : constantOf(ctx, topLevel, entry.value);
    symbol.constant = loaded !== undefined && loaded.values.length === 1 ? loaded.values[0] : value;
    if (type.element === 'int' && symbol.constant !== null && Number.isInteger(symbol.constant))
      stated.set(entry.name.name, { size: symbol.constant, labels: null });
  }
}

/** Whether the type names a dimension, whose labels the values then are. */
function isTypeName(ctx: Context, entry: DataEntry): boolean {
  const { name } = entry.type;
  const symbol = ctx.globals.get(name);
  if (symbol?.kind === 'dim') {
    noteUse(ctx, symbol, entry.type);
    return true;
  }
  if (name === '' || ctx.lostNames.has(name)) return false;
  const candidates = [...elements, ...dimensionNames(ctx)];
  ctx.report(
    unknownNameAt({
      name,
      span: entry.type.span,
      expected: 'type',
      candidates,
      advice: 'expected `real`, `int`, `bool` or the name of a dimension',
    }),
  );
  return false;
}

/** Names inside a literal; `column("…")` and lists of text are the data loader's. */
function inferSource(ctx: Context, value: Expr): void {
  if (value.kind === 'call' && (value.callee.name === 'column' || value.callee.name === 'columns')) return;
  if (value.kind === 'string' || value.kind === 'list') return;
  inferExpr(ctx, topLevel, value);
}

/** `in LO..HI`: numbers over the dims of what they bound, low below high. */
function checkRange(ctx: Context, range: Range | undefined, type: Type, mayBeParam: boolean): void {
  if (range === undefined) return;
  for (const end of [range.lo, range.hi]) {
    if (end === undefined) continue;
    const found = inferArray(ctx, topLevel, end, 'as an end of a range');
    if (found === null || type.kind !== 'array') continue;
    if (!mayBeParam && found.depends === 'param')
      ctx.report(mustBeData(end.span, 'the range of data', quoted(ctx, end.span, 'this')));
    const misfit = fits(found.dims, type.dims, ctx.table);
    if (misfit === null) continue;
    ctx.report(
      shapesDiffer(
        end.span,
        `the end of the range is \`${formatType(found)}\`, but what it bounds is \`${formatType(type)}\`, which has no axis ${axisInWords(ctx, misfit.extra)}`,
        shapeOrigin(ctx, end, misfit.extra),
      ),
    );
  }
  const lo = range.lo && constantOf(ctx, topLevel, range.lo);
  const hi = range.hi && constantOf(ctx, topLevel, range.hi);
  if (typeof lo === 'number' && typeof hi === 'number' && (hi < lo || (mayBeParam && hi === lo)))
    ctx.report(nothingInRange(range.span, lo, hi));
}

// ── Parameters ────────────────────────────────────────────────────────────────────────────────

const vectorTypes = ['ordered', 'positive_ordered', 'simplex', 'unit_vector', 'sum_to_zero'];
const matrixTypes = ['cholesky_corr', 'corr', 'cov'];

export function checkParam(ctx: Context, statement: ParamStatement, symbol: OpenSymbol): void {
  const dims = resolveDims(ctx, emptyScope, statement.dims);
  const found = inferExpr(ctx, topLevel, statement.prior);
  const prior = asDistribution(ctx, statement.prior, found, `as the prior of \`${symbol.name}\``);
  const type = dims === null || prior === null ? null : parameterType(ctx, statement, prior, dims);
  const element = prior?.discrete ? 'int' : 'real';
  const declared = dims !== null && dims.length > 0 ? arrayType(element, dims, 'param') : unknownType;
  symbol.type = type ?? (prior === null && dims !== null && dims.length === 0 ? unknownType : declared);
  checkRange(ctx, statement.range, symbol.type, true);
  symbol.bounds = parameterBounds(ctx, topLevel, found, statement.type?.name, statement.range);
  if (prior !== null) checkConstraint(ctx, statement, prior, symbol);
  if (prior?.discrete) checkDiscrete(ctx, statement, prior, symbol);
}

/** The declared dims, held against the prior's; where none are declared but needed, those it implies. */
function parameterType(
  ctx: Context,
  statement: ParamStatement,
  prior: DistributionType,
  dims: readonly Dim[],
): ArrayType {
  const element = prior.discrete ? 'int' : 'real';
  const { name, span } = statement.name;
  const events = prior.event.length;
  if (dims.length >= Math.max(1, events)) {
    const type = arrayType(element, dims, 'param');
    const end = statement.dims[statement.dims.length - 1].span.end;
    const target = { words: `\`${name}\``, type, span: { start: span.start, end } };
    checkTarget(ctx, prior, target, statement.prior.span);
    return type;
  }
  if (dims.length > 0) {
    ctx.report(dimsNeeded(span, name, prior.name, events, dims.length, null));
    return arrayType(element, dims, 'param');
  }
  const implied = [...prior.batch, ...prior.event.map((d) => d ?? anonymous(null))];
  const known = implied.every((d) => d.kind === 'named' || d.size !== null);
  const written = known ? `${name}${formatDims(implied)}` : null;
  if (events > 0) ctx.report(dimsNeeded(span, name, prior.name, events, 0, written));
  else if (implied.length > 0) reportScalar(ctx, statement, prior, written ?? `${name}[…]`);
  return arrayType(element, implied, 'param');
}

/** A parameter without dims whose prior has some. */
function reportScalar(
  ctx: Context,
  { name, prior: expr }: ParamStatement,
  prior: DistributionType,
  written: string,
): void {
  const [extra] = prior.batch;
  const arg = prior.args.find((a) => a.type.kind === 'array' && a.type.dims.includes(extra));
  ctx.report(
    shapesDiffer(
      name.span,
      `\`${name.name}\` is a scalar, but its prior ${quoted(ctx, expr.span, prior.name)} is over \`${formatDims(prior.batch)}\`; write \`param ${written}\``,
      arg === undefined ? [] : shapeOrigin(ctx, arg.expr, extra),
      written.includes('…') ? [] : [replace(`Change to \`${written}\``, name.span, written)],
    ),
  );
}

function checkConstraint(
  ctx: Context,
  statement: ParamStatement,
  prior: DistributionType,
  symbol: OpenSymbol,
): void {
  const { type, range } = statement;
  if (range !== undefined && prior.event.length > 0) {
    const what = prior.event.length === 1 ? 'vectors' : 'matrices';
    ctx.report(
      constraintDoesNotFit(
        range.span,
        `a range truncates a prior over numbers, but \`${prior.name}\` is over ${what}`,
      ),
    );
  }
  if (type === undefined || type.name === '') return;
  const element = prior.discrete ? 'int' : 'real';
  if (type.name === element) return;
  if (type.name === 'int' || type.name === 'real') {
    const kind = prior.discrete ? 'discrete' : 'continuous';
    const message = `the prior \`${prior.name}\` is ${kind}, so \`${symbol.name}\` is ${element}, not ${type.name}`;
    ctx.report(constraintDoesNotFit(type.span, message));
    return;
  }
  const known = [...vectorTypes, ...matrixTypes];
  if (!known.includes(type.name)) {
    ctx.report(
      unknownNameAt({
        name: type.name,
        span: type.span,
        expected: 'type',
        candidates: known,
        advice: `expected ${oneOf(known)}; bounds are written \`in 0..\``,
      }),
    );
    return;
  }
  if (range !== undefined && type.name !== 'ordered' && type.name !== 'positive_ordered')
    ctx.report(
      constraintDoesNotFit(
        range.span,
        `\`${type.name}\` already says which values are allowed; leave out the range`,
      ),
    );
  const needed = vectorTypes.includes(type.name) ? 1 : 2;
  if (symbol.type.kind === 'array' && symbol.type.dims.length < needed) {
    const what = needed === 1 ? 'a vector' : 'a square matrix';
    ctx.report(
      constraintDoesNotFit(
        type.span,
        `\`${type.name}\` is a constraint on ${what}, but \`${symbol.name}\` is \`${formatType(symbol.type)}\`; give it dims`,
      ),
    );
    return;
  }
  const support = prior.entry?.support.kind;
  const own = support === undefined ? undefined : impliedType[support];
  if (own !== undefined && own !== type.name)
    ctx.report(
      constraintDoesNotFit(
        type.span,
        `the prior \`${prior.name}\` already makes \`${symbol.name}\` \`${own}\`, which contradicts \`${type.name}\``,
      ),
    );
}

const impliedType: Readonly<Record<string, string | undefined>> = {
  simplex: 'simplex',
  sumToZero: 'sum_to_zero',
  choleskyCorr: 'cholesky_corr',
  corr: 'corr',
  cov: 'cov',
};

function checkDiscrete(
  ctx: Context,
  statement: ParamStatement,
  prior: DistributionType,
  symbol: OpenSymbol,
): void {
  if (prior.entry === null) return;
  const { support } = prior.entry;
  if (support.kind !== 'integers') return;
  const bounded = support.upper !== undefined && support.lower !== undefined;
  if (bounded || statement.range?.hi !== undefined) return;
  const { lo, hi } = distributionBounds(ctx, topLevel, prior);
  if (lo !== null && hi !== null && Number.isFinite(lo) && Number.isFinite(hi)) return;
  ctx.report(cannotMarginalise(statement.prior.span, symbol.name, prior.name));
}

// ── Definitions ───────────────────────────────────────────────────────────────────────────────

export function checkLet(ctx: Context, statement: LetStatement, symbol: OpenSymbol): void {
  const where = `in \`${statement.kind} ${symbol.name}\``;
  if (statement.indices.length === 0) {
    const found = inferExpr(ctx, topLevel, statement.value);
    if (found.kind === 'distribution' && statement.kind === 'let') {
      symbol.type = found;
      return;
    }
    const type = asArray(ctx, statement.value, found, where);
    symbol.type = type ?? unknownType;
    if (type !== null && type.dims.length === 0 && type.depends === 'data')
      symbol.constant = constantOf(ctx, topLevel, statement.value);
    return;
  }
  const bound = bindIndices(ctx, topLevel, statement.indices, statement);
  const env: Env = { ...bound.env, self: { symbol, binders: bound.symbols } };
  const value = asArray(ctx, statement.value, inferExpr(ctx, env, statement.value), where);
  const axes = bound.symbols.map((s) => s.domain?.dim ?? anonymous(null));
  if (value === null) return;
  symbol.type = arrayType(value.element, [...axes, ...value.dims], value.depends, value.labelsOf);
}

export function checkPotential(ctx: Context, statement: PotentialStatement, symbol: OpenSymbol): void {
  const type = inferArray(ctx, topLevel, statement.value, `in \`potential ${symbol.name}\``);
  symbol.type = type ?? unknownType;
}

export function checkFun(ctx: Context, statement: FunStatement, symbol: OpenSymbol): void {
  const seen = new Map<string, { readonly start: number; readonly end: number }>();
  for (const param of statement.params) {
    const first = seen.get(param.name.name);
    if (first !== undefined) ctx.report(repeated(`argument \`${param.name.name}\``, param.name.span, first));
    else seen.set(param.name.name, param.name.span);
  }
  const types = statement.params.map((p) => annotatedType(ctx, p));
  const findings = new Set<string>();
  const inner: Context = {
    ...ctx,
    report: (d) => {
      findings.add(findingKey(d));
      ctx.report(d);
    },
  };
  inferBody(inner, statement, types);
  ctx.bodyFindings.set(statement, findings);
  symbol.type = { kind: 'function', statement };
}

// ── Likelihood and prediction ─────────────────────────────────────────────────────────────────

export function checkObserve(ctx: Context, statement: ObserveStatement): void {
  const { target, indices } = statement;
  const whole = inferExpr(ctx, topLevel, target);
  const bound = bindIndices(ctx, topLevel, indices, statement);
  const found = inferExpr(ctx, bound.env, statement.distribution);
  const type = asArray(ctx, target, whole, 'after `observe`');
  const distribution = asDistribution(ctx, statement.distribution, found, 'after `~`');
  if (type === null || distribution === null) return;
  const words = quoted(ctx, target.span, 'the target');
  if (indices.length > type.dims.length) {
    const last = indices[indices.length - 1].span.end;
    const close = /^\s*\]/.exec(ctx.text.slice(last, last + 20))?.[0].length ?? 0;
    const span = { start: target.span.start, end: last + close };
    ctx.report(tooManyIndices(span, words, type, type.dims.length, indices.length));
    return;
  }
  if (!checkIndices(ctx, statement, bound.symbols, type)) return;
  const rest = arrayType(type.element, type.dims.slice(indices.length), type.depends);
  const symbol = ctx.references.get(target);
  const span = symbol?.span ?? target.span;
  const each = indices.length > 0 ? ` at each \`${bound.symbols.map((s) => s.name).join(', ')}\`` : '';
  if (
    !checkTarget(
      ctx,
      distribution,
      { words: `${words}${each}`, type: rest, span },
      statement.distribution.span,
    )
  )
    return;
  if (target.kind === 'name' && symbol?.kind === 'data') {
    const rows = bound.symbols[0]?.domain ?? null;
    checkObserved(ctx, bound.env, { symbol, expr: target, distribution, rows });
  }
}

/** `observe y[t in 6..T]`: the range lies within the axis, a dimension is that of the axis. */
function checkIndices(
  ctx: Context,
  statement: ObserveStatement,
  symbols: readonly OpenSymbol[],
  type: ArrayType,
): boolean {
  for (const [i, symbol] of symbols.entries()) {
    const axis = type.dims[i];
    const { domain } = symbol;
    if (domain === null) continue;
    const size = dimSize(axis, ctx.table);
    const { span } = statement.indices[i].domain;
    const name = axis.kind === 'named' ? `\`${axis.name}\`` : 'this axis';
    if (domain.lo !== null && domain.lo < 1) {
      ctx.report(outOfRange({ span, what: `\`${symbol.name}\` begins at ${domain.lo}`, axis: name, size }));
      return false;
    }
    if (domain.hi !== null && size !== null && domain.hi > size) {
      ctx.report(outOfRange({ span, what: `\`${symbol.name}\` reaches ${domain.hi}`, axis: name, size }));
      return false;
    }
  }
  return true;
}

export function checkPredict(ctx: Context, statement: PredictStatement): void {
  const data = [...ctx.globals.values()].filter((s) => s.kind === 'data');
  const seen = new Map<string, Expr>();
  for (const { name, value } of statement.assignments) {
    const symbol = data.find((s) => s.name === name.name);
    if (symbol !== undefined) noteUse(ctx, symbol, name);
    else
      ctx.report(
        unknownNameAt({
          name: name.name,
          span: name.span,
          expected: 'data',
          candidates: data.map((s) => s.name),
          advice: 'a prediction gives new values for data of the model',
        }),
      );
    const first = seen.get(name.name);
    if (first !== undefined) ctx.report(repeated(`\`${name.name}\``, name.span, first.span));
    seen.set(name.name, value);
    inferExpr(ctx, topLevel, value);
  }
}
