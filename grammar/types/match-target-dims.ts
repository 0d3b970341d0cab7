/** Compares a distribution's dims with those of its target, a datum or a parameter. */
import { whichReading } from '../checks/ambiguous-axis.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import type { Fix } from '../diagnostic.ts';
import { mayBeByElement } from '../distributions/by-element.ts';
import { compatible, fits } from '../shapes/broadcast.ts';
import { dimSize } from '../shapes/dim-table.ts';
import { type Reading, readingOf } from '../shapes/own-axis.ts';
import {
  type ArrayType,
  anonymous,
  type Dim,
  type DistributionArgument,
  type DistributionType,
  formatDims,
  formatType,
} from '../shapes/type.ts';
import type { Span } from '../span.ts';
import type { Expr } from '../syntax/ast.ts';
import { componentAdvice, transposeAdvice } from './axis-order.ts';
import { type Context, quoted } from './context.ts';
import { axisInWords } from './infer-array.ts';
import { batchDims, ownDims, sharesEvent } from './infer-distribution.ts';
import { carrierOf, shapeOrigin } from './shape-origin.ts';

interface Target {
  /** As in `` `log_radon` ``. */
  readonly words: string;
  readonly type: ArrayType;
  /** Where its shape is stated. */
  readonly span: Span;
}

/** Reports each argument that has an axis which the target lacks, and events of the wrong size. */
export function checkTarget(ctx: Context, distribution: DistributionType, target: Target, at: Span): boolean {
  const { dims } = target.type;
  const events = distribution.event.length;
  if (dims.length < events) {
    const what = events === 1 ? 'vectors' : 'matrices';
    ctx.report(
      shapesDiffer(
        at,
        `\`${distribution.name}\` draws ${what}, but ${target.words} is \`${formatType(target.type)}\``,
        [{ message: `${target.words} is ${formatType(target.type)}`, span: target.span }],
      ),
    );
    return false;
  }
  const batch = dims.slice(0, dims.length - events);
  const event = dims.slice(dims.length - events);
  if (distribution.name === 'states' && !checkStates(ctx, distribution, target, at)) return false;
  return checkArguments(ctx, distribution, target, batch, event);
}

/** The states of a series have the axes of the series and of a state, all of them. */
function checkStates(ctx: Context, { batch, event }: DistributionType, target: Target, at: Span): boolean {
  const expected = [...batch, ...event.map((dim) => dim ?? anonymous(null))];
  const { dims } = target.type;
  const fine =
    dims.length === expected.length && dims.every((dim, i) => compatible(dim, expected[i], ctx.table));
  if (fine) return true;
  ctx.report(
    shapesDiffer(
      at,
      `the states are over \`${formatDims(expected)}\`, but ${target.words} is \`${formatType(target.type)}\``,
      [targetOrigin(target)],
    ),
  );
  return false;
}

function checkArguments(
  ctx: Context,
  distribution: DistributionType,
  target: Target,
  batch: readonly Dim[],
  event: readonly Dim[],
): boolean {
  let fine = true;
  for (const arg of distribution.args) {
    if (arg.type.kind === 'distribution') continue;
    const reading = readingOfArgument(ctx, distribution, arg, batch, event);
    if (reading?.kind === 'elements') continue;
    if (reading?.kind === 'both') {
      fine = false;
      ctx.report(
        whichReading({
          span: arg.expr.span,
          name: arg.name,
          type: formatType(arg.type),
          target: target.words,
          vectors: batch.map((dim) => axisInWords(ctx, dim)),
          elements: axisInWords(ctx, event[0]),
        }),
      );
      continue;
    }
    const misfit = fits(batchDims(arg), batch, ctx.table);
    if (misfit !== null) {
      fine = false;
      reportExtra(ctx, arg, misfit.extra, target, batch);
      continue;
    }
    if (distribution.entry === null || !sharesEvent(distribution.entry, arg)) continue;
    const own = ownDims(arg).slice(-event.length);
    const at = own.findIndex((dim, i) => !compatible(dim, event[i], ctx.table));
    if (at < 0) continue;
    fine = false;
    const text = quoted(ctx, arg.expr.span, `\`${arg.name}\``);
    ctx.report(
      shapesDiffer(
        arg.expr.span,
        `${text} is \`${formatType(arg.type)}\`, but ${target.words} is \`${formatType(target.type)}\`: axis ${axisInWords(ctx, own[at])} does not go with axis ${axisInWords(ctx, event[at])}`,
        [...shapeOrigin(ctx, arg.expr, own[at]), targetOrigin(target)],
      ),
    );
  }
  for (const component of distribution.components) {
    if (!checkArguments(ctx, component, target, batch, event)) fine = false;
  }
  return fine;
}

/** Null for arguments that are never given by element. */
function readingOfArgument(
  ctx: Context,
  { entry }: DistributionType,
  arg: DistributionArgument,
  vectors: readonly Dim[],
  [elements]: readonly Dim[],
): Reading | null {
  if (entry === null || arg.type.kind !== 'array' || !mayBeByElement(entry, arg.name)) return null;
  const argument = arg.type.dims;
  const reading = readingOf(
    { argument, vectors, elements },
    (from, to) => fits(from, to, ctx.table) === null,
  );
  // Without sizes the compiler tells which it is.
  const isKnown = [...argument, ...vectors, elements].every((dim) => dimSize(dim, ctx.table) !== null);
  return reading.kind === 'both' && !isKnown && argument.some(({ kind }) => kind === 'anonymous')
    ? { kind: 'vectors' }
    : reading;
}

function targetOrigin(target: Target) {
  return { message: `${target.words} is ${formatType(target.type)}`, span: target.span };
}

function reportExtra(
  ctx: Context,
  arg: DistributionArgument,
  extra: Dim,
  target: Target,
  batch: readonly Dim[],
): void {
  const { name, expr } = arg;
  const found = ctx.types.get(expr) ?? { kind: 'unknown' };
  const text = quoted(ctx, expr.span, `\`${name}\``);
  const gather = gatherFix(ctx, expr, extra, target);
  const change =
    gather === null
      ? (componentAdvice(ctx, expr, extra) ?? transposeAdvice(ctx, arg, batch))
      : { text: `gather it: \`${gather.text}\``, fix: gather.fix };
  const hint = change === null ? wholeAxisAdvice(ctx, expr, extra) : `; ${change.text}`;
  ctx.report(
    shapesDiffer(
      expr.span,
      `${text} is \`${formatType(found)}\`, but ${target.words} is \`${formatType(target.type)}\`, which has no axis ${axisInWords(ctx, extra)}${hint}`,
      [...shapeOrigin(ctx, innermost(ctx, expr, extra), extra), targetOrigin(target)],
      change === null ? [] : [change.fix],
    ),
  );
}

/** `let m[i in row] = … e …` takes the whole of `e` over `row` for each `i`: `e[i]` was meant. */
function wholeAxisAdvice(ctx: Context, expr: Expr, extra: Dim): string {
  const carrier = innermost(ctx, expr, extra);
  const { statement } = ctx.references.get(carrier) ?? {};
  if (extra.kind !== 'named' || (statement?.kind !== 'let' && statement?.kind !== 'deterministic')) return '';
  const index = statement.indices.find(({ domain }) => domain.kind === 'name' && domain.name === extra.name);
  const part = carrierOf(ctx, statement.value, extra);
  if (index === undefined || part.kind !== 'name') return '';
  return `; \`${part.name}\` in the definition of \`${statement.name.name}\` is all of it for each \`${index.name.name}\`: write \`${part.name}[${index.name.name}]\``;
}

/** Through names of `let`s to the expression that brings the axis in. */
function innermost(ctx: Context, expr: Expr, dim: Dim): Expr {
  let at = expr;
  for (let hops = 0; hops < 20; hops++) {
    const carrier = carrierOf(ctx, at, dim);
    const symbol = ctx.references.get(carrier);
    const { kind } = symbol?.statement ?? { kind: null };
    if (symbol === undefined || (kind !== 'let' && kind !== 'deterministic')) return carrier;
    if (symbol.statement.kind !== 'let' && symbol.statement.kind !== 'deterministic') return carrier;
    if (symbol.statement.indices.length > 0 || symbol.kind === 'index') return carrier;
    at = symbol.statement.value;
  }
  return at;
}

/** `a` over `county` where a datum gives the county of each home: `a[county_of]`. */
function gatherFix(
  ctx: Context,
  expr: Expr,
  extra: Dim,
  target: Target,
): { readonly text: string; readonly fix: Fix } | null {
  if (extra.kind !== 'named') return null;
  const carrier = innermost(ctx, expr, extra);
  const type = ctx.types.get(carrier);
  if (carrier.kind !== 'name' || type?.kind !== 'array' || type.dims.length !== 1) return null;
  for (const symbol of ctx.globals.values()) {
    const { type: datum } = symbol;
    if (symbol.kind !== 'data' || datum.kind !== 'array' || datum.labelsOf !== extra.name) continue;
    if (datum.dims.length === 0 || fits(datum.dims, target.type.dims, ctx.table) !== null) continue;
    const text = `${carrier.name}[${symbol.name}]`;
    return { text, fix: { title: `Change to \`${text}\``, edits: [{ span: carrier.span, newText: text }] } };
  }
  return null;
}
