/** The phase of a chain after tuning: kept draws at a fixed metric and step size, in blocks where the model makes them. */
import { newDrawStats } from '../../draws/draw-statistics.ts';
import { degreesOf, writtenLogDensity, writtenPosition } from '../../infer/centring.ts';
import type { Density } from '../../infer/density.ts';
import type { Random } from '../../random.ts';
import type {
  ChainCheckpoint,
  ChainOutcome,
  ChainSettings,
  ChainSink,
  ChainTotals,
  Clock,
} from './chain-contract.ts';
import { REPORT_EVERY_MS, reporter } from './chain-reporter.ts';
import { diagonalOf } from './metric/linear-metric.ts';
import type { MetricDensity } from './metric/metric-density.ts';
import type { Divergence, DrawnBlock, Nuts } from './nuts.ts';
import { type SinceKept, Thinning } from './thinning.ts';

interface SamplingStart {
  readonly done: number;
  readonly since?: SinceKept;
  readonly stepSize: number;
  readonly totals: ChainTotals;
}

/** Samples the kept draws, with fixed metric and step size. */
export function sampleFrom(
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
    return blocks.draw(random, stepSize, most, () => clock.now() - begun >= REPORT_EVERY_MS);
  };
}

/** The divergence with its positions in the coordinates of the model as written. */
export function asWritten({ centring }: Density, divergence: Divergence): Divergence {
  if (centring === undefined) return divergence;
  return {
    ...divergence,
    start: writtenPosition(centring, divergence.start),
    end: writtenPosition(centring, divergence.end),
  };
}
