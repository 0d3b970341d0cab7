/** The table of built-in functions. */
import { arrayFunctions } from './arrays.ts';
import { dataSources, distributionFunctions } from './distribution-functions.ts';
import type { BuiltinFunction } from './function.ts';
import { kernels } from './kernels.ts';
import { linearAlgebra } from './linear-algebra.ts';
import { reductions } from './reductions.ts';
import { scalarFunctions } from './scalar.ts';
import { solverFunctions } from './solvers.ts';

const all: readonly BuiltinFunction[] = [
  ...scalarFunctions,
  ...reductions,
  ...linearAlgebra,
  ...arrayFunctions,
  ...kernels,
  ...distributionFunctions,
  ...solverFunctions,
  ...dataSources,
];

export const functions: ReadonlyMap<string, BuiltinFunction> = new Map(all.map((f) => [f.name, f]));
