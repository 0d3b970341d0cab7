/** What the methods do, by the names of `grammar/methods`. */
import type { MethodName } from '../../grammar/methods/index.ts';
import { adviMethod } from './advi/method.ts';
import { laplaceMethod } from './laplace/method.ts';
import type { MethodOf } from './method.ts';
import { metropolisMethod } from './metropolis/method.ts';
import { nutsMethod } from './nuts/method.ts';
import { pathfinderMethod } from './pathfinder/method.ts';

export const methodJobs: { readonly [N in MethodName]: MethodOf<N> } = {
  nuts: nutsMethod,
  advi: adviMethod,
  pathfinder: pathfinderMethod,
  laplace: laplaceMethod,
  metropolis: metropolisMethod,
};
