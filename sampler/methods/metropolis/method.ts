import type { ChainMethod } from '../method.ts';
import { defaultMetropolisSettings, runMetropolis } from './metropolis.ts';

export const metropolisMethod: ChainMethod = {
  family: 'chains',
  /** Tuning of a random walk adapts the scales of its proposals; they are reported as a metric. */
  sample(density, settings, random, sink, clock) {
    const { draws, thin, tune, initRadius, initAttempts, initialPosition } = settings;
    const asked = {
      ...defaultMetropolisSettings,
      draws,
      thin,
      tune,
      initRadius,
      initAttempts,
      initialPosition,
    };
    const outcome = runMetropolis(density, asked, random, sink, clock);
    if (outcome.kind !== 'done') return outcome;
    const { totals, proposalScales } = outcome;
    const inverseMass = proposalScales.map((x) => x * x);
    return { kind: 'done', totals, adapted: { stepSize: 1, inverseMass, metric: null } };
  },
  resume: null,
};
