/**
 * One run from text to report: parse → data → check → compile → chains → diagnose → store. The host
 * calls it for the command line and for the editor; what it needs of the machine is an argument.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import { compile } from '../compile/compile.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import { lower } from '../compile/lower/lower.ts';
import { summary } from '../diagnose/summary.ts';
import { verdict } from '../diagnose/verdict.ts';
import type { ChainOutcome, ChainTotals } from '../infer/chain.ts';
import type { ChainProgress, SampleParams, SampleResult, SamplerFailure } from '../protocol.ts';
import type { SampleReport, SampleSettings, Timing } from '../report.ts';
import { RUN_VERSION, type RunInfo } from '../store/run-folder.ts';
import type { RunWriter } from '../store/write-run.ts';
import { unreachable } from '../unreachable.ts';
import { explainBadStart } from './bad-start.ts';
import { centredParameters } from './centred.ts';
import { type Collected, type Collector, createCollector } from './collect.ts';
import { type CheckedModel, checkModel, hasErrors, modelName } from './front.ts';
import { createLineIndex } from './lines.ts';
import { type LiveDraws, liveDraws } from './live-draws.ts';
import { bytesOfDraws, checkMemory, inWords } from './memory.ts';
import type { WorkerMessage } from './messages.ts';
import type { Crash, Pool } from './pool.ts';
import { createProgressBoard } from './progress.ts';
import { chainSettings, checkSettings, mergeSettings, settingsInModel } from './settings.ts';

export interface RunListener {
  progress?(chains: readonly ChainProgress[]): void;
  draws?(block: LiveDraws): void;
}

export interface RunMachine {
  readonly pool: Pool;
  /** Used where neither the model nor the caller gives a seed. */
  readonly freshSeed: () => number;
  /** Bytes. */
  readonly totalMemory: number;
  readonly bayesVersion: string;
}

type Request = Pick<SampleParams, 'modelText' | 'modelPath' | 'settings' | 'out'>;

/** Never rejects: whatever goes wrong is a result. */
export async function runSample(
  request: Request,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  try {
    return await run(request, machine, listener, signal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const stderrTail = error instanceof Error ? (error.stack ?? '') : '';
    return { kind: 'failed', failure: { kind: 'crash', message, stderrTail } };
  }
}

async function run(
  request: Request,
  machine: RunMachine,
  listener: RunListener,
  signal: AbortSignal,
): Promise<SampleResult> {
  const begun = performance.now();
  const { modelText, modelPath } = request;
  const checked = checkModel(modelText, modelPath);
  const inModel = settingsInModel(checked.program);
  const found = [...checked.diagnostics, ...inModel.diagnostics];
  if (hasErrors(found)) return { kind: 'invalid', diagnostics: found };
  const settings = mergeSettings(inModel.settings, request.settings, machine.freshSeed());
  const refused = checkSettings(settings);
  if (refused !== null) return invalid('setting-value', refused);

  const lowered = lower(checked.program, checked.data);
  if (hasErrors(lowered.diagnostics))
    return { kind: 'invalid', diagnostics: [...found, ...lowered.diagnostics] };
  const { ir } = lowered;
  if (ir.dimension === 0) return invalid('no-parameters', 'the model has no parameter to sample');
  const model = await compile(ir);
  const { names } = model;
  const size = { chains: settings.chains, draws: settings.draws, quantities: names.length };
  const tooLarge = checkMemory(size, machine.totalMemory);
  if (tooLarge !== null) return { kind: 'failed', failure: tooLarge };
  let collector: Collector;
  try {
    collector = createCollector(names, settings.chains, settings.draws);
  } catch {
    const message = `no room for the draws (${inWords(bytesOfDraws(size))}); ask for fewer draws`;
    return { kind: 'failed', failure: { kind: 'out-of-memory', message } };
  }
  let store: RunWriter | null = null;
  if (request.out !== null) {
    // Apache Arrow takes long to load, so only where a run is kept.
    const { createRun } = await import('../store/write-run.ts');
    const info = runInfo(request, checked, settings, names, machine.bayesVersion);
    try {
      store = createRun(request.out, info);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return invalid('run-folder', `cannot write the run's folder ${request.out}: ${why}`);
    }
  }
  const compileMs = performance.now() - begun;

  const ended = await runChains({ model, settings, names, collector, store, machine, listener, signal });
  if (ended.kind === 'failed') {
    store?.fail();
    const { cause } = ended;
    const failure = cause.kind === 'bad-start' ? explainBadStart(ir, modelText, cause) : crashFailure(cause);
    return { kind: 'failed', failure };
  }
  const collected = collector.finish();
  const interrupted = signal.aborted && collector.counts.some((count) => count < settings.draws);
  const report = makeReport({
    checked,
    request,
    settings,
    ir,
    collected,
    timing: timingOf(compileMs, ended.totals),
  });
  store?.finish(interrupted ? 'interrupted' : 'done', report);
  return { kind: interrupted ? 'interrupted' : 'done', report, warnings: found };
}

function invalid(code: string, message: string): SampleResult {
  const diagnostic: Diagnostic = { code, severity: 'error', message, span: { start: 0, end: 0 } };
  return { kind: 'invalid', diagnostics: [diagnostic] };
}

function runInfo(
  { modelText, modelPath }: Request,
  { program, data }: CheckedModel,
  settings: SampleSettings,
  names: readonly string[],
  bayesVersion: string,
): RunInfo {
  const files = new Map<string, RunInfo['data'][number]>();
  for (const [name, { file, hash }] of data.sources) {
    if (file !== undefined && hash !== undefined) files.set(name, { name, file, hash });
  }
  return {
    version: RUN_VERSION,
    state: 'running',
    model: modelName(program, modelPath),
    modelText,
    modelPath,
    data: [...files.values()],
    settings,
    seed: settings.seed,
    names,
    versions: { bayes: bayesVersion, node: process.version },
    started: new Date().toISOString(),
    finished: null,
  };
}

type Cause =
  | Extract<ChainOutcome, { kind: 'bad-start' }>
  | Crash
  | Extract<WorkerMessage, { kind: 'threw' }>
  | { readonly kind: 'store'; readonly message: string };

function crashFailure(cause: Exclude<Cause, { kind: 'bad-start' }>): SamplerFailure {
  switch (cause.kind) {
    case 'crash':
      if (cause.message.includes('out of memory')) return { kind: 'out-of-memory', message: cause.message };
      return {
        kind: 'crash',
        message: `chain ${cause.chain + 1}: ${cause.message}`,
        stderrTail: cause.stderrTail,
      };
    case 'threw':
      return {
        kind: 'crash',
        message: `chain ${cause.chain + 1}: ${cause.message}`,
        stderrTail: cause.stack,
      };
    case 'store':
      return { kind: 'crash', message: `the draws could not be written: ${cause.message}`, stderrTail: '' };
    default:
      return unreachable(cause);
  }
}

interface ChainsTask {
  readonly model: CompiledModel;
  readonly settings: SampleSettings;
  readonly names: readonly string[];
  readonly collector: Collector;
  readonly store: RunWriter | null;
  readonly machine: RunMachine;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
}

type ChainsEnd =
  | { readonly kind: 'ended'; readonly totals: readonly ChainTotals[] }
  | { readonly kind: 'failed'; readonly cause: Cause };

/** Runs every chain to its end. The first failure stops the others at their next draw. */
async function runChains(task: ChainsTask): Promise<ChainsEnd> {
  const { model, settings, names, collector, store, machine, listener, signal } = task;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopAll = () => Atomics.store(stop, 0, 1);
  if (signal.aborted) stopAll();
  signal.addEventListener('abort', stopAll);
  const board = createProgressBoard(settings.chains, settings.tune + settings.draws, (chains) =>
    listener.progress?.(chains),
  );
  const totals: ChainTotals[] = [];
  let cause: Cause | null = null;
  const fail = (chain: number, found: Cause) => {
    board.phase(chain, 'failed');
    cause ??= found;
    stopAll();
  };
  const onMessage = (chain: number) => (message: WorkerMessage | Crash) => {
    switch (message.kind) {
      case 'progress':
        return board.report(chain, message.report);
      case 'block':
        collector.add(message);
        listener.draws?.(liveDraws(message, names));
        try {
          store?.append(message);
        } catch (error) {
          fail(chain, { kind: 'store', message: error instanceof Error ? error.message : String(error) });
        }
        return;
      case 'end':
        if (message.outcome.kind === 'bad-start') return fail(chain, message.outcome);
        totals.push(message.outcome.totals);
        return board.phase(chain, message.outcome.kind === 'done' ? 'done' : 'stopped');
      case 'threw':
      case 'crash':
        return fail(chain, message);
      default:
        return unreachable(message);
    }
  };
  const job = {
    kind: 'chain',
    model,
    module: new WebAssembly.Module(Uint8Array.from(model.wasm)),
    seed: settings.seed,
    settings: chainSettings(settings),
    checkpoints: store !== null,
    stop,
  } as const;
  const chains = Array.from({ length: settings.chains }, (_, chain) =>
    machine.pool.run({ ...job, chain }, onMessage(chain)),
  );
  await Promise.all(chains);
  signal.removeEventListener('abort', stopAll);
  board.finish();
  return cause === null ? { kind: 'ended', totals } : { kind: 'failed', cause };
}

/** Phases last as long as their slowest chain; gradients are of all chains together. */
function timingOf(compileMs: number, totals: readonly ChainTotals[]): Timing {
  const sum = (pick: (chain: ChainTotals) => number) =>
    totals.reduce((total, chain) => total + pick(chain), 0);
  const longest = (pick: (chain: ChainTotals) => number) =>
    totals.reduce((most, chain) => Math.max(most, pick(chain)), 0);
  const gradients = sum(({ gradientsTune, gradientsDraws }) => gradientsTune + gradientsDraws);
  return {
    compile_ms: compileMs,
    warmup_ms: longest(({ tuneMs }) => tuneMs),
    sample_ms: longest(({ drawsMs }) => drawsMs),
    gradients_warmup: sum(({ gradientsTune }) => gradientsTune),
    gradients_sample: sum(({ gradientsDraws }) => gradientsDraws),
    us_per_gradient:
      gradients === 0 ? 0 : (1000 * sum(({ tuneMs, drawsMs }) => tuneMs + drawsMs)) / gradients,
  };
}

function makeReport(run: {
  readonly checked: CheckedModel;
  readonly request: Request;
  readonly settings: SampleSettings;
  readonly ir: IrProgram;
  readonly collected: Collected;
  readonly timing: Timing;
}): SampleReport {
  const { checked, request, settings, ir, collected, timing } = run;
  const { draws, stats } = collected;
  const rows = draws.drawsPerChain === 0 ? [] : summary(draws);
  const locate = createLineIndex(request.modelText);
  const lines = new Map(ir.quantities.map(({ name, origin }) => [name, locate(origin.span.start).line]));
  const lineOf = (name: string) => lines.get(name.split('[')[0]);
  const diagnostics = verdict({
    rows,
    stats,
    chains: draws.chains,
    drawsPerChain: draws.drawsPerChain,
    settings,
    lineOf,
    centred: centredParameters(checked.program),
  });
  return {
    model: modelName(checked.program, request.modelPath),
    seed: settings.seed,
    settings,
    summary: rows,
    diagnostics,
    timing,
    draws: request.out,
  };
}
