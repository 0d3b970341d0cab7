/** Functions of distributions, and wrappers of distributions. */
import { mayBeByElement } from '../distributions/by-element.ts';
import { broadcast, fits } from '../shapes/broadcast.ts';
import type { DimTable } from '../shapes/dim-table.ts';
import { readingOf } from '../shapes/own-axis.ts';
import { arrayType, type Dim, type DistributionType, joinDepends } from '../shapes/type.ts';
import { type BuiltinFunction, type FunctionArgument, ok, problem, type Rule } from './function.ts';

/** `logpdf(D, x)`: one value per independent draw. */
const density: Rule = ([d, x], { table }) => {
  if (d.type.kind === 'unknown' || x.type.kind === 'unknown') return ok({ kind: 'unknown' });
  if (d.type.kind !== 'distribution') return problem({ kind: 'type', arg: 0, expected: 'a distribution' });
  if (x.type.kind !== 'array') return problem({ kind: 'type', arg: 1, expected: 'a number or an array' });
  const event = d.type.event.length;
  if (x.type.dims.length < event)
    return problem({ kind: 'shape', arg: 1, expected: event === 1 ? 'a vector' : 'a matrix' });
  const batch: readonly Dim[] = x.type.dims.slice(0, x.type.dims.length - event);
  const given = batchOf(d.type, x.type.dims, table);
  const dims = broadcast(batch, given, table);
  if (!dims.ok)
    return problem({
      kind: 'clash',
      left: 1,
      right: 0,
      leftDim: dims.clash.left,
      rightDim: dims.clash.right,
    });
  return ok(arrayType('real', dims.dims, joinDepends([d.type, x.type])));
};

/** Without the axes that arguments by element have along the vectors `x`. */
function batchOf(d: DistributionType, x: readonly Dim[], table: DimTable): readonly Dim[] {
  const { entry } = d;
  if (d.event.length !== 1 || (entry?.byElement === undefined && d.components.length === 0)) return d.batch;
  const vectors = x.slice(0, -1);
  const ofArguments = d.args.map(({ name, type, eventDims }): readonly Dim[] => {
    if (type.kind === 'distribution') return type.batch;
    if (type.kind !== 'array') return [];
    const own = type.dims.slice(0, Math.max(0, type.dims.length - eventDims));
    if (entry === null || !mayBeByElement(entry, name)) return own;
    const axes = { argument: own, vectors, elements: x[x.length - 1] };
    const reading = readingOf(axes, (from, to) => fits(from, to, table) === null);
    return reading.kind === 'elements' ? own.filter((_, i) => i !== reading.axis) : own;
  });
  const parts = [...ofArguments, ...d.components.map((component) => batchOf(component, x, table))];
  return parts.reduce((all, part) => {
    const joined = broadcast(all, part, table);
    return joined.ok ? joined.dims : all;
  }, []);
}

/** The checker types wrappers itself; this rule is not called. */
const wrapper: Rule = () => ok({ kind: 'unknown' });

const base: FunctionArgument = { name: 'D', doc: 'A distribution with its arguments.' };
const value: FunctionArgument = { name: 'x', doc: 'Where to evaluate it.' };
const lo: FunctionArgument = { name: 'lo', doc: 'Lower limit.' };
const hi: FunctionArgument = { name: 'hi', doc: 'Upper limit.', optional: true };

export const distributionFunctions: readonly BuiltinFunction[] = [
  {
    name: 'logpdf',
    group: 'distribution',
    doc: 'The log density (log mass for discrete ones) of `D` at `x`.',
    signatures: [[base, value]],
    result: 'real, one per independent draw',
    rule: density,
  },
  {
    name: 'cdf',
    group: 'distribution',
    doc: 'The probability that a draw of `D` is at most `x`.',
    signatures: [[base, value]],
    result: 'real, one per independent draw',
    rule: density,
  },
  {
    name: 'log_cdf',
    group: 'distribution',
    doc: 'The logarithm of `cdf`, exact far out in the lower tail too.',
    signatures: [[base, value]],
    result: 'real, one per independent draw',
    rule: density,
  },
  {
    name: 'log_ccdf',
    group: 'distribution',
    doc: 'The logarithm of the probability that a draw of `D` is above `x`, exact far out in the upper tail.',
    signatures: [[base, value]],
    result: 'real, one per independent draw',
    rule: density,
  },
  {
    name: 'HSGP',
    group: 'distribution',
    doc: 'An approximate Gaussian process, as the prior of a vector: `param f[row] ~ HSGP(x, eta, ell)`, over a vector or over a table of several inputs. It costs `m` times the points (the product of those of all inputs), and is defined at new points.',
    signatures: [
      [
        {
          name: 'x',
          doc: 'Data: the points, one for each element of the parameter; a table has a row for each.',
        },
        { name: 'eta', doc: 'Marginal standard deviation.' },
        { name: 'ell', doc: 'Length scale; of several inputs one for all, or one for each.' },
        {
          name: 'kernel',
          doc: '`exp_quad`, `matern12`, `matern32` or `matern52` (by default).',
          optional: true,
          keyword: true,
        },
        {
          name: 'm',
          doc: 'Number of functions, 20 by default; of several inputs along each, or `[20, 10]`.',
          optional: true,
          keyword: true,
        },
        {
          name: 'c',
          doc: 'The functions vanish at `c` half ranges of `x` from its middle, 1.5 by default; `[1.5, 2]` for several inputs.',
          optional: true,
          keyword: true,
        },
      ],
    ],
    result: 'the prior of a vector over the points',
    rule: wrapper,
  },
  {
    name: 'Mixture',
    group: 'distribution',
    doc: 'A mixture of distributions with weights over the last dim of `w`.',
    signatures: [
      [
        { name: 'w', doc: 'Weights, one per component; `w over k` binds `k` in the component.' },
        { name: 'D', doc: 'The components, or one that depends on `k`.', rest: true },
      ],
    ],
    result: 'a distribution',
    rule: wrapper,
  },
  {
    name: 'Truncated',
    group: 'distribution',
    doc: 'The distribution restricted to `lo..hi` and normalised there.',
    signatures: [[base, { ...lo, optional: true }, hi]],
    result: 'a distribution',
    rule: wrapper,
  },
  {
    name: 'Censored',
    group: 'distribution',
    doc: 'The distribution with values below `lo` recorded as `lo`, above `hi` as `hi`.',
    signatures: [[base, { ...lo, optional: true }, hi]],
    result: 'a distribution',
    rule: wrapper,
  },
  {
    name: 'LinearGaussian',
    group: 'distribution',
    doc: 'The distribution of an observed series in a linear state space, `observe y ~ LinearGaussian(A, Q, Z, H, m0, P0)`, with the states summed out by the Kalman filter: `s[1] ~ MvNormal(m0, P0)`, `s[t + 1] ~ MvNormal(A s[t], Q)`, `y[t] ~ MvNormal(Z s[t], H)`. The series is over `[time]` or `[time, k]`; missing values are gaps. Numbers where the state and the observation are numbers.',
    signatures: [
      [
        { name: 'A', doc: 'Leads from a state to the next, `[state, state]`, or one for each time.' },
        { name: 'Q', doc: 'Covariance of the noise of that step; variances may be 0. Or one for each time.' },
        {
          name: 'Z',
          doc: 'From state to observation, `[state]`, of vectors `[k, state]`, or one for each time.',
        },
        {
          name: 'H',
          doc: 'Variance of an observation, of vectors `[k, k]`; may be 0. Or one for each time.',
        },
        { name: 'm0', doc: 'Mean of the state at the first time, before its observation.' },
        { name: 'P0', doc: 'Covariance of the state at the first time.' },
      ],
    ],
    result: 'the distribution of a series',
    rule: wrapper,
  },
  {
    name: 'states',
    group: 'distribution',
    doc: 'The states of a series that is observed as `LinearGaussian`, given all its observations: `draw s[time, state] ~ states(y)` draws all times together; where the series ends in missing values they are a forecast.',
    signatures: [[{ name: 'y', doc: 'The observed series, by its name.' }]],
    result: 'the distribution of an array over time and the state',
    rule: wrapper,
  },
  {
    name: 'prob',
    group: 'distribution',
    doc: 'The probability of each value of a discrete parameter that is summed out, given the data and the other unknowns of a draw: its mean over the draws is the posterior probability. In `deterministic` alone.',
    signatures: [[{ name: 'z', doc: 'A discrete parameter.' }]],
    result: 'real, dims of the parameter, then one axis with its values',
    rule: wrapper,
  },
  {
    name: 'viterbi',
    group: 'distribution',
    doc: 'The most probable values of a discrete parameter that is summed out, all elements of a chain together, given the data and the other unknowns of a draw. In `deterministic` alone.',
    signatures: [[{ name: 's', doc: 'A discrete parameter, such as the states of a hidden Markov chain.' }]],
    result: 'int, dims of the parameter',
    rule: wrapper,
  },
];

/** Where a datum's values come from; only on the right of `=` in a data block. */
export const dataSources: readonly BuiltinFunction[] = [
  {
    name: 'column',
    group: 'data-source',
    doc: 'The column of the data file with this name.',
    signatures: [[{ name: 'name', doc: 'The column, as text.' }]],
    result: 'a column',
    rule: wrapper,
  },
  {
    name: 'columns',
    group: 'data-source',
    doc: 'Columns as a matrix; its last dimension takes their names as labels.',
    signatures: [[{ name: 'names', doc: 'The columns, as text.', rest: true }]],
    result: 'a matrix',
    rule: wrapper,
  },
  {
    name: 'days',
    group: 'data-source',
    doc: 'A column of dates (`2020-02-29`, perhaps with a time) as days since 1970-01-01, or since the day given.',
    signatures: [
      [
        { name: 'name', doc: 'The column, as text.' },
        { name: 'since', doc: 'The day that is 0, as text.', keyword: true, optional: true },
      ],
    ],
    result: 'a column of numbers',
    rule: wrapper,
  },
  {
    name: 'year',
    group: 'data-source',
    doc: 'The years of a column of dates, as numbers or labels.',
    signatures: [[{ name: 'name', doc: 'The column, as text.' }]],
    result: 'a column',
    rule: wrapper,
  },
  {
    name: 'month',
    group: 'data-source',
    doc: 'The months of a column of dates: 1 to 12, or under the name of a dimension the labels Jan to Dec, in this order.',
    signatures: [[{ name: 'name', doc: 'The column, as text.' }]],
    result: 'a column',
    rule: wrapper,
  },
  {
    name: 'weekday',
    group: 'data-source',
    doc: 'The days of the week of a column of dates: 1 to 7, or under the name of a dimension the labels Mon to Sun, in this order.',
    signatures: [[{ name: 'name', doc: 'The column, as text.' }]],
    result: 'a column',
    rule: wrapper,
  },
];

/** The names of these functions mean something on the right of `=` in a data block alone. */
export const dataSourceNames: ReadonlySet<string> = new Set(dataSources.map(({ name }) => name));
