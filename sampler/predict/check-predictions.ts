/** Errors in the new data of a model's `predict` statements, before the fit. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { LoadOptions } from '../data/load-options.ts';
import { loadNewData } from './new-data.ts';
import { valuesOf } from './predict-statement.ts';

/** For a program without errors. */
export function checkPredictions(
  program: Program,
  data: LoadedData,
  load: LoadOptions,
): readonly Diagnostic[] {
  return program.statements.flatMap((statement): readonly Diagnostic[] => {
    if (statement.kind !== 'predict') return [];
    const result = loadNewData({ program, data, load }, valuesOf(statement));
    if (result.kind === 'ok') {
      return result.newData.remarks.map(({ message, ...places }) => ({
        code: 'data-label-similar',
        severity: 'warning',
        message: `\`predict ${statement.name.name}\`: ${message}`,
        span: statement.name.span,
        ...places,
      }));
    }
    return result.diagnostics.map((found) => ({
      ...found,
      message: `\`predict ${statement.name.name}\`: ${found.message}`,
    }));
  });
}
