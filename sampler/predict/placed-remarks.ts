/** Remarks on a prior with their places in the text, and the priors that would answer them. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { createLineIndex } from '../model/line-index.ts';
import type { PriorRemark } from '../report/run-questions.ts';
import type { Pace } from './fit/pace.ts';
import type { PriorPredictive, PriorRequest } from './prior-predictive.ts';
import { withSuggestions } from './suggest-scale.ts';

export async function placedRemarks(
  program: Program,
  data: LoadedData,
  modelText: string,
  request: PriorRequest,
  predictive: PriorPredictive,
  pace?: Pace,
): Promise<readonly PriorRemark[]> {
  const locate = createLineIndex(modelText);
  const remarks = await withSuggestions(program, data, request, predictive, pace);
  return remarks.map(({ code, message, span, fix }) => {
    const { line, character } = locate(span.start);
    return { code, message, line, column: character, ...(fix === undefined ? {} : { fix }) };
  });
}
