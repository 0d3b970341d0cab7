/** The chains of a run in rounds, each summarised: one for a number of draws, several for `draws = enough`. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { rowCount } from '../diagnose/summary-rows.ts';
import { timingOf } from '../diagnose/timing.ts';
import { type Collected, type Collector, createCollector } from '../draws/collector.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { ChainProgress, SampleResult } from '../protocol.ts';
import type { SummaryRow, Timing } from '../report/sample-report.ts';
import { allocateDraws } from './allocate-draws.ts';
import { failureOf } from './chain-failure.ts';
import { chainStarts } from './chain-starts.ts';
import {
  type ChainFault,
  type ChainStart,
  type EndedChains,
  type RunListener,
  runChains,
} from './run-chains.ts';
import type { KeptChain, Work } from './run-plan.ts';
import type { BegunSearch } from './scout-modes.ts';
import { searchAroundChains } from './search-around-chains.ts';
import { startsFromPriors } from './starts-from-priors.ts';
import { decide, interrupted, mayGoOn, type Stop } from './stopping-rule.ts';
import { summarise } from './summarise.ts';

export interface Rounds {
  readonly kind: 'ended';
  /** Draws per chain at the end of each round. */
  readonly looks: readonly number[];
  readonly collected: Collected;
  readonly rows: readonly SummaryRow[];
  /** Why `draws = enough` made no more; null for a number of draws. */
  readonly stopped: Stop | null;
  /** Every chain has all draws of the last round. */
  readonly isWhole: boolean;
  readonly isSummarised: boolean;
  /** Of the last round. */
  readonly chains: EndedChains;
  /** Of all rounds. */
  readonly faults: readonly ChainFault[];
  /** Of each chain, the positions of some draws of all rounds. */
  readonly positions: readonly (readonly Float64Array[])[];
  /** For modes that no chain visited; null where there is none. */
  readonly search: BegunSearch | null;
  readonly timing: Timing;
  readonly warnings: readonly Diagnostic[];
}

export async function sampleRounds(
  work: Work,
  labels: QuantityLabels,
): Promise<Rounds | Extract<SampleResult, { kind: 'invalid' | 'failed' }>> {
  const { plan, prepared, writer, kept, compileMs, machine, listener, signal } = work;
  const { settings } = plan;
  const { ir, model, module } = prepared;
  const { names } = model;
  const isEnough = settings.draws === 'enough';
  let { looks } = plan;
  let draws = looks[looks.length - 1];
  const size = { chains: settings.chains, draws, quantities: names.length };
  const allocated = allocateDraws(size, machine.totalMemory, () =>
    createCollector(names, size.chains, draws),
  );
  if (allocated.kind === 'failed') return allocated;
  const collector = allocated.value;
  let chains = restoreDraws(kept, collector, model.dimension);
  const isStarting = chains.some(({ checkpoint, kept: rows }) => checkpoint === null && rows < draws);
  const starts = await chainStarts(work, isStarting);
  if (starts.kind !== 'ok') return starts;

  const faults: ChainFault[] = kept.flatMap(({ chain, faults: ofChain }) =>
    ofChain.map((fault) => ({ ...fault, chain })),
  );
  const positions: Float64Array[][] = Array.from({ length: settings.chains }, () => []);
  /** Repeated with the progress of the summary. */
  let lastProgress: readonly ChainProgress[] = [];
  const recording: RunListener = {
    ...listener,
    progress(progress) {
      lastProgress = progress;
      listener.progress?.(progress);
    },
  };
  listener.phase?.('tuning');
  let wallMs = 0;
  for (;;) {
    const begun = performance.now();
    const ended = await runChains({
      model,
      module,
      settings,
      draws,
      mayGoOn: isEnough && mayGoOn(looks, settings.max_draws),
      starts: starts.found?.positions ?? null,
      otherStarts: starts.found === null ? startsFromPriors(work) : null,
      chains,
      checkpoints: isEnough || writer !== null,
      collector,
      writer,
      pool: machine.pool,
      listener: recording,
      signal,
    });
    if (ended.kind === 'failed')
      return { kind: 'failed', failure: failureOf(ended.cause, ir, plan.model.modelText) };
    wallMs += performance.now() - begun;
    faults.push(...ended.faults);
    for (const [chain, ofRound] of ended.positions.entries()) positions[chain].push(...ofRound);
    listener.phase?.('summarising');
    const collected = collector.finish();
    const wasStopped = signal.aborted;
    const isWhole = collector.counts.every((count) => count >= draws);
    const timing = withStarts(timingOf(compileMs, ended.totals, wallMs), starts.found);
    const beginSearch = () => searchAroundChains(work, { draws, chains: ended, positions, timing });
    // Beside the summary, unless this shows that more draws are needed.
    const early = isWhole && !isEnough ? await beginSearch() : null;
    const rows = await summarise(collected.draws, labels, machine.pool, {
      progress: (done, total) => listener.progress?.(lastProgress, { done, total }),
      shouldStop: () => (wasStopped ? listener.shouldStopSummary?.() : signal.aborted) ?? false,
    });
    const isSummarised = collected.draws.drawsPerChain === 0 || rows.length === rowCount(names, labels);
    const sampled = { rows, quantities: ir.quantities, chains: size.chains, looks };
    let decision = isEnough ? decide(sampled, settings.max_draws) : null;
    if (!isWhole || !isSummarised) decision &&= interrupted;
    if (decision?.kind === 'more' && signal.aborted) decision = interrupted;
    if (decision?.kind === 'more') {
      const { draws: more, needed } = decision;
      const wider = allocateDraws({ ...size, draws: more }, machine.totalMemory, () => collector.grow(more));
      if (wider.kind === 'ok') {
        looks = [...looks, more];
        writer?.extend(looks);
        draws = more;
        chains = ended.chains;
        continue;
      }
      decision = { kind: 'stop', by: 'memory', needed };
    }
    return {
      kind: 'ended',
      looks,
      collected,
      rows,
      stopped: decision,
      isWhole,
      isSummarised,
      chains: ended,
      faults,
      positions,
      search: early ?? (isWhole && isSummarised ? await beginSearch() : null),
      timing,
      warnings: starts.warnings,
    };
  }
}

/** Loads the stored draws into the collector; returns the checkpoint of each chain. */
function restoreDraws(
  kept: readonly KeptChain[],
  collector: Collector,
  dimension: number,
): readonly ChainStart[] {
  const starts: ChainStart[] = collector.counts.map(() => ({ checkpoint: null, kept: 0 }));
  for (const { chain, rows, blocks, checkpoint } of kept) {
    for (const block of blocks()) collector.add(block);
    // A checkpoint beyond the stored draws, or of another dimension, is ignored: the chain starts from its seed.
    const isUsable =
      checkpoint !== null && checkpoint.done <= rows && checkpoint.position.length === dimension;
    starts[chain] = { checkpoint: isUsable ? checkpoint : null, kept: rows };
  }
  return starts;
}

/** Adds time and gradients of finding the starts to tuning. */
function withStarts(
  timing: Timing,
  found: { readonly gradients: number; readonly elapsedMs: number } | null,
): Timing {
  if (found === null) return timing;
  return {
    ...timing,
    warmup_ms: timing.warmup_ms + found.elapsedMs,
    wall_ms: (timing.wall_ms ?? 0) + found.elapsedMs,
    gradients_warmup: timing.gradients_warmup + found.gradients,
  };
}
