/** Functions that make or rearrange arrays, and covariance kernels. */
import { broadcast, moreSpecific } from '../shapes/broadcast.ts';
import { dimSize } from '../shapes/dim-table.ts';
import { arrayType, type Dim, type Element, joinDepends, joinElement } from '../shapes/type.ts';
import { type BuiltinFunction, type FunctionArgument, ok, problem, type Rule } from './function.ts';
import { alongLast, anonymousSum, dataOnly, kernel, overArrays } from './shape-rules.ts';

const size: Rule = ([x]) => {
  if (x.type.kind === 'unknown') return ok(x.type);
  if (x.type.kind !== 'dimension' && x.type.kind !== 'array')
    return problem({ kind: 'type', arg: 0, expected: 'a dimension or an array' });
  return ok(arrayType('int'));
};

/** Joins along the last axis; a scalar counts as one element. */
const concat: Rule = overArrays((arrays, { table }) => {
  const longest = Math.max(1, ...arrays.map((t) => t.dims.length));
  let lead: readonly Dim[] = [];
  const sizes: (number | null)[] = [];
  let element: Element = 'bool';
  for (const [i, type] of arrays.entries()) {
    const last = type.dims[type.dims.length - 1];
    sizes.push(last === undefined ? 1 : dimSize(last, table));
    if (type.dims.length > 0 && type.dims.length !== longest)
      return problem({
        kind: 'shape',
        arg: i,
        expected: `an array with ${longest} dimensions, as the others`,
      });
    const joined = broadcast(lead, type.dims.slice(0, -1), table);
    if (!joined.ok)
      return problem({
        kind: 'clash',
        left: 0,
        right: i,
        leftDim: joined.clash.left,
        rightDim: joined.clash.right,
      });
    lead = joined.dims.map((d, at) => moreSpecific(d, lead[at] ?? d));
    element = joinElement(element, type.element);
  }
  return ok(arrayType(element, [...lead, anonymousSum(sizes)], joinDepends(arrays)));
});

const vector: FunctionArgument = { name: 'x', doc: 'A vector.' };

const kernelArguments: readonly FunctionArgument[] = [
  { name: 'x', doc: 'Inputs: a vector, or a matrix with one row per input.' },
  { name: 'alpha', doc: 'Marginal standard deviation.' },
  { name: 'rho', doc: 'Length scale.' },
];

function covariance(name: string, doc: string, more: readonly FunctionArgument[] = []): BuiltinFunction {
  return {
    name,
    group: 'kernel',
    doc,
    signatures: [[...kernelArguments, ...more]],
    result: 'a covariance over the dim of `x`, twice',
    rule: kernel,
  };
}

export const arrayFunctions: readonly BuiltinFunction[] = [
  {
    name: 'size',
    group: 'array',
    doc: 'The number of positions of a dimension, or of elements of an array.',
    signatures: [[{ name: 'd', doc: 'A dimension or an array.' }]],
    result: 'int',
    rule: size,
  },
  {
    name: 'softmax',
    group: 'array',
    doc: '`exp(x) / sum(exp(x))` over the last dim, without overflow.',
    signatures: [[vector]],
    result: 'real, dims of `x`',
    rule: alongLast('real'),
  },
  {
    name: 'cumsum',
    group: 'array',
    doc: 'Running sums along the last dim.',
    signatures: [[vector]],
    result: 'dims of `x`',
    rule: alongLast(null),
  },
  {
    name: 'sort',
    group: 'array',
    doc: 'The values of data in ascending order along the last dim.',
    signatures: [[{ name: 'x', doc: 'Data: a vector.' }]],
    result: 'dims of `x`',
    rule: dataOnly(alongLast(null)),
  },
  {
    name: 'standardize',
    group: 'array',
    doc: 'Data centred to mean 0 and scaled to standard deviation 1; each column of a matrix on its own.',
    signatures: [[{ name: 'x', doc: 'Data: a vector, or a matrix with one row per observation.' }]],
    result: 'real, dims of `x`',
    rule: dataOnly(alongLast('real')),
  },
  {
    name: 'concat',
    group: 'array',
    doc: 'Arrays joined end to end along the last dim.',
    signatures: [
      [
        { name: 'a', doc: 'First array.' },
        { name: 'b', doc: 'Next array; more may follow.', rest: true },
      ],
    ],
    result: 'a vector as long as all together',
    rule: concat,
  },
  covariance('exp_quad', 'Squared-exponential covariance `alpha^2 exp(-((x - y) / rho)^2 / 2)`.'),
  covariance('matern32', 'Matérn covariance with smoothness 3/2.'),
  covariance('matern52', 'Matérn covariance with smoothness 5/2.'),
  covariance('periodic', 'Periodic covariance `alpha^2 exp(-2 sin(pi |x - y| / period)^2 / rho^2)`.', [
    { name: 'period', doc: 'Distance after which the function repeats.' },
  ]),
];
