/**
 * Simulation-based calibration (Talts et al. 2018): parameters are drawn from the prior, data from the model at them,
 * and the model is fitted to these data. Where model, sampler and prior agree, the rank of a true value among
 * independent draws of its posterior is uniform.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { type CheckedModel, modelName } from '../model/check-model.ts';
import { type CalibrationReport, LOG_LIKELIHOOD } from '../report/calibration-report.ts';
import type { ModelText } from '../run/run-info.ts';
import { linesOfUnknowns, MOST_FAILED, warningsOf } from './calibration-words.ts';
import { type FitSimulated, summariesOf } from './fit-simulated.ts';
import { jointLogLikelihood } from './joint-log-likelihood.ts';
import { judgeRanks, LEVEL } from './judge-ranks.ts';
import { rankAmong, ranksOf, thinnedDraws } from './rank-of-truth.ts';
import { openSimulator, type Simulated } from './simulate-data.ts';
import { randomOfSimulation, type SimulationRecord, seedOfSimulation, sideBySide } from './simulations.ts';

/** Posterior draws that each true value is ranked among: as many effective ones each fit has at least. */
const RANKED_DRAWS = 99;

interface CalibrateRequest {
  readonly model: ModelText;
  /** A model without errors. */
  readonly checked: CheckedModel;
  readonly seed: number;
  readonly simulations: number;
  readonly fit: FitSimulated;
  /** Simulations at the same time. */
  readonly together: number;
  readonly signal: AbortSignal;
  /** Simulations that have ended before. */
  readonly kept: readonly SimulationRecord[];
  /** Keeps a simulation that has ended. */
  keep(record: SimulationRecord): void;
  progress(done: number, total: number): void;
}

export type CalibrateResult =
  | { readonly kind: 'done'; readonly report: CalibrationReport }
  | { readonly kind: 'interrupted'; readonly done: number }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export async function calibrate(request: CalibrateRequest): Promise<CalibrateResult> {
  const { checked, seed, simulations, together, signal, progress } = request;
  const opened = await openSimulator(checked);
  if (opened.kind === 'invalid') return opened;
  const { simulator } = opened;
  const options = { kindsKnown: checked.kindsKnown };
  const summaries = summariesOf(checked, options);
  const records = new Map(
    request.kept.filter((one) => one.simulation < simulations).map((one) => [one.simulation, one]),
  );
  const left = Array.from({ length: simulations }, (_, k) => k).filter((k) => !records.has(k));
  progress(records.size, simulations);
  await sideBySide(left, together, signal, async (simulation) => {
    const own = seedOfSimulation(seed, simulation);
    const simulated = simulator.simulate(randomOfSimulation(own, 'data'));
    const record =
      simulated === null
        ? ({ simulation, kind: 'failed', message: 'a simulated value is not a finite number' } as const)
        : await ranked(simulated, simulation, own);
    if (record === null) return;
    records.set(simulation, record);
    request.keep(record);
    progress(records.size, simulations);
  });
  if (records.size < simulations) return { kind: 'interrupted', done: records.size };
  return { kind: 'done', report: reportOf(request, [...records.values()]) };

  /** Null where the fit was stopped. */
  async function ranked(
    simulated: Simulated,
    simulation: number,
    own: number,
  ): Promise<SimulationRecord | null> {
    const fit = await request.fit(simulated, own);
    if (fit.kind === 'stopped') return null;
    if (fit.kind === 'failed') return { simulation, kind: 'failed', message: fit.message };
    const { draws, reasons } = fit;
    const { truth, data } = simulated;
    const chosen = thinnedDraws(draws, RANKED_DRAWS);
    const random = randomOfSimulation(own, 'ties');
    const { ranks, tied } = ranksOf(draws, truth, chosen, random);
    const joint = await jointLogLikelihood(
      { ...checked, data },
      { ...options, summaries: summaries() },
      draws,
      truth,
    );
    const ofJoint: Record<string, number> = {};
    if (joint !== null) {
      const values = chosen.map((draw) => joint.draws[draw]);
      ofJoint[LOG_LIKELIHOOD] = rankAmong(values, joint.truth, random).rank;
    }
    return {
      simulation,
      kind: 'fitted',
      ranks: { ...ranks, ...ofJoint },
      tied,
      reasons,
    };
  }
}

function reportOf(
  { model, checked, seed, simulations }: CalibrateRequest,
  records: readonly SimulationRecord[],
): CalibrationReport {
  const inOrder = records.toSorted((a, b) => a.simulation - b.simulation);
  const fitted = inOrder.filter((one) => one.kind === 'fitted');
  const failed = inOrder.filter((one) => one.kind === 'failed');
  const lines = linesOfUnknowns(checked.program, model.modelText);
  const { rows, band } = judgeRanks(fitted, RANKED_DRAWS, (name) => lines.get(name) ?? null);
  const isFitted = failed.length <= MOST_FAILED * simulations;
  return {
    model: modelName(checked.program, model.modelPath),
    seed,
    simulations: fitted.length,
    draws: RANKED_DRAWS,
    passes: rows.length > 0 && rows.every(({ passes }) => passes) && isFitted,
    rows,
    level: LEVEL,
    band,
    failures: failed.map(({ simulation, message }) => ({ simulation, message })),
    warnings: warningsOf(fitted, failed),
  };
}
