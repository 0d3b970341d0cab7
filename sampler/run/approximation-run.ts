/** One approximation from text to report: check → compile → fit in a worker → judge → store. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { madeBy } from '../../grammar/methods/index.ts';
import { approximationVerdict } from '../diagnose/approximation/verdict.ts';
import { wordsOf } from '../diagnose/approximation/words.ts';
import { modesContext, modesOf, symmetryNotices, unvisitedReason } from '../diagnose/modes.ts';
import { summary } from '../diagnose/summary.ts';
import type { Draws } from '../draws/draws.ts';
import type { Approximation, ElboPoint } from '../infer/approximation.ts';
import { defaultChainSettings } from '../methods/nuts/chain.ts';
import { type CheckedModel, checkModel, hasErrors, modelName } from '../model/check-model.ts';
import { invalid, type Prepared, prepare } from '../model/compile-model.ts';
import { explainBadStart } from '../model/explain-bad-start.ts';
import { type QuantityLabels, quantityLabels } from '../model/quantity-labels.ts';
import type {
  ApproximateParams,
  ApproximateResult,
  ApproximationFailure,
  ApproximationProgress,
  ApproximationReport,
  ApproximationRow,
  ApproximationSettings,
} from '../report/approximation-report.ts';
import { upperFirst } from '../report/upper-first.ts';
import { unreachable } from '../unreachable.ts';
import type { ApproximateMessage, ApproximationTask } from './approximation-job.ts';
import { approximationSettings, checkApproximationSettings } from './approximation-settings.ts';
import type { DrawFault } from './chain-messages.ts';
import { drawFaultInWords } from './draw-faults.ts';
import { keepApproximation } from './keep-approximation.ts';
import { checkMemory, inWords } from './memory-estimate.ts';
import { priorPositions } from './prior-positions.ts';
import type { RunMachine } from './sample-run.ts';
import { aroundApproximation, notSearched, type Search, scoutModes } from './scout-modes.ts';
import { crashFailure, NO_ANSWER, thrownFailure, withStopFlag } from './single-job.ts';
import type { Crash } from './worker-jobs.ts';

type ApproximateRequest = Pick<ApproximateParams, 'modelText' | 'modelPath' | 'asked' | 'out'>;
export type ProgressListener = (progress: ApproximationProgress) => void;

/** The result with the draws that `widths` needs. */
export type Approximated =
  | {
      readonly kind: 'fitted';
      readonly interrupted: boolean;
      readonly report: ApproximationReport;
      readonly draws: Draws;
      /** Names of the parameters among the quantities. */
      readonly parameters: readonly string[];
      readonly warnings: readonly Diagnostic[];
      readonly notKept?: string;
    }
  | Extract<ApproximateResult, { kind: 'invalid' | 'failed' }>;

/** Never rejects: failures are results. */
export async function runApproximate(
  request: ApproximateRequest,
  machine: RunMachine,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<ApproximateResult> {
  const ended = await approximate(request, machine, onProgress, signal);
  if (ended.kind !== 'fitted') return ended;
  const { report, warnings, notKept } = ended;
  const kind = ended.interrupted ? 'interrupted' : 'done';
  return { kind, report, warnings, ...(notKept === undefined ? {} : { notKept }) };
}

/** Never rejects. */
export async function approximate(
  request: ApproximateRequest,
  machine: RunMachine,
  onProgress: ProgressListener,
  signal: AbortSignal,
): Promise<Approximated> {
  try {
    const begun = performance.now();
    const checked = checkModel(request.modelText, request.modelPath);
    if (hasErrors(checked.diagnostics)) return { kind: 'invalid', diagnostics: checked.diagnostics };
    const settings = approximationSettings(checked.program, checked.data, request.asked, machine.freshSeed());
    const refused = checkApproximationSettings(request.asked.command, settings);
    if (refused !== null) return invalid('setting-value', refused);
    const prepared = await prepare(checked, 'approximate');
    if (prepared.kind === 'invalid') return prepared;
    const compileMs = performance.now() - begun;
    return await fitModel({ request, checked, settings, prepared, machine, compileMs }, onProgress, signal);
  } catch (error) {
    return failed(thrownFailure(error));
  }
}

interface Fit {
  readonly request: ApproximateRequest;
  readonly checked: CheckedModel;
  readonly settings: ApproximationSettings;
  readonly prepared: Extract<Prepared, { kind: 'ok' }>;
  readonly machine: RunMachine;
  readonly compileMs: number;
}

async function fitModel(fit: Fit, onProgress: ProgressListener, signal: AbortSignal): Promise<Approximated> {
  const { request, checked, settings, prepared, machine } = fit;
  const { ir, model } = prepared;
  const size = { chains: 1, draws: settings.draws, quantities: model.names.length };
  const tooLarge =
    checkMemory(size, machine.totalMemory) ?? matrixTooLarge(settings, model.dimension, machine);
  if (tooLarge !== null) return failed(tooLarge);

  let last: ApproximationProgress = { method: settings.method, iteration: 0, iterations: 0, elbo: [] };
  const follow: ProgressListener = (progress) => {
    last = progress;
    onProgress(progress);
  };
  const ended = await runJob(fit, follow, signal);
  switch (ended.kind) {
    case 'crash':
    case 'threw':
      return failed(crashFailure(ended));
    case 'end':
      break;
    default:
      return unreachable(ended);
  }
  const { outcome, values, faults, elapsedMs } = ended;
  switch (outcome.kind) {
    case 'bad-start':
      return failed(explainBadStart(ir, request.modelText, outcome));
    case 'no-approximation':
      return failed({
        kind: 'no-approximation',
        message: `${outcome.message}; ${wordsOf(settings.method).noAnswer}`,
      });
    case 'done':
      break;
    default:
      return unreachable(outcome);
  }
  const { approximation } = outcome;
  const draws: Draws = {
    names: model.names,
    chains: 1,
    drawsPerChain: values.length / model.names.length,
    values,
  };
  const interrupted = approximation.end === 'stopped';
  if (!interrupted) onProgress({ ...last, isScouting: true });
  const search = interrupted ? null : await searchAround(fit, approximation, signal);
  const report = reportOf(fit, { approximation, draws, faults, fitMs: elapsedMs, search });
  const problem =
    request.out === null
      ? null
      : await keepApproximation({
          out: request.out,
          model: request,
          checked,
          report,
          draws,
          labels: quantityLabels(model.quantities, checked.data),
          approximation,
          bayesVersion: machine.bayesVersion,
        });
  const parameters = model.quantities.flatMap(({ kind, name }) => (kind === 'param' ? [name] : []));
  const warnings = [
    ...checked.diagnostics,
    ...(search?.kind === 'missing'
      ? [notSearched(`${madeBy(settings.method)} has not`, search.why, 'the approximation')]
      : []),
    ...(report.diagnostics === undefined ? [] : symmetryNotices(report.diagnostics.modes)),
  ];
  const notKept = problem === null ? {} : { notKept: problem };
  return { kind: 'fitted', interrupted, report, draws, parameters, warnings, ...notKept };
}

type JobEnd = Extract<ApproximateMessage, { kind: 'end' | 'threw' }> | Crash;

/** Of Pathfinder, whose paths may start there. */
async function priorDrawsOf({ checked, settings, prepared, machine }: Fit): Promise<readonly Float64Array[]> {
  if (!('paths' in settings) || settings.method !== 'pathfinder') return [];
  const { ir, model, module } = prepared;
  const { paths, seed } = settings;
  const drawn = await machine.drawPriors(checked.program, checked.data, { draws: paths, seed });
  return priorPositions(ir, model, module, drawn);
}

async function runJob(fit: Fit, onProgress: ProgressListener, signal: AbortSignal): Promise<JobEnd> {
  const { request, settings, prepared, machine } = fit;
  const elbo: (number | null)[] = [];
  const iterations = wordsOf(settings.method).iterations(settings);
  const tell = (iteration: number) =>
    onProgress({ method: settings.method, iteration, iterations, elbo: [...elbo] });
  tell(0);
  let end: JobEnd | null = null;
  const { model, module } = prepared;
  const { seed } = settings;
  const task = { method: request.asked.command, settings } as ApproximationTask;
  const priorDraws = await priorDrawsOf(fit);
  await withStopFlag(signal, (stop) =>
    machine.pool.run(
      { kind: 'approximate', chain: 0, model, module, seed, task, priorDraws, stop },
      (message) => {
        if (message.kind !== 'elbo') {
          end = message;
          return;
        }
        elbo.push(...message.points.map(({ elbo: value }) => finiteOrNull(value)));
        tell(message.points.at(-1)?.iteration ?? 0);
      },
    ),
  );
  return end ?? NO_ANSWER;
}

/** A failure where matrices of dimension² are too large for the machine; else null. */
function matrixTooLarge(
  { method }: ApproximationSettings,
  dimension: number,
  { totalMemory }: RunMachine,
): ApproximationFailure | null {
  const { matrices } = wordsOf(method);
  const bytes = matrices?.bytes(dimension) ?? 0;
  if (matrices === undefined || bytes <= totalMemory / 4) return null;
  const message =
    `${matrices.what} of ${dimension} parameters needs about ` +
    `${inWords(bytes)}, more than a quarter of this machine's ${inWords(totalMemory)}; use mean-field ADVI or Pathfinder`;
  return { kind: 'out-of-memory', message };
}

/** Searches for other modes, since k-hat cannot detect a mode that no draw is near. */
function searchAround(
  { checked, prepared, settings, machine }: Fit,
  approximation: Approximation,
  signal: AbortSignal,
): Promise<Search> {
  const { ir, model, module } = prepared;
  const { seed } = settings;
  const around = aroundApproximation(approximation);
  return scoutModes({
    program: checked.program,
    data: checked.data,
    ir,
    model,
    module,
    seed,
    settings: { ...defaultChainSettings, draws: settings.draws },
    ...around,
    machine,
    signal,
  });
}

interface Fitted {
  readonly approximation: Approximation;
  readonly draws: Draws;
  readonly faults: readonly DrawFault[];
  readonly fitMs: number;
  /** Null where other modes were not searched for. */
  readonly search: Search | null;
}

function reportOf(
  { request, checked, settings, prepared, compileMs }: Fit,
  { approximation, draws, faults, fitMs, search }: Fitted,
): ApproximationReport {
  const { kHat, effectiveDraws, weightedDraws, elbo, end, stationarity, gradients } = approximation;
  const reach = approximation.draws.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const invalid = faults.map((fault) => ({
    words: drawFaultInWords(prepared.ir.checks ?? [], fault),
    draws: fault.draws,
    of: draws.drawsPerChain,
  }));
  const fitted = {
    settings,
    kHat,
    effectiveDraws,
    weightedDraws,
    end,
    elbo,
    reach,
    ...(stationarity === undefined ? {} : { stationarity }),
  };
  const rows = rowsOf(draws, quantityLabels(prepared.model.quantities, checked.data));
  const found = search?.kind === 'ended' ? search.found : null;
  const context = modesContext(prepared.ir, request.modelText, draws.names, rows);
  const words = { missed: `${upperFirst(madeBy(settings.method))} misses`, instead: 'Sample with NUTS' };
  const unvisited = found === null ? null : unvisitedReason(found, context, words);
  const verdict = approximationVerdict({ ...fitted, faults: invalid, unvisited });
  // A diverging fit may become stationary too, which is not convergence.
  const diverged = verdict.reasons.some(({ code }) => code === 'diverged');
  return {
    model: modelName(checked.program, request.modelPath),
    method: settings.method,
    seed: settings.seed,
    settings,
    verdict,
    drawn: draws.drawsPerChain,
    summary: rows,
    elbo: elbo.map((point: ElboPoint) => finiteOrNull(point.elbo)),
    elbo_iterations: elbo.map(({ iteration }) => iteration),
    converged: approximation.converged && !diverged,
    ...(stationarity === undefined
      ? {}
      : {
          stationarity: { r_hat: finiteOrNull(stationarity.rHat), mcse: finiteOrNull(stationarity.mcse) },
        }),
    convergence_rule: wordsOf(settings.method).converged(settings),
    k_hat: finiteOrNull(kHat),
    effective_draws: effectiveDraws,
    weighted_draws: weightedDraws,
    timing: {
      compile_ms: compileMs,
      fit_ms: fitMs,
      gradients,
      ...(found === null ? {} : { gradients_scout: found.gradients }),
      us_per_gradient: gradients === 0 ? 0 : (1000 * fitMs) / gradients,
    },
    ...(found === null ? {} : { diagnostics: { modes: modesOf(found, context) } }),
    draws: request.out,
  };
}

function rowsOf(draws: Draws, labels: QuantityLabels): readonly ApproximationRow[] {
  return summary(draws, labels).map(({ name, element, label, mean, sd, hdi_3, hdi_97 }) => ({
    name,
    ...(label === undefined ? {} : { element, label }),
    mean,
    sd,
    hdi_3,
    hdi_97,
  }));
}

function failed(failure: ApproximationFailure): Extract<ApproximateResult, { kind: 'failed' }> {
  return { kind: 'failed', failure };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
