/** Parameters: dims against the prior, constraints, truncation, support. */
import { oneOf, replace } from '../../checks/check.ts';
import { constraintDoesNotFit } from '../../checks/constraint-mismatch.ts';
import { cannotMarginalise } from '../../checks/discrete-parameter.ts';
import { nothingInRange } from '../../checks/empty-range.ts';
import { dimsNeeded } from '../../checks/missing-dims.ts';
import { rangeOfUnknown } from '../../checks/recursion-order.ts';
import { shapesDiffer } from '../../checks/shape-mismatch.ts';
import { wrongType } from '../../checks/type-mismatch.ts';
import { unknownNameAt } from '../../checks/unknown-name.ts';
import { distributions } from '../../distributions/index.ts';
import { emptyScope, type OpenSymbol } from '../../scope/symbol.ts';
import {
  type ArrayType,
  anonymous,
  arrayType,
  type Dim,
  type DistributionType,
  formatDims,
  formatType,
  unknownType,
} from '../../shapes/type.ts';
import type { ParamStatement } from '../../syntax/ast.ts';
import { walkExpr } from '../../syntax/walk.ts';
import { bindIndices } from '../binders.ts';
import { distributionBounds, parameterBounds } from '../check-support.ts';
import { constantOf } from '../constants.ts';
import { type Context, excerpt, quoted, type Self } from '../context.ts';
import { inferExpr } from '../infer-array.ts';
import { ofParameter } from '../infer-kind.ts';
import { asDistribution } from '../infer-wrapper.ts';
import { checkTarget } from '../match-target-dims.ts';
import { resolveDims } from '../resolve-names.ts';
import { shapeOrigin } from '../shape-origin.ts';
import { checkTogether, selfOf } from './drawn-self.ts';
import { checkRange } from './range.ts';
import { topLevel } from './top-level.ts';

const vectorTypes = ['ordered', 'positive_ordered', 'simplex', 'unit_vector', 'sum_to_zero'];
const matrixTypes = ['cholesky_corr', 'corr', 'cov'];

function isKnownType(name: string): boolean {
  return name === 'real' || name === 'int' || [...vectorTypes, ...matrixTypes].includes(name);
}

export function checkParam(ctx: Context, statement: ParamStatement, symbol: OpenSymbol): void {
  const bound = bindIndices(ctx, topLevel, statement.indices, statement);
  const self = bound.symbols.length === 0 ? null : selfOf(symbol, bound.symbols, statement.prior);
  checkElements(ctx, statement, symbol, bound, self);
}

/** `param { x[t in d] ~ D  y[t in d] ~ D }` */
export function checkJointParam(ctx: Context, members: readonly ParamStatement[]): void {
  checkTogether(ctx, members, {
    distributionOf: ({ prior }) => prior,
    checkElements: (statement, bound, self) => checkElements(ctx, statement, self.symbol, bound, self),
  });
}

function checkElements(
  ctx: Context,
  statement: ParamStatement,
  symbol: OpenSymbol,
  bound: ReturnType<typeof bindIndices>,
  self: Self | null,
): void {
  const isIndexed = self !== null;
  const env = isIndexed ? { ...bound.env, self } : topLevel;
  const dims = isIndexed
    ? bound.symbols.map((s) => s.domain?.dim ?? anonymous(null))
    : resolveDims(ctx, emptyScope, statement.dims);
  const found = boundByComparison(ctx, statement) ? unknownType : inferExpr(ctx, env, statement.prior);
  const prior = asDistribution(ctx, statement.prior, found, `as the prior of \`${symbol.name}\``);
  const type = dims === null || prior === null ? null : parameterType(ctx, statement, prior, dims);
  const element = prior?.discrete ? 'int' : 'real';
  const declared = dims !== null && dims.length > 0 ? arrayType(element, dims, 'param') : unknownType;
  symbol.type = type ?? (prior === null && dims !== null && dims.length === 0 ? unknownType : declared);
  if (!checkKnownRange(ctx, statement, self)) return;
  checkRange(ctx, statement.range, isIndexed ? arrayType(element, []) : symbol.type, true, bound.env);
  // The meaning of an unknown type is not guessed.
  if (statement.type === undefined || isKnownType(statement.type.name))
    symbol.bounds = parameterBounds(ctx, env, found, statement.type?.name, statement.range);
  if (symbol.type.kind === 'array') symbol.type = ofParameter(symbol.type, symbol, statement, prior);
  if (prior !== null) {
    checkNotEmpty(ctx, statement, prior, symbol);
    checkConstraint(ctx, statement, prior, symbol);
  }
  if (prior?.discrete) checkDiscrete(ctx, statement, prior, symbol);
}

/** A range limits each element by itself, so it is known without the elements of its block. False after reporting. */
function checkKnownRange(ctx: Context, { range }: ParamStatement, self: Self | null): boolean {
  const unknown = self === null ? [] : [self, ...(self.others ?? [])].map(({ symbol }) => symbol);
  let isKnown = true;
  for (const end of range === undefined ? [] : [range.lo, range.hi])
    if (end !== undefined)
      walkExpr(end, (expr) => {
        const other = expr.kind === 'name' ? unknown.find(({ name }) => name === expr.name) : undefined;
        if (other === undefined || self === null || !isKnown) return;
        isKnown = false;
        ctx.report(rangeOfUnknown(self.symbol, other, expr.span));
      });
  return isKnown;
}

/** `: positive` of other languages means a range. */
function isBound(name: string): boolean {
  return /^(?:non_?)?(?:positive|negative)$|^(?:probability|bounded|interval)$/i.test(name);
}

/** `~ Normal(0, 1) > 0`: reported, with the range that it means. */
function boundByComparison(ctx: Context, { prior, range }: ParamStatement): boolean {
  if (prior.kind !== 'binary' || prior.left.kind !== 'call' || range !== undefined) return false;
  const isLower = prior.op === '>' || prior.op === '>=';
  if (!isLower && prior.op !== '<' && prior.op !== '<=') return false;
  if (!distributions.has(prior.left.callee.name)) return false;
  const end = excerpt(ctx, prior.right.span);
  const written = isLower ? `in ${end}..` : `in ..${end}`;
  const span = { start: prior.left.span.end, end: prior.span.end };
  ctx.report(
    wrongType({
      span: prior.span,
      expected: 'a distribution',
      found: arrayType('bool', [], 'data'),
      advice: `a range is written after the prior: \`${excerpt(ctx, prior.left.span)} ${written}\``,
      fixes: [{ title: `Write \`${written}\``, edits: [{ span, newText: ` ${written}` }] }],
    }),
  );
  return true;
}

/** The declared dims, checked against the prior's; if none are declared, those that it implies. */
function parameterType(
  ctx: Context,
  statement: ParamStatement,
  prior: DistributionType,
  dims: readonly Dim[],
): ArrayType {
  const element = prior.discrete ? 'int' : 'real';
  const { name, span } = statement.name;
  const events = prior.event.length;
  if (statement.indices.length > 0) {
    const names = statement.indices.map((index) => index.name.name).join(', ');
    const target = { words: `\`${name}\` at each \`${names}\``, type: arrayType(element, [], 'param'), span };
    checkTarget(ctx, prior, target, statement.prior.span);
    return arrayType(element, dims, 'param');
  }
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

/** A support with nothing in it: `Uniform(3, 1)`, or `HalfNormal(1) in ..-1`. */
function checkNotEmpty(
  ctx: Context,
  { prior: expr, range }: ParamStatement,
  prior: DistributionType,
  { bounds }: OpenSymbol,
): void {
  const { lo, hi } = bounds;
  if (lo === null || hi === null || lo < hi) return;
  const own = distributionBounds(ctx, topLevel, prior);
  if (own.lo !== null && own.hi !== null && own.lo >= own.hi) {
    if (!prior.discrete) ctx.report(nothingInRange(expr.span, own.lo, own.hi));
    return;
  }
  const stated = [range?.lo, range?.hi].map((end) => end && constantOf(ctx, topLevel, end));
  const [from, to] = stated;
  if (range === undefined || (typeof from === 'number' && typeof to === 'number' && from >= to)) return;
  if (prior.discrete && lo === hi) return;
  ctx.report(
    nothingInRange(range.span, lo, hi, `\`${prior.name}\` takes values from ${own.lo} to ${own.hi}`),
  );
}

function checkConstraint(
  ctx: Context,
  statement: ParamStatement,
  prior: DistributionType,
  symbol: OpenSymbol,
): void {
  const { type, range } = statement;
  if (range !== undefined && (prior.event.length > 0 || prior.over !== undefined)) {
    const what = prior.event.length <= 1 ? 'vectors' : 'matrices';
    ctx.report(
      constraintDoesNotFit(
        range.span,
        `a range truncates a prior over numbers, but \`${prior.name}\` is over ${what}`,
      ),
    );
  }
  if (type === undefined || type.name === '') return;
  const element = prior.discrete ? 'int' : 'real';
  if (prior.over !== undefined) {
    const message = `\`over\` already says that \`${symbol.name}\` sums to zero; leave out \`${type.name}\``;
    ctx.report(constraintDoesNotFit(type.span, message));
    return;
  }
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
        candidates: isBound(type.name) ? [] : known,
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
  const { span } = statement.prior;
  ctx.report(cannotMarginalise(span, symbol.name, prior.name, excerpt(ctx, span) || prior.name));
}
