/** Functions that solve an equation of a function of the model: differential equations, roots and integrals. */
import { arrayType, type Dim, formatType, joinDepends, type Type } from '../shapes/type.ts';
import {
  type BuiltinFunction,
  type FunctionArgument,
  ok,
  problem,
  type Rule,
  type RuleArgument,
  type RuleResult,
} from './function.ts';

function notFunction({ type }: RuleArgument, usage: string): RuleResult | null {
  if (type.kind === 'function' || type.kind === 'unknown') return null;
  return problem({ kind: 'type', arg: 0, expected: `a function \`${usage}\`` });
}

function notNumeric({ type }: RuleArgument, arg: number): RuleResult | null {
  if (type.kind === 'array' || type.kind === 'unknown') return null;
  return problem({ kind: 'type', arg, expected: 'a number or an array' });
}

function notLimit(limit: RuleArgument, arg: number): RuleResult | null {
  if (limit.type.kind === 'array' && limit.type.dims.length > 0)
    return problem({ kind: 'shape', arg, expected: 'a number as a limit' });
  return notNumeric(limit, arg);
}

/** Where the function's result has not as many axes as the state, whose first value is the argument `given`. */
function returnsOtherRank(
  found: Type,
  state: readonly Dim[],
  { expected, given, listed }: { readonly expected: string; readonly given: string; readonly listed: string },
): RuleResult | null {
  if (found.kind !== 'array' || found.dims.length === state.length) return null;
  const advice =
    state.length === 0 ? `the ${given} is a number, so return a number, without brackets` : `list ${listed}`;
  return problem({
    kind: 'type',
    arg: 0,
    expected: `a function that returns ${expected}, \`${formatType(arrayType('real', state))}\`,`,
    found,
    advice,
  });
}

const ode: Rule = ([f, y0, t0, times, ...rest], { callFunction }) => {
  const wrong =
    notFunction(f, 'fun f(t, y, …)') ?? notNumeric(y0, 1) ?? notNumeric(t0, 2) ?? notNumeric(times, 3);
  if (wrong !== null) return wrong;
  if (y0.type.kind !== 'array' || t0.type.kind !== 'array' || times.type.kind !== 'array')
    return ok({ kind: 'unknown' });
  if (t0.type.dims.length > 0) return problem({ kind: 'shape', arg: 2, expected: 'a scalar' });
  if (times.type.dims.length > 1) return problem({ kind: 'shape', arg: 3, expected: 'a vector of times' });
  const unknownTime = [t0, times].findIndex(({ type }) => type.kind === 'array' && type.depends === 'param');
  if (unknownTime >= 0) return problem({ kind: 'needs-data', arg: 2 + unknownTime });
  const state = arrayType('real', y0.type.dims, joinDepends([y0.type, ...rest.map((a) => a.type)]));
  const slope = callFunction(f.type, [arrayType('real'), state, ...rest.map((a) => a.type)]);
  const ofOtherRank = returnsOtherRank(slope, state.dims, {
    expected: 'a slope for each element of the state',
    given: 'start',
    listed: 'a slope for each element, which is a number such as `y[1]`',
  });
  return ofOtherRank ?? ok(arrayType('real', [...times.type.dims, ...state.dims], state.depends));
};

const EVENTS =
  'Doses `(time, state, amount)`: at each time, data that ascend from `t0`, the element `state` of `y`, a position or a label, grows by the amount; a solution wanted at that time is after it.';

const odeArguments: readonly FunctionArgument[] = [
  { name: 'f', doc: 'The right-hand side: `fun f(t, y, args…) = [ … ]`.' },
  { name: 'y0', doc: 'State at `t0`.' },
  { name: 't0', doc: 'Time of the start: data.' },
  { name: 'times', doc: 'Times at which the solution is wanted: data, ascending from `t0`.' },
  { name: 'args', doc: 'Further arguments of `f`.', rest: true, optional: true },
  { name: 'rtol', doc: 'Relative tolerance of a step, 1e-6 by default.', keyword: true, optional: true },
  { name: 'atol', doc: 'Absolute tolerance of a step, 1e-8 by default.', keyword: true, optional: true },
  {
    name: 'max_steps',
    doc: 'Most steps from one time to the next, 10000 by default.',
    keyword: true,
    optional: true,
  },
  { name: 'events', doc: EVENTS, keyword: true, optional: true },
];

const root: Rule = ([f, x0, ...rest], { callFunction }) => {
  const wrong = notFunction(f, 'fun f(x, …)') ?? notNumeric(x0, 1);
  if (wrong !== null) return wrong;
  if (x0.type.kind !== 'array') return ok({ kind: 'unknown' });
  // Which root is found depends on the guess.
  const depends = joinDepends([x0, ...rest].map((a) => a.type));
  const state = arrayType('real', x0.type.dims, depends);
  const values = callFunction(f.type, [state, ...rest.map((a) => a.type)]);
  const ofOtherRank = returnsOtherRank(values, state.dims, {
    expected: 'as many values as the guess has elements',
    given: 'guess',
    listed: 'a value that is to be 0 for each element, which is a number such as `x[1]`',
  });
  return ofOtherRank ?? ok(state);
};

const integral: Rule = ([f, lower, upper, ...rest], { callFunction }) => {
  const wrong = notFunction(f, 'fun f(x, …)') ?? notLimit(lower, 1) ?? notLimit(upper, 2);
  if (wrong !== null) return wrong;
  const depends = joinDepends([lower, upper, ...rest].map((a) => a.type));
  const value = callFunction(f.type, [arrayType('real', [], depends), ...rest.map((a) => a.type)]);
  if (value.kind === 'array' && value.dims.length > 0)
    return problem({
      kind: 'type',
      arg: 0,
      expected: 'a function that returns a number',
      found: value,
      advice: 'integrate its elements one by one, in a comprehension',
    });
  return ok(arrayType('real', [], depends));
};

const rootArguments: readonly FunctionArgument[] = [
  { name: 'f', doc: 'The function that is 0 at the root: `fun f(x, args…) = …`.' },
  { name: 'x0', doc: 'A first guess, a number or an array as `x` is; no gradient is taken by it.' },
  { name: 'args', doc: 'Further arguments of `f`.', rest: true, optional: true },
  {
    name: 'tol',
    doc: 'Relative size of the last step, 1e-10 by default.',
    keyword: true,
    optional: true,
  },
  { name: 'max_steps', doc: 'Most steps of the method, 100 by default.', keyword: true, optional: true },
];

const integralArguments: readonly FunctionArgument[] = [
  { name: 'f', doc: 'The integrand: `fun f(x, args…) = …`.' },
  { name: 'lower', doc: 'Lower limit, which may be `-inf`.' },
  { name: 'upper', doc: 'Upper limit, which may be `inf`.' },
  { name: 'args', doc: 'Further arguments of `f`.', rest: true, optional: true },
  {
    name: 'rtol',
    doc: 'Largest error, relative to the integral of `abs(f)`, 1e-8 by default.',
    keyword: true,
    optional: true,
  },
  {
    name: 'max_steps',
    doc: 'Most bisections of the interval, 200 by default.',
    keyword: true,
    optional: true,
  },
];

export const solverFunctions: readonly BuiltinFunction[] = [
  {
    name: 'ode',
    group: 'solver',
    doc: 'The solution of `dy/dt = f(t, y, args…)` at `times`, by the method of Dormand and Prince of order 5(4) with adaptive steps; gradients by forward sensitivities.',
    signatures: [odeArguments],
    result: '`[times, dims of y0]`',
    rule: ode,
  },
  {
    name: 'ode_stiff',
    group: 'solver',
    doc: 'As `ode`, for stiff systems, whose parts change at speeds that differ by orders of magnitude: by Rodas5P, a Rosenbrock method of order 5(4) that is L-stable, with the exact Jacobian, for at most 200 elements; its sensitivities are the derivatives of the steps that it takes.',
    signatures: [odeArguments],
    result: '`[times, dims of y0]`',
    rule: ode,
  },
  {
    name: 'solve_newton',
    group: 'solver',
    doc: 'The root of `f(x, args…) = 0` that the damped Newton method finds from the guess `x0`, with the exact Jacobian; gradients by the implicit function theorem.',
    signatures: [rootArguments],
    result: 'real, dims of x0',
    rule: root,
  },
  {
    name: 'integrate',
    group: 'solver',
    doc: 'The integral of `f(x, args…)` over `x` from `lower` to `upper`, finite or not, by adaptive Gauss–Kronrod quadrature, by the double exponential transformation where `f` is singular at a limit; gradients by the arguments and by both limits.',
    signatures: [integralArguments],
    result: 'real',
    rule: integral,
  },
];
