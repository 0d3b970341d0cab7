/**
 * One chain: initial point, tuning, draws. The model is a `Density`; random stream, clock and the receiver of the
 * draws are arguments. The same density, settings and random stream give the same draws bit for bit, also when the
 * chain is interrupted and continued from a checkpoint.
 */

import { methods } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import { countDegrees, recentre, setDegrees } from '../../infer/centring.ts';
import type { Density } from '../../infer/density.ts';
import { chainStart, findStart } from '../../infer/initial-point.ts';
import { type Random, restoreRandom } from '../../random.ts';
import type { TunedChain } from '../../report/sample-report.ts';
import { type Adaptation, adaptations, type Metric } from './adapt/adaptation.ts';
import { centringAdaptation } from './adapt/centring.ts';
import { LEAST_TUNE } from './adapt/schedule.ts';
import { defaultDualAveraging } from './adapt/step-size.ts';
import type {
  ChainCheckpoint,
  ChainOutcome,
  ChainSettings,
  ChainSink,
  ChainTotals,
  Clock,
} from './chain-contract.ts';
import { reporter } from './chain-reporter.ts';
import { IndependentDraws } from './independent-draws.ts';
import type { LinearMetric } from './metric/linear-metric.ts';
import { type MetricDensity, metricDensity } from './metric/metric-density.ts';
import { defaultNutsSettings, type Nuts } from './nuts.ts';
import { asWritten, sampleFrom } from './sampling-phase.ts';
import { startNuts } from './start-nuts.ts';
import { tuner } from './tuning-phase.ts';

/** Degree of centring at the start of learning. */
const FIRST_DEGREE = 0;

const table = defaultsOf(methods.nuts.settings);

/** `draws` has no default for a chain: the run decides on it. */
export const defaultChainSettings: Omit<ChainSettings, 'draws'> = {
  thin: table.thin,
  tune: table.tune,
  targetAccept: table.target_accept,
  maxTreeDepth: table.max_treedepth,
  metric: table.metric,
  centring: table.centring,
  maxEnergyError: defaultNutsSettings.maxEnergyError,
  ...chainStart,
};

/** Runs a chain from a fresh start. `random` is the chain's own stream. */
export function runChain(
  model: Density,
  settings: ChainSettings,
  random: Random,
  sink: ChainSink,
  clock: Clock,
): ChainOutcome {
  const density = metricDensity(model);
  const nuts = model.isIndependent
    ? new IndependentDraws(density)
    : startNuts(density, settings, shouldStopOf(sink));
  const begun = clock.now();
  // Starts are of the model as written, also where an earlier chain left other degrees.
  if (density.centring !== undefined)
    setDegrees(density.centring, new Float64Array(countDegrees(density.centring)).fill(1));
  const start = findStart(density, nuts.state, random, settings, sink.start, shouldStopOf(sink));
  if (start.kind === 'bad-start') return start;

  if (model.isIndependent) {
    const totals = { gradientsTune: 0, gradientsDraws: 0, divergencesTune: 0, divergencesDraws: 0 };
    const tuned = { ...metricWords(settings.metric, null), step_size: 0, draws: 0 };
    const first = { done: 0, stepSize: 0, totals: { ...totals, tuneMs: 0, drawsMs: 0, tuned } };
    return sampleFrom(density, settings, nuts, random, sink, clock, first);
  }
  const adaptation = startAdaptation(density, settings, nuts, random);
  const report = reporter(sink, clock, settings.tune + settings.draws * settings.thin, begun);
  let divergences = 0;
  const tuned = (): ChainTotals => ({
    gradientsTune: start.attempts + nuts.gradients + (adaptation.gradients ?? 0),
    gradientsDraws: 0,
    divergencesTune: divergences,
    divergencesDraws: 0,
    tuneMs: clock.now() - begun,
    drawsMs: 0,
  });
  const tune = tuner(nuts, adaptation, settings.tune, random, clock);
  let tuneDraws = 0;
  for (let isOver = false; !isOver && tuneDraws < settings.tune; ) {
    const { count, leapfrogs, stepSize } = tune(tuneDraws);
    if (nuts.last.end === 'stopped') return { kind: 'stopped', phase: 'tuning', draws: 0, totals: tuned() };
    tuneDraws += count;
    if (nuts.last.divergence !== null) {
      divergences += 1;
      sink.divergence?.(tuneDraws - 1, 'tuning', asWritten(density, nuts.last.divergence));
    }
    isOver = adaptation.learn(tuneDraws - 1, random);
    report('tuning', tuneDraws, 0, stepSize, leapfrogs, count);
  }
  nuts.treeDepthLimit = settings.maxTreeDepth;
  const { stepSize, targetAccept } = adaptation.finish();
  return sampleFrom(density, settings, nuts, random, sink, clock, {
    done: 0,
    stepSize,
    totals: {
      ...tuned(),
      tuned: {
        ...metricWords(settings.metric, density.metric),
        step_size: stepSize,
        draws: tuneDraws,
        ...(targetAccept === settings.targetAccept ? {} : { target_accept: targetAccept }),
      },
    },
  });
}

function metricWords(asked: Metric, metric: LinearMetric | null): Pick<TunedChain, 'metric' | 'directions'> {
  switch (metric?.kind) {
    case 'low_rank':
      return { metric: 'low_rank', directions: metric.directions.length };
    case 'dense':
      return { metric: 'dense' };
    case undefined:
      return { metric: asked === 'diag' ? 'diag' : 'diag_grad' };
  }
}

/** Starts tuning from a position of the model as written. */
function startAdaptation(
  density: MetricDensity,
  settings: ChainSettings,
  nuts: Nuts,
  random: Random,
): Adaptation {
  const { centring } = density;
  const adapting = {
    tune: settings.tune,
    least: Math.min(LEAST_TUNE, settings.tune),
    stepSize: { ...defaultDualAveraging, targetAccept: settings.targetAccept },
  };
  const start = adaptations[settings.metric];
  if (centring === undefined || settings.centring === 'centred')
    return start(density, nuts, adapting, random);
  const first = settings.centring === 'auto' ? FIRST_DEGREE : 0;
  recentre(density, centring, nuts.state, new Float64Array(countDegrees(centring)).fill(first));
  return settings.centring === 'auto'
    ? centringAdaptation(density, centring, nuts, adapting, random, start)
    : start(density, nuts, adapting, random);
}

/** Continues a chain whose last kept draw gave `checkpoint`, up to `settings.draws` kept draws in all. */
export function resumeChain(
  model: Density,
  settings: ChainSettings,
  checkpoint: ChainCheckpoint,
  sink: ChainSink,
  clock: Clock,
): ChainOutcome {
  const density = metricDensity(model);
  const nuts = model.isIndependent
    ? new IndependentDraws(density)
    : startNuts(density, settings, shouldStopOf(sink));
  density.inverseMass.set(checkpoint.inverseMass);
  density.use(checkpoint.metric ?? null);
  if (density.centring !== undefined && checkpoint.centring !== undefined)
    setDegrees(density.centring, checkpoint.centring);
  nuts.state.position.set(checkpoint.position);
  nuts.state.gradient.set(checkpoint.gradient);
  nuts.state.logDensity = checkpoint.logDensity;
  return sampleFrom(density, settings, nuts, restoreRandom(checkpoint.random), sink, clock, checkpoint);
}

function shouldStopOf(sink: ChainSink): () => boolean {
  return () => sink.shouldStop?.() ?? false;
}
