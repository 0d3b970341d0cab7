import type { Method } from './method.ts';
import { type Setting, seed, whole } from './setting.ts';

export const chains = {
  name: 'chains',
  value: whole(1, 1000),
  default: 4,
  doc: 'number of independent chains',
} as const satisfies Setting;

/** Of parameters with a location and a scale that are parameters too. */
export const centring = {
  name: 'centring',
  aliases: ['centering'],
  value: {
    kind: 'choice',
    values: ['auto', 'centred', 'noncentred'],
    spellings: { centered: 'centred', noncentered: 'noncentred' },
  },
  default: 'auto',
  doc: 'whether parameters with a location and a scale that are parameters too, `MvNormal` (by its Cholesky factor) and `GaussianRandomWalk` (by its steps) are sampled as written (`centred`), standardised (`noncentred`), or in between, as tuning learns it for each element or vector (`auto`)',
} as const satisfies Setting;

/** The no-U-turn sampler. */
export const nuts = {
  name: 'nuts',
  family: 'chains',
  title: 'NUTS',
  block: 'sample',
  command: {
    name: 'sample',
    doc: 'draw from the posterior with NUTS; the flags override the model’s `sample { … }` block',
  },
  settings: [
    {
      name: 'draws',
      value: whole(1),
      word: 'enough',
      default: 'enough',
      doc: 'draws kept per chain; `enough` keeps 1000, then as many as effective draws ask for (400 per chain, in the bulk and the tails of every quantity), reckoned at most three times, up to `max_draws`; a number is that number',
    },
    {
      name: 'max_draws',
      value: whole(1),
      default: 20_000,
      doc: 'limit of `draws = enough`, per chain',
    },
    {
      name: 'tune',
      value: whole(0),
      default: 1000,
      doc: 'tuning steps per chain at most, before draws are kept; from 200 on tuning ends once metric and step size have settled (with `metric = diag` it never ends early)',
    },
    chains,
    {
      name: 'target_accept',
      value: { kind: 'fraction' },
      default: 0.8,
      doc: 'acceptance rate that the step size aims at; a divergence late in tuning, or a step that nearly was one, raises it to 0.95, once; raise it against divergences that stay',
    },
    {
      name: 'max_treedepth',
      value: whole(1, 20),
      default: 10,
      doc: 'most doublings of one trajectory',
    },
    {
      name: 'metric',
      value: { kind: 'choice', values: ['diag_grad', 'diag', 'low_rank', 'dense', 'auto'] },
      default: 'auto',
      doc: 'mass matrix that tuning learns: scales from draws and gradients (`diag_grad`) or from draws (`diag`), strong correlations too (`low_rank`), or all (`dense`); `auto` chooses by what `low_rank` or `dense` would gain',
    },
    centring,
    {
      name: 'init',
      value: { kind: 'choice', values: ['jitter', 'pathfinder'] },
      values: 'parameters',
      default: 'jitter',
      doc: 'each chain starts at a random point (`jitter`), at a draw of its own path of Pathfinder (`pathfinder`), or at values of parameters: `init = { mu = 50 }` in the model, a JSON file or the folder of a run at the flag',
    },
    {
      name: 'thin',
      value: whole(1, 10_000),
      default: 1,
      doc: 'steps of the chain to each draw that is kept: with `thin = 5` every fifth draw of the same chain is, and `draws` counts those; divergences, trajectories cut off and E-BFMI are of all steps',
    },
    {
      name: 'store',
      flag: 'keep',
      value: { kind: 'names' },
      word: 'all',
      default: 'all',
      doc: 'quantities whose draws are kept and summarised (`param`, `deterministic`, `draw`), in the model as `store = [mu, tau]`, at the flag as `mu,tau`; their draws are those of a run that keeps all. What is left out is neither judged nor there for what reads the run: predictions and checks need the parameters',
    },
    {
      name: 'engine',
      value: { kind: 'text' },
      where: 'later',
      default: 'local',
      doc: 'where the chains run',
    },
    seed,
  ],
  has: {
    trajectories: true,
    rHat: true,
    checkpoints: true,
    kHat: false,
    elbo: null,
    reweighted: false,
    widths: false,
  },
  variants: [{ name: 'nuts', title: 'NUTS' }],
  editor: [
    {
      command: 'bayes.sample',
      title: 'Sample Model',
      label: 'NUTS',
      description: 'draws from the posterior; what the verdict is made for',
      settings: {},
      exclusive: true,
      icon: '$(play)',
    },
  ],
} as const satisfies Method;
