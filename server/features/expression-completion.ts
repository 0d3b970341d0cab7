/** Completion within an expression, and whether one is complete before the cursor. */
import type { CompletionItem } from 'vscode-languageserver';
import type { CursorContext } from '../cursor-context.ts';
import type { ModelDocument } from '../documents.ts';
import { argumentItems, distributionItems, expressionWords, functionItems } from './completion-items.ts';
import { labelItems, namesOf } from './name-items.ts';

export function expressionItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const inner = context.brackets.at(-1);
  const labels =
    inner?.bracket === '[' && inner.callee !== undefined
      ? labelItems(document, inner.callee.text, inner.commas, true)
      : [];
  const startsArgument = ['(', ','].includes(context.before.at(-1)?.text ?? '');
  const named = inner?.bracket === '(' && startsArgument ? argumentItems(inner) : [];
  const callsDistributions = inner?.callee !== undefined && takesDistributions.has(inner.callee.text);
  return [
    ...labels,
    ...named,
    ...namesOf(
      document,
      ['data', 'param', 'let', 'deterministic', 'draw', 'fun', 'argument', 'index', 'dim'],
      context.wordStart,
    ),
    ...functionItems(),
    ...(callsDistributions
      ? [...namesOf(document, ['distribution'], context.wordStart), ...distributionItems()]
      : []),
    ...expressionWords(),
  ];
}

export const takesDistributions = new Set([
  'logpdf',
  'cdf',
  'log_cdf',
  'log_ccdf',
  'quantile',
  'Mixture',
  'Truncated',
  'Censored',
  'GaussianRandomWalk',
]);

/** Whether the expression before the cursor is complete, so that only an operator or a statement can follow. */
export function endsExpression({ before }: CursorContext): boolean {
  const last = before.at(-1);
  if (last === undefined) return true;
  if (last.kind === 'symbol') return last.text === ')' || last.text === ']' || last.text === '}';
  return (
    last.kind === 'number' || last.kind === 'string' || (last.kind === 'name' && !operators.has(last.text))
  );
}

const operators = new Set([
  'and',
  'or',
  'not',
  'if',
  'then',
  'else',
  'in',
  'over',
  'by',
  'for',
  'where',
  'param',
  'let',
  'deterministic',
  'draw',
  'observe',
  'potential',
]);
