/** *Sample* above the model, and above a `sample { }` block where that is far from it. */
import type { CodeLens } from 'vscode-languageserver';
import type { Statement } from '../../grammar/syntax/ast.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../ranges.ts';
import type { Session } from '../session.ts';

export function codeLenses(document: ModelDocument, { settings, sampleCommand }: Session): CodeLens[] {
  if (!settings.codeLens.sample || !sampleCommand) return [];
  const { program, text, uri } = document;
  const first = program.statements.find((s) => s.kind === 'model') ?? program.statements.at(0);
  if (first === undefined || !program.statements.some(isProbabilistic)) return [];
  const places = [first, ...program.statements.filter((s) => s.kind === 'settings' && s.method === 'sample')];
  return places.map((statement) => ({
    range: rangeOf(text, { start: statement.span.start, end: statement.span.start }),
    command: {
      title: '$(play) Sample',
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
