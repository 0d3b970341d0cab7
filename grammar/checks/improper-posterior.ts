import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { ParamStatement } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { hasFormula, paramsOf, reached } from './usage.ts';

export const improperPosterior: ProgramCheck = {
  code: 'improper-posterior',
  severity: 'warning',
  title: 'Improper posterior',
  doc: 'A parameter with a flat prior over an infinite range that no likelihood reaches: its posterior cannot be normalised and the sampler will wander off. Give it a proper prior.',
  find: checkImproperPosterior,
};

const compact: ReadonlySet<string> = new Set(['simplex', 'unit_vector', 'cholesky_corr', 'corr']);

/** A flat prior over an infinite range. */
export function isFlat(statement: ParamStatement, symbol: SymbolInfo): boolean {
  const { prior, type } = statement;
  if (prior.kind !== 'call' || (prior.callee.name !== 'Flat' && prior.callee.name !== 'HalfFlat'))
    return false;
  if (type !== undefined && compact.has(type.name)) return false;
  return symbol.bounds.lo === Number.NEGATIVE_INFINITY || symbol.bounds.hi === Number.POSITIVE_INFINITY;
}

function checkImproperPosterior(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole || hasFormula(analysis)) return [];
  const informed = reached(analysis);
  return paramsOf(analysis)
    .filter(([statement, symbol]) => isFlat(statement, symbol) && !informed.has(symbol))
    .map(([statement, { name }]) =>
      diagnose(
        improperPosterior,
        statement.prior.span,
        `the posterior of \`${name}\` is improper: its prior is flat and no likelihood reaches it; give it a proper prior such as \`Normal(0, 1)\``,
        { names: [name] },
      ),
    );
}
