import type { ApproximationWords, Method } from './method.ts';
import { seed, whole } from './setting.ts';

const meanFieldWarning =
  'Mean-field ADVI leaves out all correlation between parameters, so its widths run narrow: ';

/** Scale of the first steps. */
const FIRST_STEP = '0.3';

const shared = {
  noAnswer: 'try `bayes pathfinder`, or sample with NUTS',
  diverged: ({ learning_rate }) =>
    learning_rate === null
      ? 'Tighten vague priors (a flat one may leave the posterior improper) and give the parameters a similar scale (standardise predictors, non-centred groups); `bayes pathfinder` often fits where ADVI runs away'
      : `Leave learning_rate (${learning_rate}) out, so that it is ${FIRST_STEP}, or make it smaller`,
  notConverged: (iterations) =>
    `Look at the ELBO: if it still rises, allow ${2 * iterations} iterations; if it only jitters, raise tolerance or samples`,
  notStationary: (iterations) =>
    `Allow ${2 * iterations} iterations; give the parameters a similar scale (standardise predictors, non-centred groups), or sample with NUTS`,
  converged: ({ tolerance }) =>
    `R-hat of its last iterates is at most 1.1, the error of their mean at most a tenth of an sd, and smaller steps change the ELBO by at most ${tolerance} nats, beyond the error of the change`,
  iterations: ({ iterations }) => Number(iterations),
} satisfies Partial<ApproximationWords>;

/** Automatic differentiation variational inference. */
export const advi = {
  name: 'advi',
  family: 'approximation',
  title: 'ADVI',
  block: 'advi',
  command: {
    name: 'advi',
    doc: 'fit a Gaussian by variational inference; its widths are usually too narrow',
  },
  settings: [
    {
      name: 'method',
      aliases: ['family'],
      value: {
        kind: 'choice',
        values: ['meanfield', 'fullrank'],
        spellings: { mean_field: 'meanfield', full_rank: 'fullrank' },
      },
      default: 'meanfield',
      doc: 'shape of the Gaussian: independent, or with every correlation',
    },
    { name: 'draws', value: whole(1), default: 2000, doc: 'draws of the fitted Gaussian' },
    {
      name: 'iterations',
      aliases: ['max_iterations'],
      value: whole(1),
      default: 20_000,
      doc: 'most steps of the ascent',
    },
    { name: 'samples', value: whole(1, 100_000), default: 4, doc: 'draws behind each gradient' },
    {
      name: 'tolerance',
      value: { kind: 'positive' },
      default: 0.01,
      doc: 'converged once the iterates are stationary and steps of a third of their size change the ELBO by at most this many nats, beyond the error of the change',
    },
    {
      name: 'learning_rate',
      value: { kind: 'positive' },
      default: null,
      unset: FIRST_STEP,
      example: '0.1',
      doc: 'scale of the first steps, in sds; once the iterates are stationary, steps become a third',
    },
    seed,
  ],
  has: {
    trajectories: false,
    rHat: false,
    checkpoints: false,
    kHat: true,
    elbo: 'ascent',
    reweighted: false,
    widths: true,
  },
  variants: [
    {
      name: 'meanfield',
      title: 'mean-field ADVI',
      words: {
        ...shared,
        kHat: 'Try --method fullrank or `bayes pathfinder`, or sample with NUTS',
        fewDraws:
          'Take widths from NUTS, or try --method fullrank; centred predictors have less correlation to leave out',
        warning: {
          message: `${meanFieldWarning}read the means, and take sds and intervals from NUTS`,
          whereItFails: `${meanFieldWarning}take means, sds and intervals from NUTS`,
          nextStep: 'Compare Widths, or `bayes compare-widths`, lays them side by side',
        },
      },
    },
    {
      name: 'fullrank',
      title: 'full-rank ADVI',
      words: {
        ...shared,
        kHat: 'Sample with NUTS',
        fewDraws: 'Sample with NUTS',
        // Parameters, gradient and squares of the ascent, and two sums for each of 32 batches of iterates.
        matrices: { what: 'a full-rank covariance', bytes: (n) => 75 * 4 * n ** 2 },
      },
    },
  ],
  editor: [
    {
      command: 'bayes.advi',
      title: 'Fit by ADVI',
      label: 'ADVI',
      description: 'as in the model’s advi block, else mean-field: quick, and its widths run narrow',
      settings: {},
    },
    {
      command: 'bayes.fullrank',
      title: 'Fit by Full-Rank ADVI',
      label: 'Full-rank ADVI',
      description: 'with the correlations that mean-field leaves out; slower with many parameters',
      settings: { method: 'fullrank' },
    },
  ],
} as const satisfies Method;
