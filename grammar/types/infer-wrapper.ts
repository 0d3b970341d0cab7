/** `Mixture`, `Truncated` and `Censored`: distributions of distributions. */
import { whichComponents } from '../checks/ambiguous-axis.ts';
import { missing, tooMany } from '../checks/argument-count.ts';
import { noSuchArgument } from '../checks/argument-name.ts';
import { plural } from '../checks/check.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { outsideSupport } from '../checks/support-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { BuiltinFunction } from '../functions/function.ts';
import { type OpenSymbol, openSymbol, withNames } from '../scope/symbol.ts';
import { broadcast } from '../shapes/broadcast.ts';
import { dimSize } from '../shapes/dim-table.ts';
import {
  type ArrayType,
  arrayType,
  type Dim,
  type DistributionArgument,
  type DistributionType,
  formatType,
  joinDepends,
  type Type,
  unknownType,
} from '../shapes/type.ts';
import { withoutStructure } from '../shapes/vector-matrix-kind.ts';
import type { Arg, CallExpr, Expr, Ident } from '../syntax/ast.ts';
import { overAdvice } from './axis-order.ts';
import { checkDomain } from './check-domain.ts';
import { checkKind } from './check-kind.ts';
import { type Context, type Env, excerpt, noteUse, quoted } from './context.ts';
import { axisInWords, inferArray, inferExpr } from './infer-array.ts';
import { find, isDimension } from './resolve-names.ts';
import { shapeOrigin } from './shape-origin.ts';
import { axesNamed } from './which-axis.ts';

export function asDistribution(
  ctx: Context,
  expr: Expr,
  type: Type,
  where?: string,
): DistributionType | null {
  if (type.kind === 'distribution') return type;
  if (type.kind !== 'unknown')
    ctx.report(
      wrongType({ span: expr.span, expected: 'a distribution such as `Normal(0, 1)`', found: type, where }),
    );
  return null;
}

/** `Mixture(w, D1, D2)` and `Mixture(w over k, D)`. */
export function inferMixture(ctx: Context, env: Env, call: CallExpr): Type {
  const usage = 'Mixture(w, D1(…), D2(…))';
  const [first, ...rest] = call.args;
  if (first === undefined) {
    ctx.report(missing(call.span, 'Mixture', ['w', 'D'], usage));
    return unknownType;
  }
  const weights = inferArray(ctx, env, first.value, 'as weights of `Mixture`');
  const bound = first.over?.[0];
  const inner = bound === undefined ? env : bindComponent(ctx, env, bound, weights);
  const components = rest.map((a) =>
    asDistribution(ctx, a.value, inferExpr(ctx, inner, a.value), 'in `Mixture`'),
  );
  if (rest.length === 0) {
    ctx.report(missing(call.span, 'Mixture', ['D'], usage));
    return unknownType;
  }
  if (bound !== undefined && rest.length > 1) {
    ctx.report(tooMany(rest[1].span, 'Mixture', 2, call.args.length, 'Mixture(w over k, D(mu[k], …))'));
    return unknownType;
  }
  if (weights === null || components.some((c) => c === null)) return unknownType;
  if (weights.dims.length === 0) {
    const message = `weights of \`Mixture\` must be a vector, but ${quoted(ctx, first.value.span, 'this')} is \`${formatType(weights)}\``;
    ctx.report(shapesDiffer(first.value.span, message, []));
    return unknownType;
  }
  const dim = componentDim(weights, bound);
  if (dim === null) {
    const name = bound?.name ?? '';
    const message = `${quoted(ctx, first.value.span, 'this')} is \`${formatType(weights)}\`, which has no dimension \`${name}\``;
    ctx.report(
      shapesDiffer(bound?.span ?? first.span, message, shapeOrigin(ctx, first.value, weights.dims[0])),
    );
    return unknownType;
  }
  if (bound !== undefined && axesNamed(weights.dims, bound.name) > 1) {
    ctx.report(whichComponents(first.span, excerpt(ctx, first.value.span), bound.name));
    return unknownType;
  }
  const size = dimSize(dim, ctx.table);
  if (bound === undefined && size !== null && size !== rest.length) {
    const advice = rest.length === 1 ? overAdvice(ctx, first.value, dim, rest[0].value) : null;
    ctx.report(
      shapesDiffer(
        first.value.span,
        `\`Mixture\` has ${plural(rest.length, 'component')}, but ${quoted(ctx, first.value.span, 'its weights')} has ${size} weights${advice === null ? '' : `; ${advice.text}`}`,
        shapeOrigin(ctx, first.value, dim),
        advice === null ? [] : [advice.fix],
      ),
    );
    return unknownType;
  }
  const kinds = components.filter((c) => c !== null);
  const other = kinds.findIndex((kind) => kind.event.length !== kinds[0].event.length);
  if (other > 0) {
    const draws = (kind: DistributionType): string =>
      `\`${kind.name}\` draws ${['numbers', 'vectors', 'matrices'][kind.event.length]}`;
    const message = `the components of \`Mixture\` must draw values of one shape, but ${draws(kinds[0])} and ${draws(kinds[other])}`;
    ctx.report(shapesDiffer(rest[other].span, message, []));
    return unknownType;
  }
  const mixed = kinds.findIndex((kind) => kind.discrete !== kinds[0].discrete);
  if (mixed > 0) {
    const has = ({ name, discrete }: DistributionType): string =>
      `\`${name}\` has ${discrete ? 'probabilities of whole numbers' : 'a density over real numbers'}`;
    const message = `the components of \`Mixture\` must all be discrete or all be continuous, but ${has(kinds[0])} and ${has(kinds[mixed])}, which cannot be added; for zeros beside a positive outcome there is \`HurdleGamma\``;
    ctx.report(outsideSupport(rest[mixed].span, message));
    return unknownType;
  }
  const argument: DistributionArgument = { name: 'w', expr: first.value, type: weights, eventDims: 1 };
  const question = { domain: 'simplex', name: 'w', distribution: 'Mixture' } as const;
  const over = { ...weights, dims: [...weights.dims.filter((d) => d !== dim), dim] };
  const isLast = dim === weights.dims[weights.dims.length - 1];
  const type = isLast ? weights : withoutStructure(over);
  if (
    checkKind(ctx, env, { need: 'simplex', name: 'w', arg: first, type, otherForm: null, unnormalised: null })
  )
    checkDomain(ctx, env, { ...question, expr: first.value });
  return wrapped(
    ctx,
    call,
    'Mixture',
    [argument],
    [{ ...weights, dims: weights.dims.filter((d) => d !== dim) }],
    kinds,
  );
}

function componentDim(weights: ArrayType, bound: Ident | undefined): Dim | null {
  const last = weights.dims[weights.dims.length - 1] ?? null;
  if (bound === undefined) return last;
  return weights.dims.findLast((d) => d.kind === 'named' && d.name === bound.name) ?? last;
}

/** `w over k`: `k` names the weights' dimension, or is a new index over their last one. */
function bindComponent(ctx: Context, env: Env, bound: Ident, weights: ArrayType | null): Env {
  const dimension = find(ctx, env.scope, bound.name);
  const symbol: OpenSymbol = openSymbol(bound.name, 'index', bound.span, ctx.statement.current, bound);
  if (dimension !== null && isDimension(dimension)) noteUse(ctx, dimension, bound);
  else ctx.references.set(bound, symbol);
  const dim = weights === null ? null : componentDim(weights, bound);
  const size = dim === null ? null : dimSize(dim, ctx.table);
  symbol.type = arrayType('int');
  symbol.domain = { dim: dim ?? { kind: 'anonymous', size: null }, lo: 1, hi: size, fixed: true };
  return { ...env, scope: withNames(env.scope, [symbol]) };
}

/** `Truncated(D, lo, hi)` and `Censored(D, lo, hi)`. */
export function inferRestricted(ctx: Context, env: Env, call: CallExpr, fn: BuiltinFunction): Type {
  const names: Readonly<Record<string, number>> = { D: 0, dist: 0, lo: 1, lower: 1, hi: 2, upper: 2 };
  const placed: (Arg | undefined)[] = [];
  for (const [at, arg] of call.args.entries()) {
    const place = arg.name === undefined ? at : names[arg.name.name];
    if (place === undefined) {
      if (arg.name) ctx.report(noSuchArgument(arg.name.span, fn.name, arg.name.name, ['D', 'lo', 'hi']));
      return unknownType;
    }
    if (place > 2) {
      ctx.report(tooMany(arg.span, fn.name, 3, call.args.length, `${fn.name}(D, lo, hi)`));
      return unknownType;
    }
    placed[place] = arg;
  }
  const [base, lo, hi] = placed;
  if (base === undefined || (lo === undefined && hi === undefined)) {
    ctx.report(missing(call.span, fn.name, base === undefined ? ['D'] : ['lo'], `${fn.name}(D, lo, hi)`));
    return unknownType;
  }
  const inside = asDistribution(ctx, base.value, inferExpr(ctx, env, base.value), `in \`${fn.name}\``);
  const limits = [lo, hi].flatMap((arg, i) => {
    if (arg === undefined) return [];
    const name = i === 0 ? 'lo' : 'hi';
    const type = inferArray(ctx, env, arg.value, `as argument \`${name}\` of \`${fn.name}\``);
    return [type === null ? null : { name, expr: arg.value, type, eventDims: 0 }];
  });
  if (inside === null || limits.some((l) => l === null)) return unknownType;
  const args = limits.filter((l) => l !== null);
  return wrapped(
    ctx,
    call,
    fn.name,
    args,
    args.map((a) => a.type),
    [inside],
  );
}

function wrapped(
  ctx: Context,
  call: CallExpr,
  name: string,
  args: readonly DistributionArgument[],
  own: readonly ArrayType[],
  components: readonly DistributionType[],
): Type {
  let batch: readonly Dim[] = [];
  const parts = [
    ...own.map((type, i) => ({ dims: type.dims, words: formatType(type), span: args[i].expr.span })),
    ...components.map((c) => ({ dims: c.batch, words: formatType(c), span: call.span })),
  ];
  for (const [i, part] of parts.entries()) {
    const joined = broadcast(batch, part.dims, ctx.table);
    if (joined.ok) {
      batch = joined.dims;
      continue;
    }
    const { left, right } = joined.clash;
    const other = parts.slice(0, i).find((p) => p.dims.includes(left)) ?? parts[0];
    ctx.report(
      shapesDiffer(
        call.callee.span,
        `shapes do not fit in \`${name}\`: \`${other.words}\` and \`${part.words}\`; axis ${axisInWords(ctx, left)} does not go with axis ${axisInWords(ctx, right)}`,
        [
          { message: `this is ${other.words}`, span: other.span },
          { message: `this is ${part.words}`, span: part.span },
        ],
      ),
    );
    return unknownType;
  }
  return {
    kind: 'distribution',
    name,
    entry: null,
    args,
    components,
    batch,
    event: components[0].event,
    discrete: components.every((c) => c.discrete),
    depends: joinDepends([...own, ...components]),
  };
}
