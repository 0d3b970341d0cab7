/**
 * Reports before the fit why a `predict` statement would fail after it: a joint draw over new rows, a group about
 * which the fit learns nothing. Lowers the model twice for each statement.
 */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { LoadOptions } from '../data/load-options.ts';
import { checkNewElements } from './check-new-elements.ts';
import { freshParameters, type LoweredAtNewData, lowerAtNewData } from './lower-at-new-data.ts';
import { valuesOf } from './predict-statement.ts';

/** For a program without errors; data that cannot be loaded are reported by `checkPredictions`. */
export function checkNewDraws(program: Program, data: LoadedData, load: LoadOptions): readonly Diagnostic[] {
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'predict') return [];
    const { name, span } = statement.name;
    const lowered = lowerAtNewData({ program, data, load }, valuesOf(statement));
    if (lowered.kind === 'invalid' && lowered.with === 'data') return [];
    const found = lowered.kind === 'invalid' ? lowered.diagnostics : obstacles(program, lowered);
    return found.map((one) => ({
      ...one,
      message: `\`predict ${name}\`: ${one.message}`,
      span,
      related: [{ message: 'what cannot be drawn anew', span: one.span }, ...(one.related ?? [])],
    }));
  });
}

function obstacles(
  program: Program,
  { newData, fitted, ir }: Extract<LoweredAtNewData, { kind: 'ok' }>,
): readonly Diagnostic[] {
  const fresh = freshParameters(ir, newData);
  return checkNewElements(program, newData, {
    fitted,
    ir,
    isNew: ({ name, dims }) =>
      fresh.has(name) || dims.some((dim) => dim.name !== null && newData.newLabels.has(dim.name)),
  });
}
