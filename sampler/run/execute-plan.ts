/** Executes a new or resumed run from checked model to report: compile → chains, in rounds → diagnose → store. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import { symmetryNotices } from '../diagnose/modes.ts';
import { rowCount } from '../diagnose/summary.ts';
import { timingOf } from '../diagnose/timing.ts';
import { type Collector, createCollector } from '../draws/collector.ts';
import type { Draws } from '../draws/draws.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { CheckedModel } from '../model/check-model.ts';
import { compileLowered, invalid, lowerModel, type Prepared } from '../model/compile-model.ts';
import { explainBadStart } from '../model/explain-bad-start.ts';
import { quantityLabels } from '../model/quantity-labels.ts';
import type { ChainProgress, SampleResult, SamplerFailure } from '../protocol.ts';
import type { DivergentPoint } from '../report/divergent-point.ts';
import type { Fit } from '../report/fit.ts';
import type { SampleReport, StartValues, Timing } from '../report/sample-report.ts';
import type { RunWriter } from '../store/write-run.ts';
import { unreachable } from '../unreachable.ts';
import { centringRows } from './centring-rows.ts';
import type { DrawFault, KeptCheckpoint } from './chain-messages.ts';
import { type GivenStarts, givenStarts } from './given-starts.ts';
import { type GuardedWriter, guardedWriter } from './guarded-writer.ts';
import type { JudgeFit } from './judge-fit.ts';
import { makeReport, summarise } from './make-report.ts';
import { bytesOfDraws, checkMemory, inWords, type RunSize } from './memory-estimate.ts';
import { pathfinderStarts, type Starts } from './pathfinder-starts.ts';
import { type Cause, type ChainFault, type ChainStart, type RunListener, runChains } from './run-chains.ts';
import type { ModelText } from './run-info.ts';
import type { RunMachine } from './run-machine.ts';
import { chainSettings, defaultSettings, type RunSettings } from './sample-settings.ts';
import { aroundChains, notSearched, scoutModes } from './scout-modes.ts';
import type { ResolvedStart } from './start-values.ts';
import { decide, enoughOf, interrupted, mayGoOn } from './stopping-rule.ts';
import type { WeighModes } from './weigh-modes.ts';

interface Plan {
  readonly model: ModelText;
  readonly checked: CheckedModel;
  readonly settings: RunSettings;
  /** Draws per chain at the end of each earlier round; the last is for the next round. */
  readonly looks: readonly number[];
  /** Starting values, resolved against the lowered model; null without given values. */
  readonly start: (ir: IrProgram) => Promise<ResolvedStart | null>;
  readonly out: string | null;
  /** Weighs the modes of the result; absent unless requested. */
  readonly weigh?: WeighModes;
  /** Judges whether the model reproduces its data; absent unless requested. */
  readonly judgeFit?: JudgeFit;
  /** Opens the run's folder, once the model has compiled. @throws where it cannot be written. */
  readonly open: ((start: StartValues | null) => Promise<OpenedRun>) | null;
}

export type OpenedRun =
  | { readonly kind: 'ok'; readonly writer: RunWriter; readonly kept: readonly KeptChain[] }
  | { readonly kind: 'refused'; readonly message: string };

/** The stored state of a resumed chain. */
export interface KeptChain {
  readonly chain: number;
  /** Draws. */
  readonly rows: number;
  readonly blocks: () => Iterable<DrawsBlock>;
  readonly checkpoint: KeptCheckpoint | null;
  /** Draws with an invalid value. */
  readonly faults: readonly DrawFault[];
}

export async function executePlan(
  plan: Plan,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  const begun = performance.now();
  const { method = 'nuts', centring = defaultSettings.centring } = plan.settings;
  const hasDegrees = method === 'nuts' && centring !== 'centred';
  const lowered = lowerModel(plan.checked, 'sample', undefined, hasDegrees);
  if (lowered.kind === 'invalid') return lowered;
  const resolved = await plan.start(lowered.ir);
  if (resolved?.kind === 'problem') return invalid('starting-value', resolved.message, resolved.span);
  const opened = await openSafely(plan, resolved?.start ?? null);
  if (opened?.kind === 'refused') return invalid('run-folder', opened.message);
  const writer = opened === null || plan.out === null ? null : guardedWriter(opened.writer, plan.out);
  try {
    listener.phase?.('compiling');
    const prepared = await compileLowered(lowered);
    const { names, quantities } = prepared.model;
    const compileMs = performance.now() - begun;
    writer?.compiled({ names, labels: quantityLabels(quantities, plan.checked.data), compileMs });
    const kept = opened?.kept ?? [];
    const work = { plan, prepared, start: resolved, writer, kept, begun, machine, listener, signal };
    const result = await sample(work);
    if (result.kind !== 'done' && result.kind !== 'interrupted') writer?.fail();
    return result;
  } catch (error) {
    writer?.fail();
    throw error;
  }
}

/** Null where the run is not kept. */
async function openSafely({ open, out }: Plan, start: StartValues | null): Promise<OpenedRun | null> {
  try {
    return open === null ? null : await open(start);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', message: `cannot write the run's folder ${out}: ${why}` };
  }
}

interface Work {
  readonly plan: Plan;
  readonly prepared: Extract<Prepared, { readonly kind: 'ok' }>;
  readonly start: Extract<ResolvedStart, { readonly kind: 'ok' }> | null;
  readonly writer: GuardedWriter | null;
  readonly kept: readonly KeptChain[];
  readonly begun: number;
  readonly machine: RunMachine;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
}

async function sample(work: Work): Promise<SampleResult> {
  const { plan, prepared, writer, kept, machine, listener, signal } = work;
  const { checked, settings, out } = plan;
  const { modelText, modelPath } = plan.model;
  const { ir, model, module } = prepared;
  const { names } = model;
  const labels = quantityLabels(model.quantities, checked.data);
  const found = [...checked.diagnostics, ...prepared.warnings];
  let { looks } = plan;
  let draws = looks[looks.length - 1];
  const size = { chains: settings.chains, draws, quantities: names.length };
  const allocated = allocateDraws(size, machine.totalMemory, () =>
    createCollector(names, size.chains, draws),
  );
  if (allocated.kind === 'failed') return allocated;
  const collector = allocated.value;
  let chains = restoreDraws(kept, collector, model.dimension);
  const compileMs = performance.now() - work.begun;

  const { pool } = machine;
  const { seed } = settings;
  // Resumed chains need no starting points.
  const starting = chains.some(({ checkpoint, kept: rows }) => checkpoint === null && rows < draws);
  const places = { model, module, seed, chains: settings.chains };
  const starts =
    work.start !== null
      ? givenStarts({ ...places, ir, start: work.start.start })
      : settings.init === 'pathfinder' && (starting || settings.draws === 'enough')
        ? await pathfinderStarts({ ...places, pool, signal })
        : null;
  if (starts?.kind === 'problem')
    return invalid('starting-value', starts.message, work.start?.spans?.get(starts.parameter));
  if (starts !== null && starts.kind !== 'found' && starts.kind !== 'none')
    return { kind: 'failed', failure: failureOf(starts, ir, modelText) };
  if (starts?.kind === 'none') {
    const message = `the chains start at jittered points, since Pathfinder found none: ${starts.message}`;
    found.push({ code: 'pathfinder-start', severity: 'warning', message, span: { start: 0, end: 0 } });
  }

  const faults: ChainFault[] = kept.flatMap(({ chain, faults: ofChain }) =>
    ofChain.map((fault) => ({ ...fault, chain })),
  );
  let divergent: readonly DivergentPoint[] = [];
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
  for (;;) {
    const ended = await runChains({
      model,
      module,
      settings,
      draws,
      mayGoOn: settings.draws === 'enough' && mayGoOn(looks, settings.max_draws),
      starts: starts?.kind === 'found' ? starts.positions : null,
      chains,
      checkpoints: settings.draws === 'enough' || writer !== null,
      collector,
      writer,
      pool,
      listener: recording,
      signal,
    });
    if (ended.kind === 'failed') return { kind: 'failed', failure: failureOf(ended.cause, ir, modelText) };
    faults.push(...ended.faults);
    divergent = ended.divergent;
    for (const [chain, ofRound] of ended.positions.entries()) positions[chain].push(...ofRound);
    listener.phase?.('summarising');
    const timing = withStarts(timingOf(compileMs, ended.totals), starts);
    const collected = collector.finish();
    const wasStopped = signal.aborted;
    const rows = await summarise(collected.draws, labels, {
      progress: (done, total) => listener.progress?.(lastProgress, { done, total }),
      shouldStop: () => (wasStopped ? listener.shouldStopSummary?.() : signal.aborted) ?? false,
    });
    const isWhole = collector.counts.every((count) => count >= draws);
    const isSummarised = collected.draws.drawsPerChain === 0 || rows.length === rowCount(names, labels);
    const sampled = { rows, quantities: ir.quantities, chains: size.chains, looks };
    let decision = settings.draws === 'enough' ? decide(sampled, settings.max_draws) : null;
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
    const isSearched = isWhole && isSummarised && !signal.aborted;
    if (isSearched) listener.phase?.('scouting');
    const search = isSearched
      ? await scoutModes({
          program: checked.program,
          data: checked.data,
          ir,
          model,
          module,
          seed,
          settings: { ...chainSettings(settings, draws), initialPosition: null },
          ...aroundChains(
            ended.chains.map(({ checkpoint }, chain) => ({ positions: positions[chain], checkpoint })),
            timing.gradients_warmup + timing.gradients_sample,
          ),
          withDraws: plan.weigh !== undefined,
          machine,
          signal,
        })
      : null;
    if (search?.kind === 'missing') found.push(notSearched('no chain', search.why, 'the chains'));
    const modes = search?.kind === 'ended' ? search.found : null;
    const scouted = modes === null ? {} : { gradients_scout: modes.gradients };
    const { program, data } = checked;
    const weights = isSearched
      ? await plan.weigh?.({ program, data, ir, collected, rows, labels, modes })
      : undefined;
    const sampledReport = makeReport({
      program,
      data,
      modelText,
      modelPath,
      out,
      settings,
      draws,
      ir,
      collected,
      rows,
      start: work.start?.start ?? null,
      enough: decision === null ? null : enoughOf(decision, looks, settings.max_draws),
      timing: { ...timing, ...scouted },
      labels,
      tuned: ended.totals.map(({ tuned }) => tuned ?? null),
      centring: centringRows(model, ended.degrees),
      faults,
      divergent,
      modes,
      weights,
    });
    if (isSearched && plan.judgeFit !== undefined) listener.sampled?.(sampledReport);
    const fit = isSearched ? await fitOf(plan, collected.draws, signal) : null;
    if (fit?.kind === 'failed') found.push(notJudged(fit.message));
    const report = fit?.kind === 'judged' ? withFit(sampledReport, fit.fit) : sampledReport;
    if (report.diagnostics.modes !== undefined) found.push(...symmetryNotices(report.diagnostics.modes));
    const isEnded = isWhole && isSummarised && decision !== interrupted;
    const kind = signal.aborted && !isEnded ? 'interrupted' : 'done';
    writer?.finish(kind, report);
    listener.collected?.(collected);
    const notKept = writer?.problem() ?? null;
    return { kind, report, warnings: found, ...(notKept === null ? {} : { notKept }) };
  }
}

type JudgedFit =
  | { readonly kind: 'judged'; readonly fit: Fit }
  | { readonly kind: 'failed'; readonly message: string };

/** Draws that are made are not lost by what judges them. */
async function fitOf(
  { judgeFit, checked, model, settings }: Plan,
  draws: Draws,
  signal: AbortSignal,
): Promise<JudgedFit | null> {
  const { program, data } = checked;
  const run = { program, data, modelText: model.modelText, draws, seed: settings.seed };
  try {
    const fit = (await judgeFit?.(run, () => signal.aborted)) ?? null;
    return fit === null ? null : { kind: 'judged', fit };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function notJudged(why: string): Diagnostic {
  const message = `whether the model reproduces its data was not judged: ${why}`;
  return { code: 'fit-not-judged', severity: 'warning', message, span: { start: 0, end: 0 } };
}

function withFit(report: SampleReport, fit: Fit): SampleReport {
  return { ...report, diagnostics: { ...report.diagnostics, fit } };
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
function withStarts(timing: Timing, starts: Starts | GivenStarts | null): Timing {
  if (starts?.kind !== 'found') return timing;
  return {
    ...timing,
    warmup_ms: timing.warmup_ms + starts.elapsedMs,
    gradients_warmup: timing.gradients_warmup + starts.gradients,
  };
}

type Allocated<T> = { readonly kind: 'ok'; readonly value: T } | Extract<SampleResult, { kind: 'failed' }>;

/** Allocates, or explains that the draws do not fit in memory. */
function allocateDraws<T>(size: RunSize, totalMemory: number, allocate: () => T): Allocated<T> {
  const tooLarge = checkMemory(size, totalMemory);
  if (tooLarge !== null) return { kind: 'failed', failure: tooLarge };
  try {
    return { kind: 'ok', value: allocate() };
  } catch {
    const message = `no room for the draws (${inWords(bytesOfDraws(size))}); ask for fewer draws`;
    return { kind: 'failed', failure: { kind: 'out-of-memory', message } };
  }
}

function failureOf(cause: Cause, ir: IrProgram, modelText: string): SamplerFailure {
  switch (cause.kind) {
    case 'bad-start':
      return explainBadStart(ir, modelText, cause);
    case 'crash': {
      const { message, stderrTail } = cause;
      if (message.includes('out of memory')) return { kind: 'out-of-memory', message };
      return { kind: 'crash', message: `chain ${cause.chain + 1}: ${message}`, stderrTail };
    }
    case 'threw':
      return {
        kind: 'crash',
        message: `chain ${cause.chain + 1}: ${cause.message}`,
        stderrTail: cause.stack,
      };
    default:
      return unreachable(cause);
  }
}
