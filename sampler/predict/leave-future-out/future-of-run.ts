/**
 * Approximate leave-future-out cross-validation (Bürkner, Gabry and Vehtari 2020): each step of a series is predicted
 * from all before it. The draws of a fit to the past are weighted to longer pasts, until Pareto k says that they
 * cannot stand in for a fit to those, and the model is fitted again.
 */
import type { Draws } from '../../draws/draws.ts';
import { kThreshold } from '../../stats/diagnostic-limits.ts';
import { mean, variance } from '../../stats/moments.ts';
import { drawnUnknowns, namesInCode } from '../drawn-unknowns.ts';
import { isProvisional } from '../is-provisional.ts';
import { type ExplainedVariance, explainedVariance } from '../leave-one-out/explained-variance.ts';
import { observedValues } from '../leave-one-out/log-likelihood.ts';
import { countText, notesOnPoints, refitsFail } from '../leave-one-out/notes.ts';
import { observedForward } from '../leave-one-out/observed-forward.ts';
import { placesInFiles } from '../leave-one-out/places-in-files.ts';
import { pointsOf } from '../leave-one-out/points.ts';
import type { Refits } from '../leave-one-out/refit.ts';
import { brierOf, meanOf } from '../leave-one-out/scores.ts';
import { mapAllDraws, type PosteriorModel } from '../posterior-model.ts';
import { type Forecast, forecastEach } from './forecast-each.ts';
import { pastKnowsFuture } from './past-alone.ts';
import { pointsFrom, type TimeStep, timeSteps } from './time-steps.ts';

export interface FutureOfRun extends ExplainedVariance {
  readonly elpd: number;
  /** NaN where windows overlap. */
  readonly se: number;
  readonly steps: readonly TimeStep[];
  readonly forecasts: readonly Forecast[];
  readonly from: number;
  readonly draws: number;
  readonly kThreshold: number;
  readonly brier: number | null;
  readonly crps: number | null;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly provisional: boolean;
  readonly place: ReturnType<typeof placesInFiles>;
}

type FutureResult =
  | { readonly kind: 'ok'; readonly result: FutureOfRun }
  | Exclude<Awaited<ReturnType<typeof observedForward>>, { readonly kind: 'ok' }>;

interface FutureOptions {
  /** Steps ahead that are predicted together. */
  readonly ahead: number;
  /** Steps that are past at first; by default half of them. */
  readonly from?: number;
  readonly by?: string;
  readonly refits: Refits;
}

/** @param run name given by the user, for messages. */
export async function futureOfRun(
  model: PosteriorModel,
  run: string,
  { ahead, from: asked, by, refits }: FutureOptions,
): Promise<FutureResult> {
  const { info, program, data, draws } = model;
  const refuse = (message: string): FutureResult => ({ kind: 'problem', message: `${run}: ${message}` });
  const opened = await observedForward(model, run);
  if (opened.kind !== 'ok') return opened;
  const { forward } = opened;
  const drawn = drawnUnknowns(forward);
  if (drawn.length > 0)
    return refuse(
      `the likelihood is given discrete unknowns, ${namesInCode(drawn)}, whose draws no weights make those of a longer past; write the sum out, as with \`Mixture\``,
    );
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped;
  const found = pointsOf(forward, data, observedValues(forward, draws, mapped.map));
  const ordered = timeSteps(found.points, program, data, by);
  if (ordered.kind === 'problem') return refuse(ordered.message);
  const { steps } = ordered;
  const from = asked ?? Math.ceil(steps.length / 2);
  if (from + ahead > steps.length)
    return refuse(
      `there are ${countText(steps.length, 'step')}: expected at most ${Math.max(0, steps.length - ahead)} before the first prediction of ${ahead} (\`--from\`), found ${from}`,
    );
  const last = steps.length - ahead;
  for (const cut of new Set([from, (from + last) >> 1, last])) {
    const known = pastKnowsFuture(model, steps, cut);
    if (known !== null) return refuse(known);
  }

  const forecast = await forecastEach(model, forward, { steps, from, ahead }, refits);
  if (forecast.kind === 'problem') return refuse(forecast.message);
  const { forecasts, scores } = forecast;
  const elpd = Float64Array.from(forecasts, (one) => one.elpd);
  const predicted = pointsFrom(steps, from);
  const errors = explainedVariance(
    predicted,
    predicted.map((_, i) => scores?.[i].mean ?? null),
    data,
  );
  const failed = forecasts.flatMap(({ past, reasons }) =>
    reasons.length === 0 ? [] : [{ name: `what follows ${steps[past - 1].name}`, reasons }],
  );
  return {
    kind: 'ok',
    result: {
      elpd: mean(elpd) * elpd.length,
      se: ahead === 1 && elpd.length > 1 ? Math.sqrt(elpd.length * variance(elpd)) : Number.NaN,
      steps,
      forecasts,
      from,
      draws: countOf(draws),
      kThreshold: kThreshold(countOf(draws)),
      ...errors,
      brier: brierOf(forward, predicted, errors),
      crps: scores === null ? null : meanOf(scores.map((score) => score.crps)),
      notes: [
        ...notesOnWindows(steps, from, ahead),
        ...notesOnPoints(found, program, info.modelText, 'future'),
      ],
      warnings:
        failed.length === 0 ? [] : [refitsFail(failed, forecasts.filter((one) => one.isRefit).length)],
      provisional: isProvisional(model) || failed.length > 0,
      place: placesInFiles(model),
    },
  };
}

function notesOnWindows(steps: readonly TimeStep[], from: number, ahead: number): readonly string[] {
  const first = steps[from].name;
  const end = steps[steps.length - 1].name;
  const what =
    ahead === 1
      ? `${first} to ${end} are scored, each given all before it`
      : `windows of ${ahead} steps are scored, the first beginning at ${first} and the last ending at ${end}, each given all before it; they overlap, so there is no se`;
  return [
    `${what}; the first ${countText(from, 'step')}, up to ${steps[from - 1].name}, are never predicted`,
    'other data of the steps ahead, such as predictors, are taken as known',
  ];
}

function countOf({ chains, drawsPerChain }: Draws): number {
  return chains * drawsPerChain;
}
