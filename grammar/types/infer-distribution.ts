/** `D(a, b = c)`: arguments matched with a parameterisation, their shapes split in batch and event. */

import { missing, nameAsArgument, tooMany } from '../checks/argument-count.ts';
import { argumentTwice, mixedArguments, noSuchArgument } from '../checks/argument-name.ts';
import { replace } from '../checks/check.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { Fix } from '../diagnostic.ts';
import { mayBeByElement } from '../distributions/by-element.ts';
import type { Argument, Distribution, Domain } from '../distributions/distribution.ts';
import { type BindingError, bindArguments, signatureTexts } from '../distributions/lookup.ts';
import { withoutOver } from '../distributions/over.ts';
import { broadcast, compatible, moreSpecific } from '../shapes/broadcast.ts';
import { dimSize } from '../shapes/dim-table.ts';
import {
  type ArrayType,
  anonymous,
  type Dim,
  type DistributionArgument,
  formatType,
  joinDepends,
  type Type,
  unknownType,
} from '../shapes/type.ts';
import { needOf } from '../shapes/vector-matrix-kind.ts';
import type { CallExpr, Expr } from '../syntax/ast.ts';
import { isSpecial, specialWord } from '../syntax/special-arguments.ts';
import { checkDomain } from './check-domain.ts';
import { checkKind } from './check-kind.ts';
import { checkOver } from './check-over.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, quoted } from './context.ts';
import { asArray, axisInWords, inferExpr } from './infer-array.ts';
import { asDistribution } from './infer-wrapper.ts';
import { find } from './resolve-names.ts';
import { shapeOrigin } from './shape-origin.ts';

/** Arguments whose dims are not those of a draw. */
const foreign: ReadonlySet<string> = new Set([
  'AR.rho',
  'ICAR.edges',
  'CAR.edges',
  'GaussianConditional.K_cross',
  'GaussianConditional.K_old',
  'GaussianConditional.value',
]);

export function inferDistribution(ctx: Context, env: Env, whole: CallExpr, entry: Distribution): Type {
  const { over, call } = withoutOver(whole, entry);
  const types = call.args.map((a) => inferExpr(ctx, env, a.value));
  const special = call.args.find(isSpecial);
  if (special !== undefined) {
    ctx.report(noSuchArgument(special.span, entry.name, specialWord(special), []));
    return unknownType;
  }
  const binding = bindArguments(
    entry,
    call.args.map((a) => ({ name: a.name?.name })),
  );
  if (binding.kind === 'error') {
    for (const error of binding.errors) reportBinding(ctx, call, entry, error);
    return unknownType;
  }
  const args: DistributionArgument[] = [];
  let known = true;
  for (const [i, argument] of binding.signature.entries()) {
    const at = binding.order[i];
    if (at === null) continue;
    const { value } = call.args[at];
    const type = checkArgument(ctx, env, entry, argument, call, at, types[at]);
    if (type === null) known = false;
    else {
      args.push({ name: argument.name, expr: value, type, eventDims: argument.eventDims });
      const { name, domain } = argument;
      const forms = {
        ...otherForms(entry, domain, binding.signature.length),
        outcomes: domain === 'simplex' ? outcomesOf(ctx, env, entry) : null,
      };
      const isOfKind = checkKind(ctx, env, {
        need: needOf(domain),
        name,
        arg: call.args[at],
        type,
        ...forms,
      });
      if (isOfKind) checkDomain(ctx, env, { domain, name, expr: value, distribution: entry.name });
    }
  }
  if (!known) return unknownType;
  const batch = batchOf(ctx, call, entry, args);
  const event = eventOf(ctx, call, env, entry, args);
  const dims = over === null ? null : checkOver(ctx, env, { call: whole, over, args });
  if (batch === null || event === null || (over !== null && dims === null)) return unknownType;
  return {
    kind: 'distribution',
    name: entry.name,
    entry,
    args,
    components: [],
    batch,
    event: dims === null ? event : [],
    ...(dims === null ? {} : { over: dims }),
    discrete: entry.type === 'discrete',
    depends: joinDepends(args.map((a) => a.type)),
  };
}

/** Number of categories of the observed datum; null if unknown. */
function outcomesOf(ctx: Context, env: Env, entry: Distribution): number | null {
  const { current } = ctx.statement;
  if (current.kind !== 'observe' || current.target.kind !== 'name') return null;
  const symbol = find(ctx, env.scope, current.target.name);
  if (symbol?.kind !== 'data' || symbol.type.kind !== 'array') return null;
  const { type, bounds } = symbol;
  const last = type.dims[type.dims.length - 1];
  if (entry.eventDims === 1) return last === undefined ? null : dimSize(last, ctx.table);
  return type.labelsOf === null ? bounds.hi : ctx.table.sizeOf(type.labelsOf);
}

/** Other arguments that accept the value. */
function otherForms(
  entry: Distribution,
  domain: Domain,
  count: number,
): { readonly otherForm: string | null; readonly unnormalised: string | null } {
  const all = [entry.arguments, ...(entry.parameterisations ?? []).map((p) => p.arguments)];
  const wanted: Domain | null =
    domain === 'covariance' ? 'choleskyFactor' : domain === 'choleskyFactor' ? 'covariance' : null;
  const other = all.flat().find((a) => a.domain === wanted);
  const logits =
    domain === 'simplex' && count === 1 ? all.flat().find((a) => a.name === 'logits') : undefined;
  return { otherForm: other?.name ?? null, unnormalised: logits?.name ?? null };
}

function reportBinding(ctx: Context, call: CallExpr, entry: Distribution, error: BindingError): void {
  const usages = signatureTexts(entry);
  switch (error.kind) {
    case 'unknown': {
      const arg = call.args[error.at];
      ctx.report(noSuchArgument((arg.name ?? arg).span, entry.name, error.name, error.known));
      return;
    }
    case 'duplicate':
      ctx.report(
        argumentTwice(call.args[error.at].span, entry.name, error.name, call.args[error.first].span),
      );
      return;
    case 'tooMany':
      if (call.args[0]?.value.kind === 'string' && call.args[0].name === undefined) {
        ctx.report(nameAsArgument(call.args[0].span, call.args[1]?.span.start, entry.name));
        return;
      }
      ctx.report(tooMany(call.args[error.at].span, entry.name, error.expected, call.args.length, usages[0]));
      return;
    case 'mixed': {
      const arg = call.args[error.at];
      ctx.report(mixedArguments((arg.name ?? arg).span, entry.name, error.names, usages));
      return;
    }
    case 'missing':
      ctx.report(missing(call.span, entry.name, error.names, usages[0]));
      return;
  }
}

function checkArgument(
  ctx: Context,
  env: Env,
  entry: Distribution,
  argument: Argument,
  call: CallExpr,
  at: number,
  found: Type,
): Type | null {
  const { value } = call.args[at];
  const where = `as argument \`${argument.name}\` of \`${entry.name}\``;
  if (argument.domain === 'distribution') return asDistribution(ctx, value, found, where);
  const type = asArray(ctx, value, found, where);
  if (type === null) return null;
  if ((argument.domain === 'integer' || argument.domain === 'count') && type.element === 'real') {
    const constant = constantOf(ctx, env, value);
    if (constant === null || !Number.isInteger(constant)) {
      ctx.report(
        wrongType({
          span: value.span,
          expected: 'a whole number',
          found: type,
          where,
          ...rounded(ctx, value),
        }),
      );
      return null;
    }
  }
  const needed = argument.eventDims === 2 ? 2 : 0;
  if (type.dims.length < needed || !isSquare(ctx, argument, type)) {
    const expected = argument.domain === 'matrix' ? 'a matrix' : 'a square matrix';
    const message = `expected ${expected} ${where}, but ${quoted(ctx, value.span, 'this')} is \`${formatType(type)}\``;
    ctx.report(
      shapesDiffer(value.span, message, type.dims.length > 0 ? shapeOrigin(ctx, value, type.dims[0]) : []),
    );
    return null;
  }
  return type;
}

/** Arguments of a distribution of the program are real, whatever it is given. */
function rounded(ctx: Context, value: Expr): { readonly advice?: string; readonly fixes?: readonly Fix[] } {
  const { kind, statement } = ctx.references.get(value) ?? {};
  if (value.kind !== 'name' || kind !== 'argument' || statement?.kind !== 'distribution') return {};
  const text = `round(${value.name})`;
  return {
    advice: `arguments of a distribution of the program are real numbers: write \`${text}\``,
    fixes: [replace(`Change to \`${text}\``, value.span, text)],
  };
}

function isSquare(ctx: Context, argument: Argument, type: ArrayType): boolean {
  if (argument.eventDims !== 2 || argument.domain === 'matrix') return true;
  const n = type.dims.length;
  return compatible(type.dims[n - 2], type.dims[n - 1], ctx.table);
}

/** Dims of an argument that are broadcast: all except its trailing event dims. */
export function batchDims(arg: DistributionArgument): readonly Dim[] {
  if (arg.type.kind === 'distribution') return arg.type.batch;
  if (arg.type.kind !== 'array') return [];
  return arg.type.dims.slice(0, Math.max(0, arg.type.dims.length - arg.eventDims));
}

/** The trailing dims that belong to the argument itself; empty where a scalar is given for a vector. */
export function ownDims(arg: DistributionArgument): readonly Dim[] {
  if (arg.type.kind !== 'array' || arg.eventDims === 0) return [];
  return arg.type.dims.slice(Math.max(0, arg.type.dims.length - arg.eventDims));
}

/** Whether the argument's own dims are those of a draw, as a mean vector's are. */
export function sharesEvent(entry: Distribution, arg: DistributionArgument): boolean {
  return entry.eventDims > 0 && arg.eventDims > 0 && !foreign.has(`${entry.name}.${arg.name}`);
}

function batchOf(
  ctx: Context,
  call: CallExpr,
  entry: Distribution,
  args: readonly DistributionArgument[],
): readonly Dim[] | null {
  let batch: readonly Dim[] = [];
  for (const arg of args) {
    const joined = broadcast(batch, batchDims(arg), ctx.table);
    if (joined.ok) {
      batch = joined.dims;
      continue;
    }
    // One of them may be over the axis of the draw: its target tells.
    if (args.some(({ name }) => mayBeByElement(entry, name))) continue;
    const other = args.find((a) => batchDims(a).includes(joined.clash.left)) ?? args[0];
    reportClash(ctx, call, entry, other, joined.clash.left, arg, joined.clash.right);
    return null;
  }
  return batch;
}

/** Dims of one draw as far as the arguments determine them; null after reporting that they disagree. */
function eventOf(
  ctx: Context,
  call: CallExpr,
  env: Env,
  entry: Distribution,
  args: readonly DistributionArgument[],
): readonly (Dim | null)[] | null {
  const event: (Dim | null)[] = new Array<Dim | null>(entry.eventDims).fill(null);
  let first: DistributionArgument | null = null;
  for (const arg of args) {
    if (!sharesEvent(entry, arg)) continue;
    const own = ownDims(arg).slice(-entry.eventDims);
    for (const [i, dim] of own.entries()) {
      const before = event[i];
      if (before !== null && first !== null && !compatible(before, dim, ctx.table)) {
        reportClash(ctx, call, entry, first, before, arg, dim);
        return null;
      }
      event[i] = before === null ? dim : moreSpecific(before, dim);
    }
    if (own.length > 0) first ??= arg;
  }
  if (entry.name === 'StickBreakingWeights' && event[0] === null) {
    const breaks = args.find((a) => a.name === 'K');
    const k = breaks === undefined ? null : constantOf(ctx, env, breaks.expr);
    event[0] = anonymous(k === null ? null : k + 1);
  }
  return event;
}

function reportClash(
  ctx: Context,
  call: CallExpr,
  entry: Distribution,
  left: DistributionArgument,
  leftDim: Dim,
  right: DistributionArgument,
  rightDim: Dim,
): void {
  const words = (a: DistributionArgument) => `\`${a.name}\` is \`${formatType(a.type)}\``;
  ctx.report(
    shapesDiffer(
      call.callee.span,
      `shapes of the arguments of \`${entry.name}\` do not fit: ${words(left)}, ${words(right)}; axis ${axisInWords(ctx, leftDim)} does not go with axis ${axisInWords(ctx, rightDim)}`,
      [...shapeOrigin(ctx, left.expr, leftDim), ...shapeOrigin(ctx, right.expr, rightDim)],
    ),
  );
}
