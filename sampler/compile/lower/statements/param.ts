/** `param x[d]: TYPE ~ D(…) in LO..HI`. */
import type { Distribution } from '../../../../grammar/distributions/distribution.ts';
import type { ParamStatement } from '../../../../grammar/syntax/ast.ts';
import {
  orderedWithin,
  positiveOrdered,
  real,
  statedTransforms,
  type Transform,
} from '../../transforms/index.ts';
import { type Axis, shapeText } from '../axes.ts';
import type { Context } from '../context.ts';
import { axesOf } from '../dimension.ts';
import { dependsOnDiscrete } from '../discrete/discrete-unknown.ts';
import { eventDimsOfDraw, isDiscrete } from '../distribution/argument-arrays.ts';
import { requireDistribution } from '../distribution/bind.ts';
import { givenByElement } from '../distribution/by-element.ts';
import { logDensity } from '../distribution/density.ts';
import { locationScalePrior } from '../distribution/location-scale.ts';
import { sequencePrior } from '../distribution/sequence-prior.ts';
import { boundsOf } from '../distribution/support.ts';
import { nameOf } from '../distribution/truncation.ts';
import { arrayOf, emitTerm } from '../emit-statements.ts';
import type { Scope } from '../scope.ts';
import { type ArrayValue, type DistributionValue, knownNumber } from '../value.ts';
import { lowerCentredParam } from './centred-param.ts';
import { lowerCentredSequence } from './centred-sequence.ts';
import { lowerDiscreteParam } from './discrete-param.ts';
import { lowerIndexedParams } from './indexed-param.ts';
import { inRange, scalarTransform } from './param-range.ts';
import { addPrior } from './prior.ts';
import { introduceUnknown } from './unknown.ts';
import { lowerZeroSumParam, zeroSumPrior } from './zero-sum-param.ts';

/** @param statements one, or the lines of `param { … }` */
export function lowerParam(ctx: Context, scope: Scope, statements: readonly ParamStatement[]): void {
  const [statement] = statements;
  if (statement.indices.length > 0) {
    lowerIndexedParams(ctx, scope, statements);
    return;
  }
  const { name } = statement.name;
  const axes = axesOf(ctx, statement.dims);
  const stated = givenByElement(ctx, requireDistribution(ctx, scope, statement.prior), axes);
  const zeroSum = zeroSumPrior(stated);
  if (zeroSum !== null) {
    scope.names.set(name, lowerZeroSumParam(ctx, statement, axes, zeroSum));
    return;
  }
  const prior = inRange(ctx, scope, stated, statement);
  if (isDiscrete(prior)) {
    lowerDiscreteParam(ctx, scope, statement, axes, prior);
    return;
  }
  const centred = lowerCentred(ctx, prior, axes, statement);
  if (centred !== null) {
    scope.names.set(name, centred);
    return;
  }
  const transform = transformOf(ctx, prior, statement);
  const batchCount = axes.length - transform.eventDims;
  checkEvent(ctx, axes, transform.eventDims, eventDimsOfDraw(prior), statement);
  const array = introduceUnknown(ctx, {
    name,
    batch: axes.slice(0, batchCount),
    event: axes.slice(batchCount),
    transform,
  });
  const value = arrayOf(ctx, array, axes);
  scope.names.set(name, value);

  const density = logDensity(ctx, prior, value, {
    guarded: statement.type !== undefined,
    span: statement.span,
  });
  const expected = axes.length - eventDimsOfDraw(prior);
  if (density.dims.length > expected) {
    ctx.fail(
      'shape-mismatch',
      `the prior has shape ${shapeText(density.dims)}, the parameter ${shapeText(axes)}: expected the prior's dimensions among the parameter's`,
      statement.prior.span,
    );
  }
  const { indices, at } = ctx.freshLoop(density.dims.map((dim) => dim.size));
  const body = density.at(at);
  if (body.op !== 'const' || body.value !== 0) emitTerm(ctx, 'prior', indices, body);
  if (ctx.options.priors === true) addPrior(ctx, { statement, array, prior, value, density });
}

/** The parameter with degrees of centring; null where it is to have none. */
function lowerCentred(
  ctx: Context,
  prior: DistributionValue,
  axes: readonly Axis[],
  { name: { name }, type }: ParamStatement,
): ArrayValue | null {
  const isPlain = type === undefined || type.name === 'real';
  if (ctx.options.centring !== true || !isPlain) return null;
  const scaled = locationScalePrior(ctx, prior, axes);
  const isOpen = (value: ArrayValue): boolean =>
    dependsOnDiscrete(ctx, value.at(ctx.placeholders(value.dims.map((dim) => dim.size))));
  if (scaled !== null && (isOpen(scaled.location) || isOpen(scaled.scale))) return null;
  if (scaled !== null) return lowerCentredParam(ctx, name, axes, scaled);
  const sequence = sequencePrior(ctx, prior, axes);
  return sequence === null ? null : lowerCentredSequence(ctx, name, axes, sequence);
}

function transformOf(ctx: Context, prior: DistributionValue, statement: ParamStatement): Transform {
  const bounds = eventDimsOfDraw(prior) > 0 ? {} : boundsOf(ctx, prior);
  const { type } = statement;
  if (type !== undefined) {
    const stated = statedTransforms.get(type.name);
    if (stated === undefined) {
      if (type.name === 'real') return scalarTransform(bounds);
      return ctx.fail(
        'unknown-name',
        `unknown constraint ${type.name}: expected one of ${[...statedTransforms.keys()].join(', ')}`,
        type.span,
      );
    }
    const fromZero = knownNumber(bounds.lower) === 0 && bounds.upper === undefined;
    if (type.name === 'ordered' && (bounds.lower !== undefined || bounds.upper !== undefined))
      return fromZero ? positiveOrdered : orderedWithin(bounds);
    if (statement.range !== undefined && !(type.name === 'positive_ordered' && fromZero)) {
      const advice =
        type.name === 'positive_ordered' ? '; `ordered` takes any range: `: ordered ~ … in 0..5`' : '';
      ctx.unsupported(
        `a range for a parameter that is ${type.name}: expected a prior without one${advice}`,
        statement.range.span,
      );
    }
    return stated;
  }
  const support = supportOf(ctx, prior);
  switch (support?.kind) {
    case 'simplex':
      return requireStated('simplex');
    case 'sumToZero':
      return requireStated('sum_to_zero');
    case 'choleskyCorr':
      return requireStated('cholesky_corr');
    case 'corr':
      return requireStated('corr');
    case 'cov':
      return requireStated('cov');
    case 'vector':
      return real;
    case 'countVector':
      return ctx.unsupported(`${nameOf(prior)} has no continuous draws`, statement.prior.span);
    default:
      return scalarTransform(bounds);
  }
}

/** The support of a draw that is a vector or a matrix; of a mixture it is that of its components. */
function supportOf(ctx: Context, prior: DistributionValue): Distribution['support'] | undefined {
  if (prior.form === 'plain') return prior.entry.support;
  if (prior.form !== 'mixture' || eventDimsOfDraw(prior) === 0) return undefined;
  const [first, ...rest] = prior.components.map((component) => supportOf(ctx, component));
  const other = rest.findIndex((support) => support?.kind !== first?.kind);
  if (other < 0) return first;
  const names = [prior.components[0], prior.components[other + 1]].map(nameOf).join(' and ');
  return ctx.unsupported(`a mixture of ${names}, whose draws have different constraints`, prior.span);
}

function requireStated(name: string): Transform {
  const transform = statedTransforms.get(name);
  if (transform === undefined) throw new Error(`no transform ${name}`);
  return transform;
}

function checkEvent(
  ctx: Context,
  axes: readonly Axis[],
  constrained: number,
  drawn: number,
  statement: ParamStatement,
): void {
  const needed = Math.max(constrained, drawn);
  if (axes.length < needed) {
    ctx.fail(
      'shape-mismatch',
      `${statement.name.name} has shape ${shapeText(axes)}: expected ${needed === 1 ? 'a vector, as in' : 'a square matrix, as in'} ${statement.name.name}[${needed === 1 ? 'k' : 'k, k'}]`,
      statement.name.span,
    );
  }
  const [a, b] = axes.slice(-2);
  if (needed === 2 && a.size !== b.size) {
    ctx.fail(
      'shape-mismatch',
      `${statement.name.name} has shape ${shapeText(axes)}: expected a square matrix, found ${a.size} rows and ${b.size} columns`,
      statement.name.span,
    );
  }
}
