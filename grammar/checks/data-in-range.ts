import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { closure, paramsOf, reached } from './usage.ts';

export const dataInRange: ProgramCheck = {
  code: 'data-in-range',
  severity: 'warning',
  title: 'Data that stand in a range alone',
  doc: 'A parameter on which no likelihood depends has data as bounds of its range, and a prior with unknown arguments, as censored or rounded values are written in Stan: `param z[i in row] ~ Normal(mu, sigma) in y[i] - 0.5..y[i] + 0.5`. A range truncates here, and the density is normalised over it, so that such data say nothing about `mu` and `sigma`. Values that are known to lie between two others are `observe interval(lo, hi) ~ Normal(mu, sigma)`; a prediction within a range is a `draw`.',
  find: checkDataInRange,
};

function checkDataInRange(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole) return [];
  const informed = reached(analysis);
  return paramsOf(analysis).flatMap(([statement, symbol]) => {
    const { prior, range } = statement;
    if (range === undefined || informed.has(symbol)) return [];
    const used = [...(analysis.uses.get(statement) ?? [])];
    const bounds = used.filter((one) => one.kind === 'data' && standsIn(one, range.span));
    const unknowns = used.filter((one) => standsIn(one, prior.span) && isUnknown(analysis, one));
    if (bounds.length === 0 || unknowns.length === 0) return [];
    const about = unknowns.map(({ name }) => `\`${name}\``).join(' and ');
    return [
      diagnose(
        dataInRange,
        range.span,
        `the range truncates \`${symbol.name}\`, whose density is normalised over it, so \`${bounds[0].name}\` says nothing about ${about} here; for values that are known to lie between bounds write \`observe interval(lo, hi) ~ ${prior.kind === 'call' ? prior.callee.name : 'D'}(…)\``,
      ),
    ];
  });
}

function standsIn(symbol: SymbolInfo, { start, end }: Span): boolean {
  return symbol.uses.some(({ span }) => start <= span.start && span.end <= end);
}

/** A parameter, or a definition that depends on one. */
function isUnknown({ uses }: Analysis, symbol: SymbolInfo): boolean {
  if (symbol.kind === 'param') return true;
  return symbol.kind === 'let' && [...closure(uses, [symbol.statement])].some(({ kind }) => kind === 'param');
}
