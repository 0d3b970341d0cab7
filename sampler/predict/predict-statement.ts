/** A `predict` statement as new values for the data. */
import type { PredictStatement } from '../../grammar/syntax/ast.ts';
import type { NewValues } from './replaced-data.ts';

export function valuesOf(statement: PredictStatement): NewValues {
  const { source, assignments, span } = statement;
  if (source === undefined) return { kind: 'values', assignments, span };
  return { kind: 'files', files: [{ path: source.value, replaces: null, span: source.span }] };
}
