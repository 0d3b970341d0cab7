import type { Method } from './method.ts';
import { seed, whole } from './setting.ts';

/** The Gaussian at the mode. */
export const laplace = {
  name: 'laplace',
  family: 'approximation',
  title: 'Laplace’s approximation',
  block: null,
  command: { name: 'laplace', doc: 'the Gaussian at the posterior’s mode with the curvature there' },
  settings: [
    { name: 'draws', value: whole(1), default: 2000, doc: 'draws of the Gaussian' },
    { name: 'iterations', value: whole(1), default: 1000, doc: 'most steps of the climb' },
    seed,
  ],
  has: {
    trajectories: false,
    rHat: false,
    checkpoints: false,
    kHat: true,
    elbo: null,
    reweighted: true,
    widths: false,
  },
  variants: [
    {
      name: 'laplace',
      title: 'Laplace’s approximation',
      words: {
        noAnswer: 'try `bayes pathfinder`, or sample with NUTS',
        kHat: 'Try `bayes pathfinder`, or sample with NUTS',
        fewDraws: 'Sample with NUTS',
        diverged: () =>
          'Tighten vague priors (a flat one may leave the posterior improper) and give the parameters a similar scale (standardise predictors, non-centred groups), or sample with NUTS',
        notConverged: (iterations) =>
          `Allow ${2 * iterations} iterations, or give the parameters a similar scale`,
        converged: () =>
          'the climb has ended where the gradient vanishes and the density curves downwards in every direction',
        iterations: ({ iterations }) => Number(iterations),
        // The Hessian, its factor and their copies.
        matrices: { what: 'the Hessian', bytes: (n) => 4 * 8 * n ** 2 },
      },
    },
  ],
  editor: [
    {
      command: 'bayes.laplace',
      title: 'Fit by Laplace’s Approximation',
      label: 'Laplace’s approximation',
      description: 'the Gaussian at the mode, with the curvature there',
      settings: {},
    },
  ],
} as const satisfies Method;
