/** The data of the model that a file or a `predict` statement replaces. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type {
  Assignment,
  DataEntry,
  DataStatement,
  JoinKey,
  Program,
  StringLiteral,
} from '../../grammar/syntax/ast.ts';
import type { LoadOptions } from '../data/load-options.ts';
import { nested } from './data-statements.ts';
import { problem } from './error-diagnostic.ts';
import { columnsOfFile } from './file-columns.ts';
import { dataEntries, observedNames } from './observed-data.ts';
import { mayBeLeftOut } from './omissible-data.ts';

export interface FittedModel {
  readonly program: Program;
  readonly data: LoadedData;
  readonly load: LoadOptions;
}

/** The replacements of the fitted data. */
export type NewValues =
  | {
      readonly kind: 'files';
      /** `replaces` names the file of a data block; without it the block that is observed is meant. */
      readonly files: readonly {
        readonly path: string;
        readonly replaces: string | null;
        readonly span: Span | null;
      }[];
    }
  | {
      readonly kind: 'values';
      readonly assignments: readonly Assignment[];
      readonly span: Span;
      /** The rows and their data are those of the fit, except for the assigned data. */
      readonly sameRows?: boolean;
    };

/** A datum of the model as loaded from the new source. */
export interface Replaced {
  readonly entry: DataEntry;
  /** Null for values written in the model. */
  readonly source: StringLiteral | null;
  /** The key that the rows of its file are joined by. */
  readonly by?: JoinKey;
  /** A single number for all rows. */
  readonly isFilled: boolean;
}

type Chosen =
  | { readonly kind: 'ok'; readonly entries: readonly Replaced[] }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export function replacedEntries(model: FittedModel, values: NewValues): Chosen {
  return values.kind === 'values' ? assigned(model, values) : fromFiles(model, values);
}

function assigned(
  { program }: FittedModel,
  { assignments, span, sameRows }: Extract<NewValues, { kind: 'values' }>,
): Chosen {
  if (assignments.length === 0) {
    const message = 'expected new values for the data, such as { x = [0, 1] }';
    return { kind: 'invalid', diagnostics: [problem('predict-values', message, span)] };
  }
  const all = new Map(dataEntries(program).map((entry) => [entry.name.name, entry]));
  const entries = assignments.flatMap(({ name, value }): Replaced[] => {
    const entry = all.get(name.name);
    // The checker names what is not a datum.
    if (entry === undefined) return [];
    const isFilled = entry.dims.length > 0 && value.kind !== 'list';
    return [{ entry: { ...entry, name: { ...entry.name, span: name.span }, value }, source: null, isFilled }];
  });
  const arrays = entries.filter(({ entry }) => entry.dims.length > 0);
  if (sameRows !== true && arrays.every(({ isFilled }) => isFilled)) {
    return { kind: 'ok', entries: entries.map((replaced) => asOneRow(replaced)) };
  }
  return { kind: 'ok', entries };
}

/** A number for a datum over rows without a known count: one row. */
function asOneRow(replaced: Replaced): Replaced {
  const { entry, isFilled } = replaced;
  if (!isFilled || entry.value === undefined) return replaced;
  return {
    ...replaced,
    entry: {
      ...entry,
      value: nested(
        entry.value,
        entry.dims.map(() => 1),
      ),
    },
    isFilled: false,
  };
}

function fromFiles(model: FittedModel, { files }: Extract<NewValues, { kind: 'files' }>): Chosen {
  const { program, load } = model;
  const blocks = program.statements.filter((s): s is DataStatement => s.kind === 'data');
  const entries: Replaced[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const block = blockFor(program, blocks, file.replaces);
    if (typeof block === 'string') {
      diagnostics.push(problem('predict-file', block, file.span ?? { start: 0, end: 0 }));
      continue;
    }
    const span = file.span ?? block.source?.span ?? block.span;
    const source: StringLiteral = { kind: 'string', value: file.path, span };
    const columns = columnsOfFile(file.path, load);
    for (const entry of block.entries) {
      const isLiteral = entry.value !== undefined && entry.value.kind !== 'call';
      // A number in the model stays, unless the file has it too.
      const own = entry.name.name;
      if (isLiteral && (entry.dims.length === 0 || block.source !== undefined) && columns?.has(own) !== true)
        continue;
      const { value: _, ...bare } = entry;
      const read = isLiteral ? bare : entry;
      const names = columnNames(read);
      const isThere = columns === null || names.every((name) => columns.has(name));
      const isOptional = mayBeLeftOut(model, own);
      if (!isThere && isOptional) continue;
      // Observed data may be empty in new rows, where they are drawn.
      const optional = read.optional || (isOptional && read.type.name !== 'bool');
      // The condition `where` of the fitted rows does not apply to new ones; the key does.
      const by = block.by === undefined ? {} : { by: block.by };
      entries.push({ entry: { ...read, optional }, source, ...by, isFilled: false });
    }
  }
  return diagnostics.length > 0 ? { kind: 'invalid', diagnostics } : { kind: 'ok', entries };
}

/** The block that the file replaces, or why there is none. */
function blockFor(
  program: Program,
  blocks: readonly DataStatement[],
  replaces: string | null,
): DataStatement | string {
  const sources = blocks.flatMap(({ source }) => (source === undefined ? [] : [source.value]));
  const listed = [...new Set(sources)].map((name) => `"${name}"`).join(', ');
  if (replaces !== null) {
    const named = blocks.find(({ source }) => source?.value === replaces);
    return (
      named ??
      `no data block reads "${replaces}"; ${sources.length === 0 ? 'the model reads no file' : `the model reads ${listed}: write it before the equals sign, as in \`--data ${sources[0]}=new.csv\``}`
    );
  }
  const files = blocks.filter(({ source }) => source !== undefined);
  if (files.length === 1) return files[0];
  const observed = observedNames(program);
  const candidates = (files.length > 0 ? files : blocks).filter(({ entries }) =>
    entries.some(({ name }) => observed.has(name.name)),
  );
  if (candidates.length === 1) return candidates[0];
  if (blocks.length === 0) return 'the model has no data block that a file could replace';
  return files.length === 0
    ? 'more than one data block holds observed data, so it is unknown which one the file replaces; write a `predict` statement with values'
    : `the model reads ${listed}: say which one the new file replaces, as in \`--data ${sources[0]}=new.csv\``;
}

function columnNames(entry: DataEntry): readonly string[] {
  const { value } = entry;
  if (value?.kind !== 'call') return [entry.name.name];
  // `since = "2020-01-01"` is no column.
  return value.args.flatMap(({ name, value: arg }) =>
    arg.kind === 'string' && name === undefined ? [arg.value] : [],
  );
}
