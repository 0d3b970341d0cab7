import type { Diagnostic } from '../diagnostic.ts';
import { kindInWords, type SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const notCallable: Check = {
  code: 'not-callable',
  severity: 'error',
  title: 'Not a function',
  doc: 'Round brackets call a function or a distribution. To take an element of an array use square brackets: `a[1]`.',
};

export function cannotCall(symbol: SymbolInfo, callee: Span, call: Span, text: string): Diagnostic {
  const what = kindInWords(symbol.kind);
  const open = text.indexOf('(', callee.end);
  const brackets = open >= 0 && text[call.end - 1] === ')';
  return diagnose(
    notCallable,
    callee,
    `\`${symbol.name}\` is ${what}, not a function; use square brackets to take an element: \`${symbol.name}[…]\``,
    {
      related: [{ message: `\`${symbol.name}\` is declared here`, span: symbol.span }],
      fixes: brackets
        ? [
            {
              title: 'Use square brackets',
              edits: [
                { span: { start: open, end: open + 1 }, newText: '[' },
                { span: { start: call.end - 1, end: call.end }, newText: ']' },
              ],
            },
          ]
        : [],
    },
  );
}
