/** The model of a kept run with the log likelihoods of its observations, if its draws are of the posterior. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import { madeBy } from '../../../grammar/methods/index.ts';
import { compileForward, type ForwardModel } from '../../compile/compile-forward.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { observedModel } from './score-points.ts';

type ObservedForward =
  | { readonly kind: 'ok'; readonly ir: IrProgram; readonly forward: ForwardModel }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** @param run name given by the user, for messages. */
export async function observedForward(
  { info, program, data }: PosteriorModel,
  run: string,
): Promise<ObservedForward> {
  if (info.method !== undefined) {
    return {
      kind: 'problem',
      message: `${run} holds draws of ${madeBy(info.method)}: leave-one-out weights need draws of the posterior itself, and would hide how far these are from it; fit the model with \`bayes sample\``,
    };
  }
  const observed = observedModel(program, data);
  if (observed.kind === 'invalid') return observed;
  if (observed.kind === 'none') {
    return {
      kind: 'problem',
      message: `the model of ${run} has no \`observe\` statement, so there is nothing to leave out`,
    };
  }
  const { ir } = observed;
  return { kind: 'ok', ir, forward: compileForward(ir, { logLikelihood: true }) };
}
