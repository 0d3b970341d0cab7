/**
 * Read-only documents about runs: a comparison, the sampled model. The URI contains everything needed to generate the
 * text, so that documents survive a reload of the window.
 */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { unreachable } from '../unreachable.ts';
import { compareText } from './compare-text.ts';
import { headerOf, type KeptRun, statusOf } from './kept-run.ts';
import { readReport } from './read-runs.ts';
import { whenText } from './run-labels.ts';

const SCHEME = 'bayes-run';

type Question =
  | { readonly kind: 'compare'; readonly folders: readonly string[] }
  | { readonly kind: 'model'; readonly folder: string }
  | { readonly kind: 'text'; readonly text: string };

export function registerRunDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => answer(JSON.parse(uri.query)),
  });
}

/** Of runs in `folders`, of the models of these names. */
export function comparisonUri(models: readonly string[], folders: readonly string[]): vscode.Uri {
  const title = `${[...new Set(models)].join(', ')}: ${folders.length} runs`;
  return address(title, { kind: 'compare', folders });
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
    case 'compare': {
      const compared = (await Promise.all(question.folders.map(readCompared))).flatMap((one) => one ?? []);
      if (compared.length < 2) return 'These runs are no longer there.\n';
      return compareText(compared, new Date());
    }
    case 'model':
      return (await readHeader(question.folder))?.modelText ?? '# This run is no longer there.\n';
    case 'text':
      return question.text;
    default:
      return unreachable(question);
  }
}

export async function readHeader(folder: string): Promise<KeptRun['header'] | undefined> {
  const text = await readFile(path.join(folder, 'run.json'), 'utf8').catch(() => '');
  return headerOf(text, folder);
}

async function readCompared(folder: string) {
  const header = await readHeader(folder);
  if (header === undefined) return undefined;
  const report = await readReport(folder);
  const stopped = header.state === 'interrupted';
  const run: KeptRun = { folder, header, status: statusOf(header, report), stopped, bytes: 0, written: 0 };
  return { run, report };
}
