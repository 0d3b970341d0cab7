import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const useBeforeDeclaration: Check = {
  code: 'use-before-declaration',
  severity: 'error',
  title: 'Name used before it is declared',
  doc: 'Names are declared before use. Move the declaration above the line that uses it. A prior cannot mention its own parameter, and a `let` its own name, except for earlier elements in `let x[t in d] = …`.',
};

export function usedBeforeDeclaration(symbol: SymbolInfo, span: Span): Diagnostic {
  const within = symbol.kind === 'data' ? symbol.node.span : symbol.statement.span;
  const inside = span.start >= within.start && span.end <= within.end;
  const message = inside
    ? `\`${symbol.name}\` is used in its own definition; only \`let x[t in d] = …\` may use earlier elements of itself`
    : `\`${symbol.name}\` is used before it is declared; move its declaration above this line`;
  return diagnose(useBeforeDeclaration, span, message, {
    related: [{ message: `\`${symbol.name}\` is declared here`, span: symbol.span }],
  });
}
