/** Leave-one-out scores of each observed value. */
import type { LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { lower } from '../../compile/lower/lower.ts';
import { type LooScore, looPoint } from '../../diagnose/loo.ts';
import type { Rng } from '../../distributions/distribution-sampler.ts';
import type { Draws } from '../../draws/draws.ts';
import { mathLibrary } from '../../math/instance.ts';
import { crps } from '../../stats/crps.ts';
import { drawnUnknowns, namesInCode } from '../drawn-unknowns.ts';
import { createPace, type Pace } from '../fit/pace.ts';
import { mapAllDraws } from '../posterior-model.ts';
import { groupsBy, type PointGroup } from './groups.ts';
import { observedValues, pointDraws } from './log-likelihood.ts';
import { type Point, type Points, pointsOf } from './points.ts';

const { exp } = mathLibrary();

type ObservedModel =
  | { readonly kind: 'ok'; readonly ir: IrProgram }
  /** Nothing is observed. */
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export function observedModel(program: Program, data: LoadedData): ObservedModel {
  const { ir, diagnostics } = lower(program, data);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  return ir.observations.length === 0 ? { kind: 'none' } : { kind: 'ok', ir };
}

type ScoredPoints =
  | {
      readonly kind: 'ok';
      readonly found: Points;
      /** Of each point, or of each group. */
      readonly scores: readonly LooScore[];
      /** Of each point. Predicted means; null where a distribution has none in closed form. */
      readonly means: readonly (number | null)[];
      /** Of each point; null of vectors and labels, or without randomness. */
      readonly crps: readonly (number | null)[];
      readonly groups?: readonly PointGroup[];
    }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

interface ScoreOptions {
  /** What is left out together: the points of each label of this dimension. */
  readonly by?: string;
  /** Draws values, for the scores of distributions. */
  readonly rng?: Rng;
  /** Paused at each point. */
  readonly pace?: Pace;
}

/** @param forward compiled with log likelihoods. @param run what the user calls the draws, for messages. */
export async function scorePoints(
  forward: ForwardModel,
  data: LoadedData,
  draws: Draws,
  run: string,
  { by, rng, pace = createPace(() => false) }: ScoreOptions = {},
): Promise<ScoredPoints> {
  const drawn = drawnUnknowns(forward);
  if (drawn.length > 0) return { kind: 'problem', message: drawnText(drawn, run) };
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped;
  const found = pointsOf(forward, data, observedValues(forward, draws, mapped.map));
  const { points } = found;
  if (points.length === 0) {
    return {
      kind: 'problem',
      message: `all observed values of ${run} are imputed: there is nothing to leave out`,
    };
  }
  const scores: LooScore[] = [];
  const means: (number | null)[] = [];
  const scored: (number | null)[] = [];
  const grouped = by === undefined ? null : groupsBy(points, data, by);
  if (grouped?.kind === 'problem') return grouped;
  const groupWeights = new Map<Point, Float64Array>();
  if (grouped !== null) {
    const { groups } = grouped;
    const count = draws.chains * draws.drawsPerChain;
    if (groups.length * count > MOST_GROUP_VALUES)
      return { kind: 'problem', message: tooManyGroups(groups.length, count) };
    const groupOf = new Map(groups.flatMap((group, g) => group.points.map((point) => [point, g] as const)));
    const sums = groups.map(() => new Float64Array(count));
    for (const { point, logLikelihood } of pointDraws(forward, points, draws, mapped.map)) {
      await pace.pause();
      const sum = sums[groupOf.get(point) ?? 0];
      for (let draw = 0; draw < count; draw++) sum[draw] += logLikelihood[draw];
    }
    for (const [g, sum] of sums.entries()) {
      const broken = sum.findIndex((value) => !Number.isFinite(value));
      if (broken >= 0)
        return { kind: 'problem', message: brokenText(groups[g].label, run, sum[broken], broken) };
      const { logWeights, relativeEfficiency: _own, ...score } = looPoint(sum, draws.chains);
      scores.push(score);
      for (const point of groups[g].points) groupWeights.set(point, logWeights);
    }
  }
  for (const one of pointDraws(forward, points, draws, mapped.map, rng ?? null)) {
    await pace.pause();
    const { point, logLikelihood, means: own, replicated } = one;
    const broken = logLikelihood.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) {
      return { kind: 'problem', message: brokenText(point.name, run, logLikelihood[broken], broken) };
    }
    let weights = groupWeights.get(point);
    if (weights === undefined) {
      const { logWeights, relativeEfficiency: _own, ...score } = looPoint(logLikelihood, draws.chains);
      scores.push(score);
      weights = logWeights;
    }
    means.push(own === null ? null : weightedMean(own, weights));
    scored.push(
      replicated === null || point.observed === null
        ? null
        : crps(replicated, weights.map(exp), point.observed[0]),
    );
  }
  return {
    kind: 'ok',
    found,
    scores,
    means,
    crps: scored,
    ...(grouped === null ? {} : { groups: grouped.groups }),
  };
}

/** Log weights of all groups at all draws: 160 MB. */
const MOST_GROUP_VALUES = 20_000_000;

function tooManyGroups(groups: number, draws: number): string {
  return `${groups} groups at ${draws} draws are too many to weigh at once: expected at most ${Math.floor(MOST_GROUP_VALUES / draws)} groups; keep fewer draws`;
}

function brokenText(name: string, run: string, value: number, draw: number): string {
  return `the log likelihood of ${name} in ${run} is ${value} at draw ${draw + 1}: expected finite numbers; a draw that rules an observed value out cannot be weighted`;
}

export function weightedMean(values: Float64Array, logWeights: Float64Array): number {
  return values.reduce((sum, value, draw) => sum + exp(logWeights[draw]) * value, 0);
}

function drawnText(drawn: readonly string[], run: string): string {
  return `the likelihood of ${run} is given discrete unknowns, ${namesInCode(drawn)}, whose draws were made with the values to be left out, so that no weights tell what they would be without them: leave out parts by fits of the model to the rest (\`bayes loo --folds 10\`), or write the sum out, as with \`Mixture\``;
}
