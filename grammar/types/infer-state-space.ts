/** `observe y ~ LinearGaussian(A, Q, Z, H, m0, P0)`, a linear state space, and `draw s ~ states(y)`, its states. */
import { missing, tooMany } from '../checks/argument-count.ts';
import { argumentTwice, noSuchArgument } from '../checks/argument-name.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import { compatible } from '../shapes/broadcast.ts';
import {
  type ArrayType,
  type Dim,
  type DistributionArgument,
  type DistributionType,
  formatType,
  joinDepends,
  type Type,
  unknownType,
} from '../shapes/type.ts';
import type { Arg, CallExpr } from '../syntax/ast.ts';
import { checkDomain } from './check-domain.ts';
import { checkKind } from './check-kind.ts';
import { type Context, type Env, quoted } from './context.ts';
import { asArray, axisInWords, inferExpr } from './infer-array.ts';
import { shapeOrigin } from './shape-origin.ts';

const NAMES = ['A', 'Q', 'Z', 'H', 'm0', 'P0'] as const;
type Name = (typeof NAMES)[number];

const USAGE = `LinearGaussian(${NAMES.join(', ')})`;

/** The dims of an argument without those of time: of the state (s) and of an observation (k). */
function ownDimsOf(
  name: Name,
  hasStates: boolean,
  hasVectors: boolean,
): readonly ('state' | 'observation')[] {
  const states = hasStates ? (['state'] as const) : [];
  const observations = hasVectors ? (['observation'] as const) : [];
  switch (name) {
    case 'A':
    case 'Q':
    case 'P0':
      return [...states, ...states];
    case 'm0':
      return states;
    case 'Z':
      return [...observations, ...states];
    case 'H':
      return [...observations, ...observations];
  }
}

/** Whether there may be one for each time. */
const varies: Readonly<Record<Name, boolean>> = { A: true, Q: true, Z: true, H: true, m0: false, P0: false };

export function inferLinearGaussian(ctx: Context, env: Env, call: CallExpr): Type {
  const type = inferOfSeries(ctx, env, call);
  const { current } = ctx.statement;
  // So that `states` of the series is no second error.
  if (type.kind === 'unknown' && current.kind === 'observe' && current.target.kind === 'name')
    ctx.stateSpaces.set(current.target.name, null);
  return type;
}

function inferOfSeries(ctx: Context, env: Env, call: CallExpr): Type {
  const types = call.args.map(({ value }) => inferExpr(ctx, env, value));
  const placed = place(ctx, call);
  const series = seriesOf(ctx, call);
  if (placed === null || series === null) return unknownType;
  const { time, observation } = series;
  const given = new Map<Name, ArrayType>();
  for (const name of NAMES) {
    const at = placed[name];
    const type = asArray(
      ctx,
      call.args[at].value,
      types[at],
      `as argument \`${name}\` of \`LinearGaussian\``,
    );
    if (type === null) return unknownType;
    given.set(name, type);
  }
  const move = given.get('A');
  if (move === undefined) return unknownType;
  const hasStates = move.dims.length >= 2;
  const args: DistributionArgument[] = [];
  let state: Dim | null = null;
  for (const [name, type] of given) {
    const { value } = call.args[placed[name]];
    const own = ownDimsOf(name, hasStates, observation !== null);
    const extra = type.dims.length - own.length;
    const isSeries = extra === 1 && varies[name];
    if (extra !== 0 && !isSeries) {
      reportShape(ctx, { name, call, at: placed[name], type }, own, time);
      return unknownType;
    }
    if (isSeries && !compatible(type.dims[0], time, ctx.table)) {
      const message = `\`${name}\` of \`LinearGaussian\` is ${shapeInWords(own)}, or one for each ${timeInWords(ctx, time)}, but ${quoted(ctx, value.span, 'this')} is \`${formatType(type)}\``;
      ctx.report(shapesDiffer(value.span, message, shapeOrigin(ctx, value, type.dims[0])));
      return unknownType;
    }
    for (const [i, axis] of own.entries()) {
      const dim = type.dims[extra + i];
      const expected = axis === 'state' ? state : observation;
      if (expected !== null && !compatible(expected, dim, ctx.table)) {
        const what = axis === 'state' ? 'the state' : 'an observation';
        const message = `${quoted(ctx, value.span, `\`${name}\``)} is \`${formatType(type)}\`, but ${what} is over ${axisInWords(ctx, expected)}: axis ${axisInWords(ctx, dim)} does not go with it`;
        ctx.report(shapesDiffer(value.span, message, shapeOrigin(ctx, value, dim)));
        return unknownType;
      }
      if (axis === 'state') state ??= dim;
    }
    args.push({ name, expr: value, type, eventDims: own.length });
    if (name !== 'Q' && name !== 'H' && name !== 'P0') continue;
    const arg = call.args[placed[name]];
    const question = { need: 'semidefinite', name, arg, type, otherForm: null, unnormalised: null } as const;
    if (own.length === 0 || checkKind(ctx, env, question))
      if (own.length === 0)
        checkDomain(ctx, env, { domain: 'nonnegative', name, expr: value, distribution: 'LinearGaussian' });
  }
  return {
    kind: 'distribution',
    name: 'LinearGaussian',
    entry: null,
    args,
    components: [],
    batch: [time],
    event: observation === null ? [] : [observation],
    discrete: false,
    depends: joinDepends(args.map(({ type }) => type)),
  };
}

/** Position of each argument in the call; null after reporting. */
function place(ctx: Context, call: CallExpr): Readonly<Record<Name, number>> | null {
  const found = new Map<Name, number>();
  for (const [at, arg] of call.args.entries()) {
    const name =
      NAMES.find((one) => one === arg.name?.name) ?? (arg.name === undefined ? NAMES[at] : undefined);
    if (name === undefined) {
      ctx.report(
        arg.name === undefined
          ? tooMany(arg.span, 'LinearGaussian', NAMES.length, call.args.length, USAGE)
          : noSuchArgument(arg.name.span, 'LinearGaussian', arg.name.name, [...NAMES]),
      );
      return null;
    }
    const first = found.get(name);
    if (first !== undefined) {
      ctx.report(argumentTwice(arg.span, 'LinearGaussian', name, call.args[first].span));
      return null;
    }
    found.set(name, at);
  }
  const [A, Q, Z, H, m0, P0] = NAMES.map((name) => found.get(name) ?? -1);
  const lacking = NAMES.filter((name) => !found.has(name));
  if (lacking.length === 0) return { A, Q, Z, H, m0, P0 };
  ctx.report(missing(call.span, 'LinearGaussian', lacking, USAGE));
  return null;
}

/** The axes of what is observed: time, and the elements of a vector; null after reporting. */
function seriesOf(
  ctx: Context,
  call: CallExpr,
): { readonly time: Dim; readonly observation: Dim | null } | null {
  const { current } = ctx.statement;
  if (current.kind !== 'observe' || current.distribution !== call) {
    ctx.report(
      wrongType({
        span: call.span,
        expected: 'a distribution of single draws',
        found: unknownType,
        advice:
          '`LinearGaussian` is that of a whole observed series, `observe y ~ LinearGaussian(A, Q, Z, H, m0, P0)`; draws of its states, and so forecasts, are `draw s[time, state] ~ states(y)`',
      }),
    );
    return null;
  }
  const type = ctx.types.get(current.target);
  if (type === undefined || type.kind !== 'array') return null;
  const [time, observation, ...more] = type.dims.slice(current.indices.length);
  if (time !== undefined && more.length === 0) return { time, observation: observation ?? null };
  const words = quoted(ctx, current.target.span, 'the target');
  const advice =
    time === undefined
      ? current.indices.length > 0
        ? 'leave the index of time out, since the filter takes the series whole'
        : 'a series needs an axis of time'
      : 'bind the axes of separate series, as in `observe y[g in group] ~ …`';
  ctx.report(
    shapesDiffer(
      current.target.span,
      `\`LinearGaussian\` observes a series of numbers or of vectors, but ${words} is \`${formatType(type)}\`${current.indices.length > 0 ? `, of which ${current.indices.length} ${current.indices.length === 1 ? 'axis is' : 'axes are'} bound` : ''}: ${advice}`,
      [],
    ),
  );
  return null;
}

function timeInWords(ctx: Context, time: Dim): string {
  const words = axisInWords(ctx, time);
  return time.kind === 'anonymous' ? `of the ${words} times` : words;
}

function shapeInWords(own: readonly ('state' | 'observation')[]): string {
  return own.length === 0 ? 'a number' : `an array \`[${own.join(', ')}]\``;
}

function reportShape(
  ctx: Context,
  { name, call, at, type }: { name: Name; call: CallExpr; at: number; type: ArrayType },
  own: readonly ('state' | 'observation')[],
  time: Dim,
): void {
  const { value }: Arg = call.args[at];
  const each = varies[name] ? `, or one for each ${timeInWords(ctx, time)}` : '';
  const found = `${quoted(ctx, value.span, 'this')} is \`${formatType(type)}\``;
  const scalar =
    name !== 'A' && !own.includes('state') && ['Q', 'm0', 'P0', 'Z'].includes(name)
      ? '; with a number `A` the state is a number: give `A` as a matrix for a vector'
      : '';
  ctx.report(
    shapesDiffer(
      value.span,
      `\`${name}\` of \`LinearGaussian\` is ${shapeInWords(own)}${each} here, but ${found}${scalar}`,
      [],
    ),
  );
}

/** `states(y)`: the states of the series given all its observations. */
export function inferStates(ctx: Context, env: Env, call: CallExpr): Type {
  const found = call.args.map(({ value }) => inferExpr(ctx, env, value));
  const [arg, extra] = call.args;
  if (arg === undefined) {
    ctx.report(missing(call.span, 'states', ['y'], 'states(y)'));
    return unknownType;
  }
  if (extra !== undefined) {
    ctx.report(tooMany(extra.span, 'states', 1, call.args.length, 'states(y)'));
    return unknownType;
  }
  if (found[0].kind === 'unknown') return unknownType;
  const { current } = ctx.statement;
  if (current.kind !== 'draw' || current.distribution !== call || current.indices.length > 0) {
    ctx.report(
      wrongType({
        span: call.span,
        expected: 'a distribution of single draws',
        found: unknownType,
        advice: '`states(y)` is drawn whole, in a statement of its own: `draw s[time, state] ~ states(y)`',
      }),
    );
    return unknownType;
  }
  const symbol = arg.value.kind === 'name' ? ctx.references.get(arg.value) : undefined;
  const own = symbol === undefined ? undefined : ctx.stateSpaces.get(symbol.name);
  if (own === null) return unknownType;
  if (own === undefined) {
    ctx.report(
      wrongType({
        span: arg.value.span,
        expected: 'the name of a series that is observed before as `LinearGaussian`',
        found: found[0],
        where: 'in `states`',
        advice:
          symbol === undefined || symbol.kind === 'data'
            ? 'write it below `observe y ~ LinearGaussian(A, Q, Z, H, m0, P0)`'
            : '`states` takes a datum: give what is computed from one as a datum of its own',
      }),
    );
    return unknownType;
  }
  return own;
}

/** Keeps the type of the states of a series that has just been checked. */
export function noteStates(
  ctx: Context,
  name: string,
  observed: DistributionType,
  indexed: readonly Dim[],
): void {
  const [time] = observed.batch;
  const move = observed.args.find((arg) => arg.name === 'A');
  if (move?.type.kind !== 'array') return;
  const own = move.eventDims === 2 ? move.type.dims.slice(-1) : [];
  ctx.stateSpaces.set(name, { ...observed, name: 'states', args: [], batch: indexed, event: [time, ...own] });
}
