/**
 * One chain: initial point, tuning, draws. The model is a `Density`; random stream, clock and the receiver of the
 * draws are arguments. The same density, settings and random stream give the same draws bit for bit, also when the
 * chain is interrupted and continued from a checkpoint.
 */

import { methods } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import { type DrawStats, newDrawStats } from '../../draws/draw-statistics.ts';
import type { TransitionTally } from '../../draws/transition-tally.ts';
import {
  countDegrees,
  degreesOf,
  recentre,
  setDegrees,
  writtenLogDensity,
  writtenPosition,
} from '../../infer/centring.ts';
import type { Density, State } from '../../infer/density.ts';
import { chainStart, type FindFault, findStart, type StartSettings } from '../../infer/initial-point.ts';
import type { ValueFault } from '../../infer/invalid-value.ts';
import { type Random, type RandomState, restoreRandom } from '../../random.ts';
import type { TunedChain } from '../../report/sample-report.ts';
import { type Adaptation, adaptations, type Metric } from './adapt/adaptation.ts';
import { centringAdaptation } from './adapt/centring.ts';
import { earlyTreeDepth, LEAST_TUNE } from './adapt/schedule.ts';
import { defaultDualAveraging } from './adapt/step-size.ts';
import { diagonalOf, type LinearMetric } from './metric/linear-metric.ts';
import { type MetricDensity, metricDensity } from './metric/metric-density.ts';
import { type Divergence, type DrawnBlock, defaultNutsSettings, type Nuts } from './nuts.ts';
import { startNuts } from './start-nuts.ts';
import { type SinceKept, Thinning } from './thinning.ts';

export interface ChainSettings extends StartSettings {
  /** Draws to keep. */
  readonly draws: number;
  /** Transitions to each of them; the draw of the last is kept. */
  readonly thin: number;
  /** Tuning draws before them, at most; they are not kept. */
  readonly tune: number;
  readonly targetAccept: number;
  readonly maxTreeDepth: number;
  readonly metric: Metric;
  /** Degrees of centring, where the density has any: as written, 0, or learned. */
  readonly centring: 'auto' | 'centred' | 'noncentred';
  /** Energy error above which a step is a divergence. */
  readonly maxEnergyError: number;
}

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

/** A chain continues from it with the draws of an uninterrupted chain. Plain JSON. */
export interface ChainCheckpoint {
  /** Kept draws so far. */
  readonly done: number;
  /** Transitions after the last of them; absent where there are none. */
  readonly since?: SinceKept;
  readonly position: readonly number[];
  readonly gradient: readonly number[];
  readonly logDensity: number;
  readonly inverseMass: readonly number[];
  /** A metric beyond the diagonal; `inverseMass` is then 1. */
  readonly metric?: LinearMetric;
  /** Degrees of centring; absent where the density has none. */
  readonly centring?: readonly number[];
  readonly stepSize: number;
  readonly random: RandomState;
  readonly totals: ChainTotals;
}

export interface ChainTotals {
  /** Including those of the start and of the step-size search. */
  readonly gradientsTune: number;
  readonly gradientsDraws: number;
  readonly divergencesTune: number;
  readonly divergencesDraws: number;
  readonly tuneMs: number;
  readonly drawsMs: number;
  /** Present once tuning is over. */
  readonly tuned?: TunedChain;
  /** Of all transitions after tuning, where only some of their draws are kept. */
  readonly transitions?: TransitionTally;
}

export interface ChainReport {
  readonly phase: 'tuning' | 'sampling';
  /** Iterations done, tuning included, and their total; an upper limit while tuning. */
  readonly done: number;
  readonly total: number;
  /** Divergences after tuning. */
  readonly divergences: number;
  readonly stepSize: number;
  /** Gradients per draw since the last report. */
  readonly gradientsPerDraw: number;
  readonly elapsedMs: number;
}

export interface ChainSink {
  /**
   * A kept draw, number `index` from 0. `state` and `stats` are only valid during the call;
   * `checkpoint()` may be called within it to take the chain's state after this draw.
   */
  draw(index: number, state: State, stats: DrawStats, checkpoint: () => ChainCheckpoint): void;
  /**
   * Many draws at once, where the model's module makes them so, in place of `draw`: the first is number `first`.
   * The same holds of the block and of `checkpoint()`, which is the state after its last draw.
   */
  block?(first: number, block: DrawnBlock, checkpoint: () => ChainCheckpoint): void;
  /** Checks the model's values at a starting point; returns the invalid value, or null. */
  readonly start?: FindFault;
  /** A divergence at iteration `draw` of the phase, as it happens. */
  divergence?(draw: number, phase: ChainReport['phase'], divergence: Divergence): void;
  /** At most once every `reportEveryMs` of the clock, and at each change of phase and the end. */
  progress?(report: ChainReport): void;
  /** Polled between leapfrog steps, every few where they are cheap; true ends the chain and keeps its draws. */
  shouldStop?(): boolean;
}

/** Milliseconds since any fixed point in time. */
export interface Clock {
  now(): number;
}

const reportEveryMs = 100;

export type ChainOutcome =
  | { readonly kind: 'done'; readonly totals: ChainTotals; readonly adapted: Adapted }
  | {
      readonly kind: 'stopped';
      readonly phase: ChainReport['phase'];
      /** Kept draws. */
      readonly draws: number;
      readonly totals: ChainTotals;
    }
  /** No point of finite density and gradient was found; the last one tried is at `position`. */
  | {
      readonly kind: 'bad-start';
      readonly position: Float64Array;
      readonly logDensity: number;
      readonly badGradients: readonly number[];
      readonly attempts: number;
      /** The density is finite, but a value of the model is invalid. */
      readonly fault?: ValueFault;
    };

/** The result of tuning. */
interface Adapted {
  readonly stepSize: number;
  /** The diagonal of M⁻¹. */
  readonly inverseMass: Float64Array;
  /** A metric beyond the diagonal; null if it is diagonal. */
  readonly metric: LinearMetric | null;
  /** Degrees of centring; absent where the density has none. */
  readonly centring?: Float64Array;
}

/** Runs a chain from a fresh start. `random` is the chain's own stream. */
export function runChain(
  model: Density,
  settings: ChainSettings,
  random: Random,
  sink: ChainSink,
  clock: Clock,
): ChainOutcome {
  const density = metricDensity(model);
  const nuts = startNuts(density, settings, shouldStopOf(sink));
  const begun = clock.now();
  // Starts are of the model as written, also where an earlier chain left other degrees.
  if (density.centring !== undefined)
    setDegrees(density.centring, new Float64Array(countDegrees(density.centring)).fill(1));
  const start = findStart(density, nuts.state, random, settings, sink.start, shouldStopOf(sink));
  if (start.kind === 'bad-start') return start;

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
  let tuneDraws = 0;
  for (let isOver = false; !isOver && tuneDraws < settings.tune; tuneDraws++) {
    const { stepSize } = adaptation;
    nuts.treeDepthLimit = earlyTreeDepth(tuneDraws, settings.tune);
    nuts.transition(random, stepSize);
    if (nuts.last.end === 'stopped') return { kind: 'stopped', phase: 'tuning', draws: 0, totals: tuned() };
    isOver = adaptation.learn(tuneDraws, random);
    if (nuts.last.divergence !== null) {
      divergences += 1;
      sink.divergence?.(tuneDraws, 'tuning', asWritten(density, nuts.last.divergence));
    }
    report('tuning', tuneDraws + 1, 0, stepSize, nuts.last.leapfrogs);
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
  const nuts = startNuts(density, settings, shouldStopOf(sink));
  density.inverseMass.set(checkpoint.inverseMass);
  density.use(checkpoint.metric ?? null);
  if (density.centring !== undefined && checkpoint.centring !== undefined)
    setDegrees(density.centring, checkpoint.centring);
  nuts.state.position.set(checkpoint.position);
  nuts.state.gradient.set(checkpoint.gradient);
  nuts.state.logDensity = checkpoint.logDensity;
  return sampleFrom(density, settings, nuts, restoreRandom(checkpoint.random), sink, clock, checkpoint);
}

interface SamplingStart {
  readonly done: number;
  readonly since?: SinceKept;
  readonly stepSize: number;
  readonly totals: ChainTotals;
}

/** Samples the kept draws, with fixed metric and step size. */
function sampleFrom(
  density: MetricDensity,
  settings: ChainSettings,
  nuts: Nuts,
  random: Random,
  sink: ChainSink,
  clock: Clock,
  start: SamplingStart,
): ChainOutcome {
  const { stepSize } = start;
  const { thin } = settings;
  const thinning = new Thinning(thin, settings.maxTreeDepth, start.since, start.totals.transitions);
  const degrees = density.centring === undefined ? null : degreesOf(density.centring);
  const begun = clock.now();
  const tuneDraws = start.totals.tuned?.draws ?? settings.tune;
  const { tuneMs, drawsMs } = start.totals;
  const report = reporter(sink, clock, tuneDraws + settings.draws * thin, begun - tuneMs - drawsMs);
  let gradients = start.totals.gradientsDraws;
  let divergences = start.totals.divergencesDraws;
  /** Kept draws, and all transitions. */
  let done = start.done;
  let made = thin * done + thinning.since.transitions;
  const first = made;
  const totals = (): ChainTotals => ({
    ...start.totals,
    gradientsDraws: gradients,
    divergencesDraws: divergences,
    drawsMs: drawsMs + clock.now() - begun,
    ...(thin === 1 ? {} : { transitions: thinning.tally }),
  });
  const checkpoint = (): ChainCheckpoint => ({
    done,
    ...(thinning.since.transitions === 0 ? {} : { since: thinning.since }),
    position: [...nuts.state.position],
    gradient: [...nuts.state.gradient],
    logDensity: nuts.state.logDensity,
    inverseMass: [...density.inverseMass],
    ...(density.metric === null ? {} : { metric: density.metric }),
    ...(degrees === null ? {} : { centring: [...degrees] }),
    stepSize,
    random: random.state(),
    totals: totals(),
  });
  /** Within the last transition, whose steps are counted too. */
  const stopped = (): ChainOutcome => {
    gradients += nuts.last.leapfrogs;
    return { kind: 'stopped', phase: 'sampling', draws: done, totals: totals() };
  };
  /** One record, overwritten by the next draw. */
  const stats = newDrawStats();
  stats.stepSize = stepSize;

  const { last } = nuts;
  const sampleBlock = blockSampler(nuts, random, stepSize, sink, clock);
  while (done < settings.draws) {
    if (sampleBlock !== null) {
      // The first draw alone, so that it is reported at once.
      const block = sampleBlock(made === first ? 1 : settings.draws * thin - made);
      made += block.count;
      gradients += block.leapfrogs;
      if (last.divergence !== null) {
        divergences += 1;
        sink.divergence?.(Math.ceil(made / thin) - 1, 'sampling', asWritten(density, last.divergence));
      }
      const kept = thinning.thin(block);
      const index = done;
      done += kept.count;
      if (kept.count > 0) sink.block?.(index, kept, checkpoint);
      if (block.count > 0)
        report('sampling', tuneDraws + made, divergences, stepSize, block.leapfrogs, block.count);
      if (last.end === 'stopped') return stopped();
      continue;
    }
    nuts.transition(random, stepSize);
    const { state } = nuts;
    if (last.end === 'stopped') return stopped();
    gradients += last.leapfrogs;
    if (last.divergence !== null) {
      divergences += 1;
      sink.divergence?.(done, 'sampling', asWritten(density, last.divergence));
    }
    stats.logDensity = writtenLogDensity(density.centring, state);
    stats.energy = last.energy;
    stats.divergent = last.divergence === null ? 0 : 1;
    stats.treeDepth = last.depth;
    stats.gradients = last.leapfrogs;
    stats.acceptance = last.acceptance;
    made += 1;
    if (thinning.keeps(stats)) {
      const index = done;
      done += 1;
      sink.draw(index, state, stats, checkpoint);
    }
    report('sampling', tuneDraws + made, divergences, stepSize, last.leapfrogs);
  }
  return {
    kind: 'done',
    totals: totals(),
    adapted: {
      stepSize,
      inverseMass: density.metric === null ? density.inverseMass.slice() : diagonalOf(density.metric),
      metric: density.metric,
      ...(degrees === null ? {} : { centring: degrees }),
    },
  };
}

/** Draws at most so many draws, to where progress is due; null where draws are made one at a time. */
function blockSampler(nuts: Nuts, random: Random, stepSize: number, sink: ChainSink, clock: Clock) {
  const { blocks } = nuts;
  if (blocks === null || sink.block === undefined) return null;
  return (most: number): DrawnBlock => {
    const begun = clock.now();
    return blocks.draw(random, stepSize, most, () => clock.now() - begun >= reportEveryMs);
  };
}

/** The divergence with its positions in the coordinates of the model as written. */
function asWritten({ centring }: Density, divergence: Divergence): Divergence {
  if (centring === undefined) return divergence;
  return {
    ...divergence,
    start: writtenPosition(centring, divergence.start),
    end: writtenPosition(centring, divergence.end),
  };
}

function shouldStopOf(sink: ChainSink): () => boolean {
  return () => sink.shouldStop?.() ?? false;
}

/** Calls `sink.progress` at most every `reportEveryMs`, and at the first and the last iteration. */
export function reporter(sink: ChainSink, clock: Clock, total: number, begun: number) {
  let lastAt = Number.NEGATIVE_INFINITY;
  let gradients = 0;
  let draws = 0;
  return (
    phase: ChainReport['phase'],
    done: number,
    divergences: number,
    stepSize: number,
    leapfrogs: number,
    count = 1,
  ): void => {
    if (sink.progress === undefined) return;
    gradients += leapfrogs;
    draws += count;
    const now = clock.now();
    if (now - lastAt < reportEveryMs && done < total) return;
    sink.progress({
      phase,
      done,
      total,
      divergences,
      stepSize,
      gradientsPerDraw: gradients / draws,
      elapsedMs: now - begun,
    });
    lastAt = now;
    gradients = 0;
    draws = 0;
  };
}
