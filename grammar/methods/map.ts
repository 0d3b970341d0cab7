import type { Method } from './method.ts';
import { seed, whole } from './setting.ts';

/** The posterior mode. */
export const map = {
  name: 'map',
  family: 'estimate',
  title: 'the posterior mode',
  block: null,
  command: {
    name: 'map',
    doc: 'find the posterior mode on the constrained scale, without the Jacobian (MAP, as Stan’s optimize)',
  },
  settings: [
    { name: 'starts', value: whole(1, 1000), default: 8, doc: 'points that a climb starts from' },
    { name: 'iterations', value: whole(1), default: 1000, doc: 'most steps of a climb' },
    {
      name: 'jacobian',
      value: { kind: 'flag' },
      default: false,
      doc: 'the mode of the density on the unconstrained scale, with the Jacobian of the constraints',
    },
    seed,
  ],
  has: {
    trajectories: false,
    rHat: false,
    checkpoints: false,
    kHat: false,
    elbo: null,
    reweighted: false,
    widths: false,
  },
  variants: [{ name: 'map', title: 'the posterior mode' }],
  editor: [
    {
      command: 'bayes.map',
      title: 'Find Posterior Mode',
      label: 'Posterior mode',
      description: 'the point of highest density, with the curvature there; no draws',
      settings: {},
    },
  ],
} as const satisfies Method;
