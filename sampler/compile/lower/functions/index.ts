/** Built-in functions by name: how each is lowered. Their signatures and docs are in `grammar/functions`. */
import type { Builtin } from '../call-arguments.ts';
import { solverBuiltins } from '../solvers/index.ts';
import { algebraBuiltins } from './algebra.ts';
import { arrayBuiltins } from './array.ts';
import { covarianceBuiltins } from './covariance.ts';
import { dataBuiltins } from './data.ts';
import { distributionBuiltins } from './distribution.ts';
import { graphBuiltins } from './graph.ts';
import { discreteBuiltins } from './of-discrete.ts';
import { quantileBuiltins } from './quantile.ts';
import { reductionBuiltins } from './reduction.ts';
import { scalarBuiltins } from './scalar.ts';
import { sequenceBuiltins } from './sequence.ts';
import { splineBuiltins } from './spline.ts';

const families: readonly ReadonlyMap<string, Builtin>[] = [
  scalarBuiltins,
  reductionBuiltins,
  quantileBuiltins,
  algebraBuiltins,
  arrayBuiltins,
  sequenceBuiltins,
  covarianceBuiltins,
  dataBuiltins,
  distributionBuiltins,
  discreteBuiltins,
  solverBuiltins,
  graphBuiltins,
  splineBuiltins,
];

export const builtins: ReadonlyMap<string, Builtin> = new Map(families.flatMap((family) => [...family]));
