import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { inFormula, isUnused } from './usage.ts';

export const unusedData: ProgramCheck = {
  code: 'unused-data',
  severity: 'warning',
  title: 'Unused data',
  doc: 'A datum that is read and checked, but that nothing in the model mentions; or an `observe … where` whose condition holds for no row.',
  find: checkUnusedData,
};

function checkUnusedData(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole) return [];
  return [...analysis.symbols.values()]
    .filter((s) => s.kind === 'data' && isUnused(s) && !inFormula(analysis, s.name))
    .map(({ name, span, node }) =>
      diagnose(unusedData, span, `data \`${name}\` are never used; use them or remove the line`, {
        fixes: [
          { title: `Remove \`${name}\``, edits: [{ span: wholeLine(analysis, node.span), newText: '' }] },
        ],
      }),
    );
}

/** The node with its line, where it is alone there. */
function wholeLine({ program }: Analysis, span: { readonly start: number; readonly end: number }) {
  const text = program.text ?? '';
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', span.end);
  const end = newline < 0 ? text.length : newline + 1;
  const rest = text.slice(span.end, end).trim();
  const alone = text.slice(start, span.start).trim() === '' && (rest === '' || rest.startsWith('#'));
  return alone ? { start, end } : span;
}
