/** The mode from several starts: the highest peak, whether the starts agree, and whether a mode exists. */
import type { ApproximationWatch } from '../../infer/approximation.ts';
import { defaultStart, findStart, type InitialPoint } from '../../infer/initial-point.ts';
import type { Random } from '../../random.ts';
import type { Estimate, EstimateModel, EstimateOutcome } from '../method.ts';
import { deltaMethod } from './delta-method.ts';
import { type Climb, findPeak } from './find-peak.ts';

interface ModeSettings {
  readonly starts: number;
  readonly iterations: number;
}

/** Climbs whose log densities differ by less than this ended at peaks of one height. */
const SAME_HEIGHT = 1e-3;
/** Names listed in a message, at most. */
const SHOWN_NAMES = 3;

export function estimateMode(
  model: EstimateModel,
  { starts, iterations }: ModeSettings,
  random: Random,
  watch: ApproximationWatch,
): EstimateOutcome {
  const { density } = model;
  const state = density.newState();
  const shouldStop = () => watch.shouldStop?.() ?? false;
  const climbs: Climb[] = [];
  let badStart: Extract<InitialPoint, { kind: 'bad-start' }> | null = null;
  let gradients = 0;
  for (let k = 0; k < starts && (k === 0 || !shouldStop()); k++) {
    const start = findStart(density, state, random, defaultStart, watch.start);
    gradients += start.attempts;
    if (start.kind === 'bad-start') {
      badStart = start;
      continue;
    }
    const found = findPeak(density, state, iterations, shouldStop);
    gradients += found.gradients;
    climbs.push(found);
  }
  if (climbs.length === 0 && badStart !== null) return badStart;
  const stopped = shouldStop() || climbs.some(({ end }) => end.kind === 'stopped');
  return { kind: 'done', estimate: { ...judge(model, climbs, iterations, watch), stopped, gradients } };
}

type Judged = Omit<Estimate, 'stopped' | 'gradients'>;

function judge(
  model: EstimateModel,
  climbs: readonly Climb[],
  iterations: number,
  watch: ApproximationWatch,
): Judged {
  const ranked = [...climbs].sort((a, b) => b.logDensity - a.logDensity);
  const [best] = ranked;
  const none = (message: string, nextStep: string, unbounded: boolean, reason: string): Judged => ({
    summary: model.names.map((name) => ({ name, mode: null, sd: null })),
    logDensity: null,
    converged: false,
    unbounded,
    fault: null,
    message,
    reasons: [{ message: reason, nextStep }],
  });
  switch (best.end.kind) {
    case 'endless':
      return none(
        'The posterior density has no highest point, so there is no mode to print',
        'Give every parameter a proper prior that keeps it from there (a scale one away from 0), write a hierarchy in its non-centred form, or sample with NUTS: its means and intervals do not need a mode',
        true,
        `The density should fall in every direction from its highest point; it rises, or stays level, without end along ${whereabouts(model, best, best.end.along)}`,
      );
    case 'max-iterations':
      return none(
        `The climb had not ended after ${iterations} iterations`,
        `Allow ${2 * iterations} iterations, or give the parameters a similar scale`,
        false,
        'The climb should end at a point where the gradient vanishes; it was still rising',
      );
    case 'stopped':
      return none(
        'No climb had ended',
        'Run it again to the end',
        false,
        'A climb should end at a peak; it was stopped before',
      );
    case 'peak':
      break;
  }
  const values = new Float64Array(model.names.length);
  model.constrain(best.position, values);
  const sds = deltaMethod(best.position, best.end.curvature, values.length, model.constrain);
  const endless = climbs.filter(({ end }) => end.kind === 'endless');
  return {
    summary: model.names.map((name, k) => ({ name, mode: finite(values[k]), sd: finite(sds[k]) })),
    logDensity: best.logDensity,
    converged: true,
    unbounded: false,
    fault: watch.start?.(best.position) ?? null,
    message: agreement(ranked),
    reasons:
      endless.length === 0
        ? []
        : [
            {
              message: `Every start should climb to a peak; ${endless.length} of ${climbs.length} ran off without end, though not yet as high as this mode`,
              nextStep:
                'The density may have no highest point: tighten the priors, or sample with NUTS and read what its diagnostics say',
            },
          ],
  };
}

/** Whether the starts agree, as a sentence. */
function agreement(ranked: readonly Climb[]): string {
  const [best] = ranked;
  const count = ranked.length;
  const level = ranked.filter(({ logDensity }) => best.logDensity - logDensity < SAME_HEIGHT);
  const same = level.filter(({ position }) => isSamePlace(position, best.position));
  const parts = [
    same.length === count
      ? count === 1
        ? 'The climb from one start ended at this mode; others may be higher'
        : `All ${count} starts climbed to this mode`
      : `${same.length} of ${count} starts climbed to this mode`,
    ...(level.length > same.length
      ? [
          `${level.length - same.length} to another one that is as high, so it is not the only one (components that can trade places?)`,
        ]
      : []),
    ...(count > level.length
      ? [
          `${count - level.length} ended lower, the next at a log density ${(best.logDensity - ranked[level.length].logDensity).toPrecision(2)} below`,
        ]
      : []),
  ];
  return parts.join('; ');
}

function isSamePlace(a: Float64Array, b: Float64Array): boolean {
  return a.every((x, i) => Math.abs(x - b[i]) <= 1e-2 * Math.max(1, Math.abs(b[i])));
}

function whereabouts(
  { unconstrainedNames }: EstimateModel,
  { position }: Climb,
  along: readonly number[],
): string {
  const shown = along
    .slice(0, SHOWN_NAMES)
    .map(
      (i) =>
        `\`${inModel(unconstrainedNames[i])}\` (${position[i].toPrecision(3)} on the unconstrained scale)`,
    );
  const rest = along.length - shown.length;
  if (shown.length === 0) return 'a direction of several parameters together';
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** `tau__log` is `tau` of the model. */
function inModel(unconstrained: string): string {
  return unconstrained.replace(/__\w+/, '');
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
