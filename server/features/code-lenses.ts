/** *Sample* above the model, and above a `sample { }` block where that is far from it. */
import type { CodeLens } from 'vscode-languageserver';
import type { Statement } from '../../grammar/syntax/ast.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../ranges.ts';
import type { Session } from '../session.ts';

/** Lines after which the lens above the model is likely out of sight. */
const FAR = 30;

export function codeLenses(document: ModelDocument, { settings, editorCommands }: Session): CodeLens[] {
  if (!settings.codeLens.sample || !editorCommands) return [];
  const { program, text, uri } = document;
  const first = program.statements.find((s) => s.kind === 'model') ?? program.statements.at(0);
  if (first === undefined || !program.statements.some(isProbabilistic)) return [];
  const top = text.positionAt(first.span.start).line;
  const blocks = program.statements.filter((s) => s.kind === 'settings' && s.method === 'sample');
  const far = blocks.filter(({ span }) => text.positionAt(span.start).line > top + FAR);
  return [first, ...far].map((statement) => ({
    range: rangeOf(text, { start: statement.span.start, end: statement.span.start }),
    command: {
      title: '$(play)\u00a0Sample',
      tooltip: 'Draw from the posterior with NUTS',
      command: 'bayes.sample',
      arguments: [uri],
    },
  }));
}

/** Without an unknown or an observation there is nothing to sample. */
function isProbabilistic(statement: Statement): boolean {
  return ['param', 'observe', 'potential', 'formula'].includes(statement.kind);
}
