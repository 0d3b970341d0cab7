/** Covariance functions of Gaussian processes, over one set of points or between two. */
import { compatible } from '../shapes/broadcast.ts';
import { type ArrayType, arrayType, joinDepends } from '../shapes/type.ts';
import { type BuiltinFunction, type FunctionArgument, ok, problem, type Rule } from './function.ts';
import { overArrays } from './shape-rules.ts';

interface KernelForm {
  /** Its scales after `eta`; `ell` is a number or one for each input. */
  readonly scales: readonly FunctionArgument[];
  /** Valid for one input alone. */
  readonly oneInput?: boolean;
  /** The names of its arguments that older programs have. */
  readonly formerNames?: readonly FunctionArgument[];
}

const points: FunctionArgument = {
  name: 'x',
  doc: 'Points: a vector, or a matrix with one row per point and one column per input.',
};
const otherPoints: FunctionArgument = {
  name: 'x2',
  doc: 'A second set of points, for the covariances between the two.',
};
const eta: FunctionArgument = { name: 'eta', doc: 'Marginal standard deviation.' };
const ell: FunctionArgument = { name: 'ell', doc: 'Length scale: a number, or one per input.' };
const period: FunctionArgument = { name: 'period', doc: 'Distance after which the function repeats.' };
const formerNames: readonly FunctionArgument[] = [
  { name: 'alpha', doc: 'Marginal standard deviation, another name of `eta`.' },
  { name: 'rho', doc: 'Length scale, another name of `ell`.' },
];

/** `k(x, …)` over one axis twice, `k(x, x2, …)` over two; the number of arguments tells which. */
function covarianceOf({ scales, oneInput }: KernelForm): Rule {
  const own = 2 + scales.length;
  return overArrays((arrays, { table }) => {
    const isCross = arrays.length > own;
    const sets = arrays.slice(0, isCross ? 2 : 1);
    for (const [arg, x] of sets.entries()) {
      if (x.dims.length === 0) return problem({ kind: 'shape', arg, expected: 'a vector of inputs' });
      if (x.dims.length > (oneInput ? 1 : 2)) {
        const expected = oneInput ? 'a vector: one input' : 'points over one axis, or points and inputs';
        return problem({ kind: 'shape', arg, expected });
      }
    }
    const [x, x2] = sets;
    if (x2 !== undefined) {
      if (x.dims.length !== x2.dims.length)
        return problem({ kind: 'shape', arg: 1, expected: 'points with as many axes as the first' });
      if (x.dims.length === 2 && !compatible(x.dims[1], x2.dims[1], table))
        return problem({ kind: 'clash', left: 0, right: 1, leftDim: x.dims[1], rightDim: x2.dims[1] });
    }
    for (let arg = sets.length; arg < arrays.length; arg++) {
      const found = scaleProblem(arrays[arg], arg === sets.length + 1 ? x : null);
      if (found === null) continue;
      if (found === 'clash')
        return problem({
          kind: 'clash',
          left: 0,
          right: arg,
          leftDim: x.dims[1],
          rightDim: arrays[arg].dims[0],
        });
      return problem({ kind: 'shape', arg, expected: found });
    }
    return ok(arrayType('real', [x.dims[0], (x2 ?? x).dims[0]], joinDepends(arrays)));

    /** Why a scale does not fit; `inputs` are the points where there may be one for each of their columns. */
    function scaleProblem(scale: ArrayType, inputs: ArrayType | null): string | null {
      if (scale.dims.length === 0) return null;
      if (inputs === null) return 'a number as its scale';
      if (scale.dims.length > 1 || inputs.dims.length < 2)
        return 'a number as its scale (one per input needs points over two axes, points and inputs)';
      return compatible(inputs.dims[1], scale.dims[0], table) ? null : 'clash';
    }
  });
}

function kernel(name: string, doc: string, form: KernelForm): BuiltinFunction {
  const scales = [eta, ...form.scales];
  return {
    name,
    group: 'kernel',
    doc,
    signatures: [
      [points, ...scales],
      [points, otherPoints, ...scales],
      ...(form.formerNames === undefined ? [] : [[points, ...form.formerNames]]),
    ],
    result: 'covariances over the points of `x`, twice; with `x2`, of `x` and of `x2`',
    rule: covarianceOf(form),
  };
}

const stationary: KernelForm = { scales: [ell] };

export const kernels: readonly BuiltinFunction[] = [
  kernel('exp_quad', 'Squared-exponential covariance `eta^2 exp(-r^2 / 2)`, where `r = |x - y| / ell`.', {
    ...stationary,
    formerNames,
  }),
  kernel('matern12', 'Matérn covariance with smoothness 1/2, `eta^2 exp(-r)`.', stationary),
  kernel(
    'matern32',
    'Matérn covariance with smoothness 3/2, `eta^2 (1 + s) exp(-s)`, where `s = sqrt(3) r`.',
    {
      ...stationary,
      formerNames,
    },
  ),
  kernel(
    'matern52',
    'Matérn covariance with smoothness 5/2, `eta^2 (1 + s + s^2 / 3) exp(-s)`, where `s = sqrt(5) r`.',
    { ...stationary, formerNames },
  ),
  kernel(
    'rational_quadratic',
    'Rational quadratic covariance `eta^2 (1 + r^2 / (2 alpha))^-alpha`, a mixture of `exp_quad` over length scales.',
    {
      scales: [ell, { name: 'alpha', doc: 'Shape: the larger, the closer to `exp_quad`.' }],
    },
  ),
  kernel('periodic', 'Periodic covariance `eta^2 exp(-2 sin(pi |x - y| / period)^2 / ell^2)`.', {
    scales: [ell, period],
    formerNames: [...formerNames, period],
  }),
  kernel('linear', 'Covariance of straight lines through the origin, `eta^2 sum(x * y)`.', { scales: [] }),
  kernel('cosine', 'Covariance of waves of one length, `eta^2 cos(2 pi |x - y| / ell)`, of one input.', {
    scales: [ell],
    oneInput: true,
  }),
];
