/**
 * Models in the editor: text → parse → load data → analyse, computed on demand and cached until the text or one of
 * its data files changes.
 *
 * States of an entry: *synced* (text known), *analysed* (`ModelDocument` made for this version and these
 * files). `get` moves it from the first to the second; `open`, `change` and `filesChanged` back.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../grammar/analysis.ts';
import { analyze } from '../grammar/analyze.ts';
import { withoutEchoes, withoutUnknownCalls } from '../grammar/cascading-errors.ts';
import type { LoadedData } from '../grammar/data.ts';
import { type Diagnostic, distinct } from '../grammar/diagnostic.ts';
import { expandFormulas } from '../grammar/formula/expand-formulas.ts';
import type { SymbolInfo } from '../grammar/scope/symbol.ts';
import type { Node, Program } from '../grammar/syntax/ast.ts';
import { parse } from '../grammar/syntax/parse.ts';
import { withFormulaData } from '../sampler/data/formula-data.ts';
import { loadData } from '../sampler/data/load.ts';
import { createDataCache, type LoadOptions } from '../sampler/data/load-options.ts';
import { checkPredictions } from '../sampler/predict/check-predictions.ts';
import type { FileReader } from './data-file-columns.ts';
import type { FileSource } from './file-source.ts';

export interface ModelDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: TextDocument;
  readonly program: Program;
  readonly data: LoadedData;
  readonly analysis: Analysis;
  /** Every symbol, those bound inside a statement included, in the order of the text. */
  readonly symbols: readonly SymbolInfo[];
  /** Diagnostics of the parser, the data and the checker, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute paths of the data files, existing or not, with their stamps. */
  readonly files: ReadonlyMap<string, string>;
  /** For features that read data files themselves. */
  readonly reader: FileReader;
}

export interface Documents {
  open(uri: string, version: number, text: string): void;
  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  get(uri: string): ModelDocument | undefined;
  uris(): readonly string[];
  /** Invalidates models whose files have changed; returns their URIs. */
  filesChanged(): readonly string[];
}

interface Entry {
  text: TextDocument;
  analysed?: ModelDocument;
  reusable?: ReusableData;
}

/** Data are loaded again only when a statement that concerns them or a file changed. */
interface ReusableData {
  readonly key: string;
  /** Whether the key has places in it. */
  readonly placed: boolean;
  readonly data: LoadedData;
  readonly files: ReadonlyMap<string, string>;
}

interface DocumentsOptions {
  readonly files: FileSource;
  /** The base folder of data paths in an unsaved model. */
  readonly fallbackFolder: () => string;
  readonly onFault?: (error: unknown) => void;
}

export function createDocuments({ files, fallbackFolder, onFault }: DocumentsOptions): Documents {
  const entries = new Map<string, Entry>();
  const cache = createDataCache();

  function analysed(uri: string, entry: Entry): ModelDocument {
    const { document, reusable } = analyseModel(entry.text, {
      files,
      cache,
      modelPath: pathOf(uri) ?? join(fallbackFolder(), 'untitled.bayes'),
      reusable: entry.reusable,
      onFault,
    });
    entry.analysed = document;
    entry.reusable = reusable;
    return document;
  }

  return {
    open(uri, version, text) {
      entries.set(uri, { text: TextDocument.create(uri, 'bayes', version, text) });
    },
    change(uri, version, changes) {
      const entry = entries.get(uri);
      if (entry === undefined) return;
      entry.text = TextDocument.update(entry.text, changes, version);
      entry.analysed = undefined;
    },
    close: (uri) => void entries.delete(uri),
    get(uri) {
      const entry = entries.get(uri);
      return entry && (entry.analysed ?? analysed(uri, entry));
    },
    uris: () => [...entries.keys()],
    filesChanged() {
      const stale = [...entries].filter(
        ([, { analysed }]) => analysed !== undefined && !upToDate(analysed.files, files),
      );
      for (const [, entry] of stale) entry.analysed = undefined;
      return stale.map(([uri]) => uri);
    },
  };
}

interface AnalyseOptions extends FileReader {
  readonly reusable?: ReusableData;
  /** Reports internal errors, for the log. */
  readonly onFault?: (error: unknown) => void;
}

/** Parse, load, analyse. Never throws: an internal error becomes a diagnostic, and the text stays editable. */
export function analyseModel(
  text: TextDocument,
  options: AnalyseOptions,
): { readonly document: ModelDocument; readonly reusable?: ReusableData } {
  try {
    return analyseOrThrow(text, options);
  } catch (error) {
    const { program } = parse('');
    const message = error instanceof Error ? error.message : String(error);
    options.onFault?.(error);
    const diagnostic: Diagnostic = {
      code: 'internal',
      severity: 'warning',
      message: `the checker failed on this text, so it is not checked; please report this: ${message}`,
      span: { start: 0, end: 0 },
    };
    const data: LoadedData = { dims: new Map(), arrays: new Map(), sources: new Map(), diagnostics: [] };
    const analysis = analyze(program, data);
    const diagnostics = [diagnostic];
    return {
      document: documentOf(text, { program, data, analysis, diagnostics, files: new Map() }, options),
    };
  }
}

function analyseOrThrow(text: TextDocument, options: AnalyseOptions): ReturnType<typeof analyseModel> {
  const source = text.getText();
  const ofFormula = new Map<string, string>();
  const { program: typed, diagnostics: syntax } = parse(source);
  const { program: written, diagnostics: columnsOfFormula } = withFormulaData(
    typed,
    loadOptions(options, ofFormula),
  );
  const columns = load(written, source, options);
  const { program, diagnostics: formulas } = expandFormulas(written, columns.data);
  const {
    data,
    files: read,
    reusable,
  }: Loaded = program === written ? columns : load(program, source, { ...options, reusable: undefined });
  const analysis = analyze(program, data);
  const loaded = withoutUnknownCalls(data.diagnostics, analysis.diagnostics);
  const found = [
    ...syntax,
    ...columnsOfFormula,
    ...formulas,
    ...withoutEchoes(program, loaded),
    ...analysis.diagnostics,
  ];
  const files = new Map([...ofFormula, ...read]);
  if (!found.some(({ severity }) => severity === 'error'))
    found.push(...checkPredictions(program, data, loadOptions(options, files)));
  const diagnostics = distinct(found);
  return { document: documentOf(text, { program, data, analysis, diagnostics, files }, options), reusable };
}

type Found = Pick<ModelDocument, 'program' | 'data' | 'analysis' | 'diagnostics' | 'files'>;

function documentOf(text: TextDocument, found: Found, reader: FileReader): ModelDocument {
  const { uri, version } = text;
  return { uri, version, text, ...found, symbols: symbolsOf(found.analysis), reader };
}

interface Loaded {
  readonly data: LoadedData;
  readonly files: ReadonlyMap<string, string>;
  readonly reusable?: ReusableData;
}

function load(program: Program, source: string, options: AnalyseOptions): Loaded {
  const { files, reusable } = options;
  const key = dataKey(program, source, reusable?.placed ?? false);
  if (reusable?.key === key && upToDate(reusable.files, files)) {
    return { data: reusable.data, files: reusable.files, reusable };
  }
  const seen = new Map<string, string>();
  const data = loadData(program, loadOptions(options, seen));
  // Messages contain places in the text, so they are valid only while statements do not move.
  const placed = data.diagnostics.length + (data.remarks ?? []).length > 0;
  // A dimension without a size is reported where it is used, which may be anywhere.
  const depends = placed
    ? data.diagnostics.some(({ code }) => code === 'data-dim')
    : dimNames(program).some((name) => !data.dims.has(name));
  const kept = { key: dataKey(program, source, placed), placed, data, files: seen };
  return { data, files: seen, reusable: depends ? undefined : kept };
}

/** Reads through the server's file cache, and records each file with its stamp in `seen`. */
export function loadOptions({ files, cache, modelPath }: FileReader, seen: Map<string, string>): LoadOptions {
  return {
    modelPath,
    cache,
    readFile(path) {
      seen.set(path, files.stamp(path));
      return files.read(path);
    },
    listFolder: (folder) => files.list(folder),
  };
}

/** The parts of the text that loading depends on, with their places where those matter. */
function dataKey(program: Program, source: string, placed: boolean): string {
  return program.statements
    .flatMap((s): readonly Node[] => {
      if (s.kind === 'param') return s.dims;
      return s.kind === 'dim' || s.kind === 'data' || s.kind === 'predict' ? [s] : [];
    })
    .map(({ span }) => `${placed ? span.start : ''} ${source.slice(span.start, span.end)}`)
    .join('\n');
}

function dimNames(program: Program): string[] {
  return program.statements.flatMap((s) => (s.kind === 'dim' ? s.entries.map(({ name }) => name.name) : []));
}

function symbolsOf({ references }: Analysis): SymbolInfo[] {
  const all = [...new Set(references.values())].filter(({ name }) => name !== '');
  return all.sort((a, b) => a.span.start - b.span.start);
}

function upToDate(stamps: ReadonlyMap<string, string>, files: FileSource): boolean {
  return [...stamps].every(([path, stamp]) => files.stamp(path) === stamp);
}

export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
