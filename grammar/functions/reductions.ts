/**
 * Reductions: over everything (`sum(x)`), over dims (`sum(x over home)`), by labels (`sum(x by county_of)`) or over an
 * index (`sum(f(k) for k in state)`). The last three forms are typed by the checker, which knows the scope.
 */
import type { Element } from '../shapes/type.ts';
import type { BuiltinFunction, FunctionArgument, Rule } from './function.ts';
import { quantileRule } from './quantile.ts';
import { elementwise, reduceAll } from './shape-rules.ts';

const x: FunctionArgument = { name: 'x', doc: 'An array; `x over d`, `x by labels`, or `f(k) for k in d`.' };

/** The element type of a reduction's result; null keeps that of its argument. */
const resultElement: Readonly<Record<string, Element | null>> = {
  sum: null,
  prod: null,
  min: null,
  max: null,
  mean: 'real',
  sd: 'real',
  var: 'real',
  log_sum_exp: 'real',
  any: 'bool',
  all: 'bool',
  count: 'int',
};

export function reductionElement(name: string, element: Element): Element {
  const fixed = resultElement[name] ?? null;
  return fixed ?? (element === 'bool' && name !== 'min' && name !== 'max' ? 'int' : element);
}

function reduction(name: string, doc: string): BuiltinFunction {
  return {
    name,
    group: 'reduction',
    doc,
    signatures: [[x]],
    result: 'scalar; with `over`, the dims that are left; with `by`, one for each label',
    rule: reduceAll(resultElement[name]),
  };
}

/** With one argument a reduction, with several the elementwise function. */
function reductionOrElementwise(name: string, doc: string): BuiltinFunction {
  const over = reduceAll(resultElement[name]);
  const between = elementwise(resultElement[name]);
  const rule: Rule = (args, context) => (args.length > 1 ? between : over)(args, context);
  return {
    name,
    group: 'reduction',
    doc,
    signatures: [
      [x],
      [
        { name: 'a', doc: 'First value.' },
        { name: 'b', doc: 'Second value; more may follow.', rest: true },
      ],
    ],
    result:
      'scalar; with `over`, the dims that are left; with `by`, one for each label; with several arguments, elementwise',
    rule,
  };
}

/** Elements are counted, so that the result is known from the data. */
const counted: Rule = (args, context) => {
  const result = reduceAll('int')(args, context);
  return result.ok && result.type.kind === 'array'
    ? { ...result, type: { ...result.type, depends: 'data' } }
    : result;
};

export const reductions: readonly BuiltinFunction[] = [
  reduction('sum', 'The sum.'),
  reduction('prod', 'The product.'),
  reduction('mean', 'The mean.'),
  reduction('sd', 'The standard deviation, with divisor n - 1.'),
  reduction('var', 'The variance, with divisor n - 1.'),
  {
    name: 'quantile',
    group: 'reduction',
    doc: 'The quantile of all elements at `p`, by linear interpolation between those in order. Of values that are not data its cost grows with the square of their number. Of a distribution, `quantile(Normal(mu, sigma), 0.9)`, it is the value below which a draw lies with probability `p`, for each of its numbers and each `p`: from data for every distribution of numbers, from unknowns where it has a closed form.',
    signatures: [
      [
        { name: 'x', doc: 'An array.' },
        { name: 'p', doc: 'A probability from 0 to 1, known from data.' },
      ],
      [
        { name: 'D', doc: 'A distribution with its arguments.' },
        { name: 'p', doc: 'Probabilities from 0 to 1.' },
      ],
    ],
    result: 'real, of a distribution one for each draw and probability',
    rule: quantileRule(reduceAll('real')),
  },
  reductionOrElementwise('min', 'The smallest element, or the smaller of several values.'),
  reductionOrElementwise('max', 'The largest element, or the larger of several values.'),
  reductionOrElementwise('log_sum_exp', '`log(sum(exp(x)))`, without overflow.'),
  reduction('any', 'Whether any element is true.'),
  reduction('all', 'Whether every element is true.'),
  {
    ...reduction(
      'count',
      'How many elements there are, whatever their values; `sum(x > 0)` is how many are true.',
    ),
    rule: counted,
  },
];
