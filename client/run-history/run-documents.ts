/**
 * Read-only documents about runs: the sampled model. The URI contains everything needed to generate the
 * text, so that documents survive a reload of the window.
 */
import * as vscode from 'vscode';
import { unreachable } from '../unreachable.ts';
import type { KeptRun } from './kept-run.ts';
import { readHeader } from './read-runs.ts';
import { whenText } from './run-labels.ts';

const SCHEME = 'bayes-run';

type Question =
  | { readonly kind: 'model'; readonly folder: string }
  | { readonly kind: 'text'; readonly text: string };

export function registerRunDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => answer(JSON.parse(uri.query)),
  });
}

export function modelUri({
  folder,
  header,
}: {
  readonly folder: string;
  readonly header: Pick<KeptRun['header'], 'model' | 'started'>;
}): vscode.Uri {
  return address(`${header.model} ${whenText(header.started, new Date())}.bayes`, { kind: 'model', folder });
}

/** The model of a run that is not kept. */
export function textUri(title: string, text: string): vscode.Uri {
  return address(title, { kind: 'text', text });
}

function address(title: string, question: Question): vscode.Uri {
  // The title becomes the tab's name, so it must not look like a path.
  const name = title.replaceAll(/[/\\]/g, '_');
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: JSON.stringify(question) });
}

async function answer(question: Question): Promise<string> {
  switch (question.kind) {
    case 'model':
      return (await readHeader(question.folder))?.modelText ?? '# This run is no longer there.\n';
    case 'text':
      return question.text;
    default:
      return unreachable(question);
  }
}
