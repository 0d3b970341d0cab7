import type { Method } from './method.ts';
import { seed, whole } from './setting.ts';

/** Gaussians along quasi-Newton paths to the mode. */
export const pathfinder = {
  name: 'pathfinder',
  family: 'approximation',
  title: 'Pathfinder',
  block: 'pathfinder',
  command: {
    name: 'pathfinder',
    doc: 'fit Gaussians along quasi-Newton paths, and draw from the best by their weights',
  },
  settings: [
    { name: 'draws', value: whole(1), default: 2000, doc: 'draws of the result' },
    {
      name: 'paths',
      value: whole(1, 1000),
      default: 4,
      doc: 'paths; 1 is single-path Pathfinder; each starts at a random point, or at a draw of the priors where that leads to a clearly higher ELBO',
    },
    {
      name: 'iterations',
      aliases: ['max_iterations'],
      value: whole(1),
      default: 1000,
      doc: 'most steps of a path',
    },
    { name: 'history', value: whole(1, 1000), default: 6, doc: 'steps that the covariance is made from' },
    { name: 'samples', value: whole(1, 100_000), default: 25, doc: 'draws behind each estimate of the ELBO' },
    {
      name: 'tolerance',
      value: { kind: 'positive' },
      default: 1e-12,
      doc: 'relative change of the log density at which a path ends',
    },
    seed,
  ],
  has: {
    trajectories: false,
    rHat: false,
    checkpoints: false,
    kHat: true,
    elbo: 'paths',
    reweighted: true,
    widths: false,
  },
  variants: [
    {
      name: 'pathfinder',
      title: 'Pathfinder',
      words: {
        noAnswer: 'sample with NUTS, and read what its diagnostics say',
        kHat: 'Sample with NUTS',
        fewDraws: 'Sample with NUTS',
        diverged: () =>
          'Tighten vague priors (a flat one may leave the posterior improper) and give the parameters a similar scale (standardise predictors, non-centred groups), or sample with NUTS',
        notConverged: (iterations) =>
          `Allow ${2 * iterations} iterations, or give the parameters a similar scale`,
        converged: () => 'a climb has reached its end and Pareto k-hat is within its limit',
        extent: ({ paths }) => ` of ${paths} ${paths === 1 ? 'path' : 'paths'}`,
        iterations: ({ paths, iterations }) => Number(paths) * Number(iterations),
      },
    },
  ],
  editor: [
    {
      command: 'bayes.pathfinder',
      title: 'Fit by Pathfinder',
      label: 'Pathfinder',
      description: 'Gaussians along the climb to the mode, the best by their weights',
      settings: {},
    },
  ],
} as const satisfies Method;
