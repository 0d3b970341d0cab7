/** Leave-one-out scores of each observed value. */
import type { LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import type { ForwardModel } from '../../compile/compile-forward.ts';
import { lower } from '../../compile/lower/lower.ts';
import { type LooPoint, looPoint } from '../../diagnose/loo.ts';
import type { Draws } from '../../draws/draws.ts';
import { mathLibrary } from '../../math/instance.ts';
import { mapAllDraws } from '../posterior-model.ts';
import { observedValues, pointDraws } from './log-likelihood.ts';
import { type Points, pointsOf } from './points.ts';

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
      readonly scores: readonly Omit<LooPoint, 'logWeights'>[];
      /** Predicted means; null where a distribution has none in closed form. */
      readonly means: readonly (number | null)[];
    }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** @param forward compiled with log likelihoods. @param run what the user calls the draws, for messages. */
export function scorePoints(
  forward: ForwardModel,
  data: LoadedData,
  draws: Draws,
  run: string,
): ScoredPoints {
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
  const scores: Omit<LooPoint, 'logWeights'>[] = [];
  const means: (number | null)[] = [];
  for (const { point, logLikelihood, means: own } of pointDraws(forward, points, draws, mapped.map)) {
    const broken = logLikelihood.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) {
      const message = `the log likelihood of ${point.name} in ${run} is ${logLikelihood[broken]} at draw ${broken + 1}: expected finite numbers; a draw that rules an observed value out cannot be weighted`;
      return { kind: 'problem', message };
    }
    const { logWeights, ...score } = looPoint(logLikelihood, draws.chains);
    scores.push(score);
    means.push(own === null ? null : weightedMean(own, logWeights));
  }
  return { kind: 'ok', found, scores, means };
}

function weightedMean(values: Float64Array, logWeights: Float64Array): number {
  return values.reduce((sum, value, draw) => sum + exp(logWeights[draw]) * value, 0);
}
