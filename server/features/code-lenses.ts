/** *Sample*, *Prior predictive*, *ADVI*, *Compare widths* and *More…* above the model, and above their own blocks where these are far from it. */
import type { CodeLens } from 'vscode-languageserver';
import { methodList, methods } from '../../grammar/methods/index.ts';
import type { Statement } from '../../grammar/syntax/ast.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import type { Session } from '../session.ts';

/** Distance in lines at which the lens above the model is likely out of view. */
const FAR = 30;

export function codeLenses(document: ModelDocument, { settings, editorCommands }: Session): CodeLens[] {
  if (!settings.codeLens.sample || !editorCommands) return [];
  const { program, text, uri } = document;
  const first = program.statements.find((s) => s.kind === 'model') ?? program.statements.at(0);
  if (first === undefined || !program.statements.some(isProbabilistic)) return [];
  const top = text.positionAt(first.span.start).line;
  /** Blocks of settings too far from the lenses above the model. */
  const farBlocks = (method: string) =>
    program.statements.filter(
      (s) => s.kind === 'settings' && s.method === method && text.positionAt(s.span.start).line > top + FAR,
    );
  const lens = (statement: Statement, { title, tooltip, command }: LensCommand): CodeLens => ({
    range: rangeOf(text, { start: statement.span.start, end: statement.span.start }),
    command: { title, tooltip, command, arguments: [uri] },
  });
  return [
    lens(first, sample),
    ...(program.statements.some(({ kind }) => kind === 'param')
      ? [lens(first, priorPredictive), lens(first, advi), lens(first, compareWidths), lens(first, more)]
      : []),
    ...farBlocks('sample').map((statement) => lens(statement, sample)),
    ...farBlocks('advi').flatMap((statement) => [lens(statement, advi), lens(statement, compareWidths)]),
  ];
}

interface LensCommand {
  readonly title: string;
  readonly tooltip: string;
  readonly command: string;
}
const sample: LensCommand = {
  title: '$(play)\u00a0Sample',
  tooltip: `Draw from the posterior with ${methods.nuts.title}`,
  command: 'bayes.sample',
};
const priorPredictive: LensCommand = {
  title: 'Prior predictive',
  tooltip: 'See what the model expects before it sees the data',
  command: 'bayes.priorPredictive',
};
const advi: LensCommand = {
  title: methods.advi.title,
  tooltip: 'Fit a Gaussian by variational inference: quick, and its widths run narrow',
  command: 'bayes.advi',
};
const compareWidths: LensCommand = {
  title: 'Compare widths',
  tooltip: `Sample with ${methods.nuts.title}, fit by ${methods.advi.title}, and see which widths ${methods.advi.title} makes too narrow`,
  command: 'bayes.compareWidths',
};

const more: LensCommand = {
  title: 'More…',
  tooltip: `Every method: ${methodList.flatMap(({ editor }) => editor.map(({ label }) => label)).join(', ')}`,
  command: 'bayes.fitBy',
};

/** Without an unknown or an observation there is nothing to sample. */
function isProbabilistic(statement: Statement): boolean {
  return ['param', 'observe', 'potential', 'formula'].includes(statement.kind);
}
