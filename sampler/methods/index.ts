/** The implementation of each method, by the names of `grammar/methods`. */
import type { MethodName } from '../../grammar/methods/index.ts';
import { adviMethod } from './advi/method.ts';
import { chainMethods } from './chain-methods.ts';
import { laplaceMethod } from './laplace/method.ts';
import { mapMethod } from './map/method.ts';
import type { EstimateMethod, MethodOf } from './method.ts';
import { pathfinderMethod } from './pathfinder/method.ts';

export const methodJobs: { readonly [N in MethodName]: MethodOf<N> } = {
  nuts: chainMethods.nuts,
  advi: adviMethod,
  pathfinder: pathfinderMethod,
  laplace: laplaceMethod,
  map: mapMethod,
  metropolis: chainMethods.metropolis,
};

/** Undefined where the method of that name is not an estimate. */
export function estimateMethod(name: string): EstimateMethod | undefined {
  const jobs: Readonly<Record<string, MethodOf<MethodName> | EstimateMethod>> = methodJobs;
  const found = Object.hasOwn(jobs, name) ? jobs[name] : undefined;
  return found?.family === 'estimate' ? found : undefined;
}
