/** Each past in turn: by weights of the draws of the last fit, or by a new one where Pareto k is too high. */
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { createRandom } from '../../random.ts';
import { kThreshold } from '../../stats/diagnostic-limits.ts';
import { type Refits, refitEach } from '../leave-one-out/refit.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { createForecasts, type ForecastAt, type Forecasts } from './forecasts.ts';
import { pointsFrom, type TimeStep } from './time-steps.ts';

/** What a past says of the steps after it. */
export interface Forecast {
  /** Steps that are past. */
  readonly past: number;
  readonly elpd: number;
  readonly mcse: number;
  /** Of the weights, also where it made a refit necessary; 0 of the first fit. */
  readonly kHat: number;
  readonly isRefit: boolean;
  /** Why the diagnostics of the refit fail. */
  readonly reasons: readonly string[];
}

interface Windows {
  readonly steps: readonly TimeStep[];
  /** Steps that are past at first. */
  readonly from: number;
  /** Steps predicted together. */
  readonly ahead: number;
}

type Forecasted =
  | {
      readonly kind: 'ok';
      readonly forecasts: readonly Forecast[];
      /** Of each point ahead; null where windows overlap. */
      readonly scores: ReturnType<ForecastAt['scores']> | null;
    }
  | { readonly kind: 'problem'; readonly message: string };

interface Fitted {
  readonly forecasts: Forecasts;
  readonly reasons: readonly string[];
}

export async function forecastEach(
  model: PosteriorModel,
  forward: ForwardModel,
  { steps, from, ahead }: Windows,
  refits: Refits,
): Promise<Forecasted> {
  const last = steps.length - ahead;
  const total = last - from + 1;
  const forecasts: Forecast[] = [];
  const scores: ReturnType<ForecastAt['scores']>[number][] = [];
  let fitted: Fitted | null = null;
  refits.progress(0, total);
  for (let past = from; past <= last; past++) {
    let found: ForecastAt | undefined = fitted?.forecasts.at(past, ahead);
    const kHat = found?.kHat ?? 0;
    const isRefit = found === undefined || !(kHat <= kThreshold(found.draws));
    if (isRefit) {
      const refitted: Fitted | string = await fitPast(model, forward, steps, past, refits);
      if (typeof refitted === 'string') return { kind: 'problem', message: refitted };
      fitted = refitted;
      found = refitted.forecasts.at(past, ahead);
    }
    if (found === undefined) throw new Error('expected a forecast after a fit');
    const { elpd, mcse } = found;
    forecasts.push({ past, elpd, mcse, kHat, isRefit, reasons: isRefit ? (fitted?.reasons ?? []) : [] });
    if (ahead === 1) scores.push(...found.scores(createRandom(model.info.seed, 1 + past)));
    refits.progress(past - from + 1, total);
  }
  return { kind: 'ok', forecasts, scores: ahead === 1 ? scores : null };
}

/** @returns a message where there is no fit */
async function fitPast(
  model: PosteriorModel,
  forward: ForwardModel,
  steps: readonly TimeStep[],
  past: number,
  refits: Refits,
): Promise<Fitted | string> {
  const future = {
    name: `what follows ${steps[past - 1].name}`,
    points: pointsFrom(steps, past),
    index: past,
  };
  const refitted = await refitEach(
    model,
    [future],
    { ...refits, together: 1, progress: () => {} },
    (_, { draws, reasons }) => ({ reasons, made: createForecasts(forward, steps, past, draws) }),
  );
  if (refitted.kind === 'problem') return refitted.message;
  const [{ reasons, made }] = refitted.scores;
  return made.kind === 'problem' ? made.message : { forecasts: made.forecasts, reasons };
}
