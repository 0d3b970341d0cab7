import type { Diagnostic } from '../diagnostic.ts';
import { kindInWords, type SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const duplicateName: Check = {
  code: 'duplicate-name',
  severity: 'error',
  title: 'Name declared twice',
  doc: 'Dimensions, data, parameters, `let`, `deterministic`, `potential` and functions share one space of names; each name is declared once. Settings, arguments and the entries of one statement may not repeat either.',
};

export function nameDeclaredTwice(symbol: SymbolInfo, first: SymbolInfo): Diagnostic {
  return diagnose(
    duplicateName,
    symbol.span,
    `\`${symbol.name}\` is already declared as ${kindInWords(first.kind)}; choose another name`,
    { related: [{ message: `first declared here as ${kindInWords(first.kind)}`, span: first.span }] },
  );
}

/** A setting, a statement or a function parameter that occurs a second time. */
export function repeated(what: string, span: Span, first: Span): Diagnostic {
  return diagnose(duplicateName, span, `${what} is given twice; keep one`, {
    related: [{ message: 'first given here', span: first }],
  });
}
