/** Snippets with a cursor `‸`, analysed as the server does, over data files held in memory. */

import type { Position } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDataCache } from '../../sampler/data/load-options.ts';
import { analyseModel, type ModelDocument } from '../../server/documents.ts';
import type { FileSource } from '../../server/file-source.ts';
import { mergeSettings, type Session } from '../../server/session.ts';

export const uri = 'file:///models/model.bayes';

export interface Snippet {
  readonly document: ModelDocument;
  /** Offset of `‸`; the end of the text without one. */
  readonly position: Position;
  readonly offset: number;
}

export type Files = Readonly<Record<string, string>>;

export function memoryFiles(files: Files): FileSource {
  const nameOf = (path: string) => path.replace('/models/', '');
  return {
    read: (path) => (nameOf(path) in files ? Buffer.from(files[nameOf(path)]) : { error: 'no such file' }),
    list: () => Object.keys(files),
    stamp: (path) => files[nameOf(path)] ?? 'absent',
    setTrusted() {},
    setFolders() {},
  };
}

export function snippet(text: string, files: Files = {}): Snippet {
  const at = text.indexOf('‸');
  const source = text.replace('‸', '');
  const textDocument = TextDocument.create(uri, 'bayes', 1, source);
  const { document } = analyseModel(textDocument, {
    files: memoryFiles(files),
    cache: createDataCache(),
    modelPath: '/models/model.bayes',
    onFault(error) {
      throw error;
    },
  });
  const offset = at < 0 ? source.length : at;
  return { document, offset, position: textDocument.positionAt(offset) };
}

export function session(changes: Partial<Session> = {}): Session {
  return {
    settings: mergeSettings(undefined),
    runs: new Map(),
    hoverImages: true,
    markdown: true,
    snippets: true,
    editorCommands: true,
    ...changes,
  };
}

/** The text of a range of the document. */
export function textOf({ document }: Snippet, range: { start: Position; end: Position }): string {
  return document.text.getText(range);
}

/** The document after edits, as an editor applies them. */
export function edited(
  { document }: Snippet,
  edits: readonly { range: { start: Position; end: Position }; newText: string }[],
): string {
  return TextDocument.applyEdits(document.text, [...edits]);
}

export const radonCsv = [
  'log_radon,basement,county,note',
  '0.83,1,Aitkin,a',
  '0.42,0,Aitkin,b',
  '1.1,0,Anoka,c',
  '0.9,1,Anoka,d',
  '1.3,0,Becker,e',
  '0.7,0,Becker,f',
  '0.2,1,Cass,g',
  '0.5,0,Cass,h',
  '',
].join('\n');

export const radon = `# Radon in Minnesota homes
model radon

dim home, county

data from "radon.csv" {
  log_radon : real[home]
  basement  : int[home] in 0..1
  county_of : county[home] = column("county")
}

param mu_a    ~ Normal(0, 10)
param sigma_a ~ HalfNormal(1)
param a[county] ~ Normal(mu_a, sigma_a)
param b       ~ Normal(0, 10)
param sigma   ~ HalfNormal(1)

let mu = a[county_of] + b * basement
observe log_radon ~ Normal(mu, sigma)

sample { draws = 2000, tune = 2000, chains = 4, target_accept = 0.95, seed = 9 }
`;
