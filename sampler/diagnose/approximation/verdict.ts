/**
 * Whether an approximation can be relied on, in words, by Pareto k̂ first (Yao, Vehtari, Simpson and
 * Gelman 2018; Vehtari et al. 2024). k̂ alone can mislead: a faint skewed tail beyond a flat bulk makes it
 * large although the weights hardly vary, so the effective draws are reported with it.
 */

import { madeBy, methodOfVariant } from '../../../grammar/methods/index.ts';
import type { ApproximationEnd, ElboPoint, Stationarity } from '../../infer/approximation.ts';
import type {
  ApproximationReason,
  ApproximationSettings,
  ApproximationVerdict,
} from '../../report/approximation-report.ts';
import { upperFirst } from '../../report/upper-first.ts';
import { kThreshold } from '../../stats/diagnostic-limits.ts';
import { atMostText } from '../../stats/number-text.ts';
import { FIX_VALUES } from '../fix-values.ts';
import { endReason } from './end-reason.ts';
import { wordsOf } from './words.ts';

export interface VerdictInput {
  readonly settings: ApproximationSettings;
  readonly kHat: number;
  readonly effectiveDraws: number;
  /** Draws that k̂ was estimated from. */
  readonly weightedDraws: number;
  readonly end: ApproximationEnd;
  readonly stationarity?: Stationarity;
  readonly elbo: readonly ElboPoint[];
  /** Largest absolute value among the draws on the unconstrained scale. */
  readonly reach: number;
  /** An unvisited mode, if one was found. */
  readonly unvisited?: ApproximationReason | null;
  /** Draws with an invalid value, grouped by the place in the model. */
  readonly faults?: readonly { readonly words: string; readonly draws: number; readonly of: number }[];
}

/** Share of effective draws above which the weights count as nearly equal, whatever k̂. */
const NEARLY_EQUAL = 0.9;
/**
 * Share of effective draws below which draws without reweighting do not represent the posterior, although k̂ is
 * within its limit: an approximation much narrower than the posterior seldom draws from the tail that would reveal
 * it. For two parameters with correlation 0.8 mean-field ADVI finds six tenths of their sds, and k̂ of 8000 draws is
 * below 0.7 four times in ten; the share of effective draws is never above a quarter.
 */
const LEAST_SHARE = 0.25;
/** Fall below its best ELBO, in nats, at which an ascent counts as diverged. */
const FALL = 100;
/** Draws beyond this, on the unconstrained scale, mean that the approximation has diverged. */
const FAR = 1e15;

export function approximationVerdict(input: VerdictInput): ApproximationVerdict {
  const { settings, kHat, effectiveDraws, weightedDraws, unvisited = null } = input;
  const limit = kThreshold(weightedDraws);
  const diverged = divergedReason(input);
  const reasons = [
    ...faultReasons(input),
    // k-hat cannot detect a mode that no draw is near.
    ...(unvisited === null ? [] : [unvisited]),
    ...diverged,
    ...(diverged.length > 0 ? [] : kHatReason(input, limit)),
    ...(diverged.length > 0 ? [] : shareReason(input, limit)),
    ...endReason(input, diverged.length > 0),
  ];
  const close = kHat <= limit && diverged.length === 0 && !coversLittle(input);
  const { warning } = wordsOf(settings.method);
  const name = upperFirst(madeBy(settings.method));
  const worth = `its ${weightedDraws} draws are worth ${Math.floor(effectiveDraws)} draws of the posterior`;
  const pass = reasons.length === 0;
  return {
    pass,
    message: close
      ? `${name} lies close to ${unvisited === null ? 'the posterior' : 'a part of the posterior only'}: Pareto k-hat ${kHatText(kHat, limit)} (limit ${shown(limit)}), ${worth}`
      : effectiveDraws === 0
        ? `${name} missed the posterior: no weight of its draws is finite`
        : diverged.length === 0 && effectiveDraws >= NEARLY_EQUAL * weightedDraws
          ? `${name} fits the bulk of the posterior, not its far tails: Pareto k-hat ${kHatText(kHat, limit)} (limit ${shown(limit)}), ${worth}`
          : `${name} is not to be relied on: Pareto k-hat ${kHatText(kHat, limit)} (limit ${shown(limit)}), ${worth}${kHat <= limit && coversLittle(input) ? ' (limit a quarter)' : ''}`,
    reasons,
    warnings:
      warning === undefined ? [] : [`${pass ? warning.message : warning.whereItFails} (${warning.nextStep})`],
  };
}

/** First of the reasons, since an approximation of another density says nothing about the posterior. */
function faultReasons({ faults = [] }: VerdictInput): ApproximationReason[] {
  return faults.map(({ words, draws, of }) => ({
    code: 'values',
    message: `${draws} of ${of} draws have a value that the model cannot have: ${words}`,
    nextStep: FIX_VALUES,
  }));
}

function divergedReason({
  settings,
  elbo,
  effectiveDraws,
  kHat,
  reach,
  weightedDraws,
}: VerdictInput): ApproximationReason[] {
  const last = elbo.at(-1);
  const isAscent = has(settings)?.elbo === 'ascent';
  const method = madeBy(settings.method);
  const nextStep = wordsOf(settings.method).diverged(settings);
  const best = elbo.reduce((top, point) => (point.elbo > top ? point.elbo : top), Number.NEGATIVE_INFINITY);
  if (isAscent && last !== undefined && !Number.isFinite(last.elbo)) {
    const from = Number.isFinite(best) ? `, the best was ${nats(best)}` : '';
    return [
      {
        code: 'diverged',
        message: `${upperFirst(method)} diverged: the ELBO should end at a finite number, at iteration ${last.iteration} it is ${last.elbo > 0 ? '∞' : last.elbo < 0 ? '−∞' : 'not a number'}${from}`,
        nextStep,
      },
    ];
  }
  if (isAscent && last !== undefined && best - last.elbo > FALL) {
    return [
      {
        code: 'diverged',
        message: `${upperFirst(method)} diverged: the ELBO fell from ${nats(best)} to ${nats(last.elbo)}`,
        nextStep,
      },
    ];
  }
  if (effectiveDraws > 0 && reach > FAR && kHat > kThreshold(weightedDraws)) {
    return [
      {
        code: 'diverged',
        message: `${upperFirst(method)} diverged: its draws reach ${reach.toExponential(0).replace('+', '')} on the unconstrained scale, so the posterior has no end in some direction`,
        nextStep: 'Give every parameter a proper prior',
      },
    ];
  }
  if (effectiveDraws > 0) return [];
  return [
    {
      code: 'diverged',
      message: `The posterior should have a finite density at draws of ${method}; it has none at any of them`,
      nextStep,
    },
  ];
}

const has = ({ method }: ApproximationSettings) => methodOfVariant(method)?.has;

/** Too few effective draws; does not apply to resampled draws, whose weights correct for the difference. */
function coversLittle({ settings, effectiveDraws, weightedDraws }: VerdictInput): boolean {
  return has(settings)?.reweighted === false && effectiveDraws < LEAST_SHARE * weightedDraws;
}

function shareReason(input: VerdictInput, limit: number): ApproximationReason[] {
  const { settings, kHat, effectiveDraws, weightedDraws } = input;
  if (kHat > limit || !coversLittle(input)) return [];
  return [
    {
      code: 'effective-draws',
      message: `A quarter of its draws at least should count; of ${weightedDraws} they are worth ${Math.floor(effectiveDraws)}: ${madeBy(settings.method)} covers a part of the posterior only, which k-hat alone can miss`,
      nextStep: wordsOf(settings.method).fewDraws,
    },
  ];
}

function kHatReason(
  { settings, kHat, effectiveDraws, weightedDraws }: VerdictInput,
  limit: number,
): ApproximationReason[] {
  if (kHat <= limit) return [];
  const equal = effectiveDraws >= NEARLY_EQUAL * weightedDraws;
  const shared = `Pareto k-hat should be at most ${shown(limit)}, it is ${kHatText(kHat, limit)}`;
  return [
    equal
      ? {
          code: 'k-hat',
          message: `${shared}; yet the weights are nearly equal (${Math.floor(effectiveDraws)} effective of ${weightedDraws} draws), so the bulk fits and only the far tails are missed`,
          nextStep: 'Sample with NUTS before you rely on tails and the ends of intervals',
        }
      : {
          code: 'k-hat',
          message: `${shared}: the posterior has a shape that ${madeBy(settings.method)} cannot take, and reweighting its draws cannot repair it`,
          nextStep: wordsOf(settings.method).kHat,
        },
  ];
}

/** Never on the wrong side of the limit by rounding. */
function kHatText(kHat: number, limit: number): string {
  return Number.isFinite(kHat) ? atMostText(kHat, limit, 2) : 'infinite';
}

function shown(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : 'infinite';
}

function nats(value: number): string {
  return value.toFixed(1).replace('-', '−');
}
