import type { Method } from './method.ts';
import { chains } from './nuts.ts';
import { seed, whole } from './setting.ts';

/** Random-walk Metropolis, for teaching. */
export const metropolis = {
  name: 'metropolis',
  family: 'chains',
  title: 'Metropolis',
  block: null,
  command: null,
  settings: [
    { name: 'draws', value: whole(1), default: 2000, doc: 'draws kept per chain' },
    { name: 'tune', value: whole(0), default: 1000, doc: 'tuning steps per chain before draws are kept' },
    chains,
    seed,
  ],
  has: {
    trajectories: false,
    rHat: true,
    checkpoints: false,
    kHat: false,
    elbo: null,
    reweighted: false,
    widths: false,
  },
  variants: [{ name: 'metropolis', title: 'random-walk Metropolis' }],
  editor: [
    {
      command: 'bayes.metropolis',
      title: 'Compare Metropolis with NUTS',
      label: 'Metropolis and NUTS',
      description: 'for teaching: the effective draws of a random walk compared with those of NUTS',
      settings: {},
      exclusive: true,
    },
  ],
} as const satisfies Method;
