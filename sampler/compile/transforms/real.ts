/** No constraint: the unconstrained array is the parameter. */
import type { Transform } from './transform.ts';

export const real: Transform = {
  suffix: '',
  eventDims: 0,
  freeShape: (event) => event,
  constrain: (target) => target.free,
  unconstrain: (event) => event.slice(),
};
