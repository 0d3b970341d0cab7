/** One point estimate from text to report: check → compile → search in a worker → report. */

import type { ValueCheck } from '../../grammar/ir.ts';
import { methodList } from '../../grammar/methods/index.ts';
import type { Method, SettingValues } from '../../grammar/methods/method.ts';
import { defaultsOf } from '../../grammar/methods/setting.ts';
import { hasOnlyDiscreteUnknowns } from '../compile/chance.ts';
import { faultInWords } from '../compile/value-checks.ts';
import { FIX_VALUES } from '../diagnose/fix-values.ts';
import { estimateMethod } from '../methods/index.ts';
import { drawnQuantities } from '../methods/map/without-drawn.ts';
import type { Estimate } from '../methods/method.ts';
import { checkModel, hasErrors, modelName } from '../model/check-model.ts';
import { invalid, prepare } from '../model/compile-model.ts';
import { explainBadStart } from '../model/explain-bad-start.ts';
import {
  labelRowName,
  labelsOfElement,
  type QuantityLabels,
  quantityLabels,
} from '../model/quantity-labels.ts';
import type { SamplerFailure } from '../protocol.ts';
import type {
  EstimateParams,
  EstimateReport,
  EstimateResult,
  EstimateRow,
} from '../report/estimate-report.ts';
import { unreachable } from '../unreachable.ts';
import type { EstimateMessage } from './estimate-job.ts';
import { given, settingsInModel, wrongSettings } from './method-settings.ts';
import type { RunMachine } from './sample-run.ts';
import { crashFailure, NO_ANSWER, thrownFailure, withStopFlag } from './single-job.ts';
import type { Crash } from './worker-jobs.ts';

type EstimateRequest = Pick<EstimateParams, 'modelText' | 'modelPath' | 'asked'>;

/** Never rejects: failures are results. */
export async function runEstimate(
  request: EstimateRequest,
  machine: RunMachine,
  signal: AbortSignal,
): Promise<EstimateResult> {
  try {
    return await run(request, machine, signal);
  } catch (error) {
    return failed(thrownFailure(error));
  }
}

async function run(
  { modelText, modelPath, asked }: EstimateRequest,
  machine: RunMachine,
  signal: AbortSignal,
): Promise<EstimateResult> {
  const begun = performance.now();
  const row = methodList.find(({ name }) => name === asked.command);
  const method = estimateMethod(asked.command);
  if (row === undefined || method === undefined)
    return invalid('setting-value', `expected a method that makes an estimate, found \`${asked.command}\``);
  const checked = checkModel(modelText, modelPath);
  const { program, data, diagnostics } = checked;
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const { seed, ...settings } = {
    ...defaultsOf(row.settings),
    seed: machine.freshSeed(),
    ...settingsInModel(row, program, data),
    ...given(asked.settings),
  } as SettingValues & { readonly seed: number };
  const refused = wrongSettings(row.settings, { ...settings, seed });
  if (refused !== null) return invalid('setting-value', refused);
  let leftOut: readonly string[] = [];
  let isAllDiscrete = false;
  const prepared = await prepare(checked, 'estimate', (ir) => {
    leftOut = drawnQuantities(ir);
    isAllDiscrete = hasOnlyDiscreteUnknowns(ir);
    return method.program(ir, settings);
  });
  if (prepared.kind === 'invalid') return prepared;
  if (isAllDiscrete)
    return invalid(
      'no-parameters',
      `all unknowns are discrete, and are summed out: there is no continuous one whose mode could be found; \`deterministic best = viterbi(${leftOut[0]})\` has the most probable values, and \`bayes sample\` the probabilities`,
    );
  const { ir, model, module } = prepared;
  const compileMs = performance.now() - begun;

  const ends: (EstimateMessage | Crash)[] = [];
  await withStopFlag(signal, (stop) =>
    machine.pool.run(
      { kind: 'estimate', chain: 0, model, module, seed, method: asked.command, settings, stop },
      (message) => void ends.push(message),
    ),
  );
  const [end = NO_ANSWER] = ends;
  switch (end.kind) {
    case 'crash':
    case 'threw':
      return failed(crashFailure(end));
    case 'end':
      break;
    default:
      return unreachable(end);
  }
  const { outcome, elapsedMs } = end;
  if (outcome.kind === 'bad-start') return failed(explainBadStart(ir, modelText, outcome));
  const { estimate } = outcome;
  const report = {
    model: modelName(program, modelPath),
    method: asked.command,
    seed,
    settings: { ...settings, seed },
    ...reportOf(row, withLeftOut(estimate, leftOut), ir.checks ?? [], quantityLabels(model.quantities, data)),
    timing: {
      compile_ms: compileMs,
      fit_ms: elapsedMs,
      gradients: estimate.gradients,
      us_per_gradient: estimate.gradients === 0 ? 0 : (1000 * elapsedMs) / estimate.gradients,
    },
  };
  return { kind: estimate.stopped ? 'interrupted' : 'done', report, warnings: diagnostics };
}

/** Says which quantities a mode has no value of. */
function withLeftOut(estimate: Estimate, names: readonly string[]): Estimate {
  if (names.length === 0) return estimate;
  const listed = names.map((name) => `\`${name}\``).join(', ');
  const message = `${estimate.message}. Left out: ${listed}, since discrete unknowns are summed out, and a mode has no values of them; sample for their probabilities`;
  return { ...estimate, message };
}

function reportOf(
  { title }: Method,
  { summary, logDensity, converged, unbounded, fault, message, reasons, stopped }: Estimate,
  checks: readonly ValueCheck[],
  labels: QuantityLabels,
): Pick<EstimateReport, 'verdict' | 'summary' | 'log_density' | 'converged' | 'unbounded'> {
  const interrupted = {
    message: `${title} was stopped before it had ended`,
    nextStep: 'Run it again to the end',
  };
  const invalid =
    fault === null
      ? []
      : [
          {
            message: `The estimate has a value that the model cannot have: ${faultInWords(checks[fault.check], fault)}`,
            nextStep: FIX_VALUES,
          },
        ];
  const all = [...invalid, ...(stopped ? [interrupted] : []), ...reasons];
  return {
    verdict: { pass: all.length === 0 && converged, message, reasons: all },
    summary: summary.flatMap((row) => labelRows(row, labels)),
    log_density: logDensity,
    converged,
    unbounded,
  };
}

/** Rows of a label quantity: at a single point one label has 1 and the others 0. */
function labelRows(row: EstimateRow, all: QuantityLabels): readonly EstimateRow[] {
  const labels = labelsOfElement(all, row.name);
  if (labels === undefined) return [row];
  const { name, mode } = row;
  return labels.map((label, k) => ({
    name: labelRowName(name, label),
    mode: mode === null ? null : Number(mode === k + 1),
    sd: null,
  }));
}

function failed(failure: SamplerFailure): Extract<EstimateResult, { kind: 'failed' }> {
  return { kind: 'failed', failure };
}
