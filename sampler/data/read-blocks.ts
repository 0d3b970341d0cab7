/** Reads the raw values of every data block: its file, its key, the kept rows, and each entry's cells. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { DataEntry, DataStatement, DimEntry, Program } from '../../grammar/syntax/ast.ts';
import type { Datum, Report } from './build-array.ts';
import { fetchKey, type RowKey } from './join-by-key.ts';
import { vanishedLabels } from './labels.ts';
import { dataError } from './load-diagnostics.ts';
import type { LoadOptions } from './load-options.ts';
import { fetchCellKeys } from './long-table.ts';
import { type KeptRows, keptRows } from './row-filter.ts';
import { selectRows } from './select-rows.ts';
import { fetchRaw, type OpenFile, openFile, type RawDatum } from './sources.ts';
import { listNames } from './suggest.ts';

export const elementTypes: ReadonlySet<string> = new Set(['real', 'int', 'bool']);

/** Every datum whose values could be fetched, in the order of the text; a name's first declaration counts. */
export function readBlocks(
  program: Program,
  declarations: ReadonlyMap<string, DimEntry>,
  options: LoadOptions,
  report: Report,
): readonly Datum[] {
  const files = new Map<string, OpenFile | null>();
  const data: Datum[] = [];
  const names = new Set<string>();
  for (const block of program.statements) {
    if (block.kind !== 'data') continue;
    const path = block.source?.value ?? '';
    const file = files.get(path) ?? (files.has(path) ? null : openFile(block, options, report));
    if (block.source !== undefined) files.set(path, file);
    const entries = block.entries.filter(({ name, type }) => {
      // The checker reports unknown types.
      const isFirst = !names.has(name.name) && (elementTypes.has(type.name) || declarations.has(type.name));
      if (isFirst) names.add(name.name);
      return isFirst;
    });
    data.push(...readBlock(block, entries, file, report));
  }
  return data;
}

function readBlock(
  block: DataStatement,
  entries: readonly DataEntry[],
  file: OpenFile | null,
  report: Report,
): readonly Datum[] {
  const wholeKey = fetchKey(block, file, report);
  const kept = keptRows(block, file, report);
  if (wholeKey === 'failed' || kept === 'failed') return [];
  const key =
    wholeKey === null || kept === null ? wholeKey : { ...wholeKey, raw: selectRows(wholeKey.raw, kept.rows) };
  const data: Datum[] = [];
  const vanished: string[] = [];
  let rowsOwner: DataEntry | null = null;
  for (const entry of entries) {
    const whole = fetchRaw(entry, block, file, report);
    if (whole === null) continue;
    const isOwn = whole.source.kind === 'file';
    const from =
      isOwn && file !== null && block.source !== undefined
        ? { from: { file, name: block.source.value, span: block.source.span } }
        : {};
    const datum = kept === null || !isOwn ? whole : withRows(whole, kept, entry, report);
    if (datum === null) continue;
    if (entry.at !== undefined) {
      const wholeKeys = fetchCellKeys(entry, block, file, report);
      if (wholeKeys === null) continue;
      const cellKeys =
        kept === null ? wholeKeys : wholeKeys.map((key) => ({ ...key, raw: selectRows(key.raw, kept.rows) }));
      for (const [axis, key] of wholeKeys.entries())
        if (kept !== null) vanished.push(...vanishedLabels(key.dim, key.raw, cellKeys[axis].raw));
      if (fitsKeys(entry, datum, cellKeys, report)) data.push({ entry, ...datum, cellKeys, ...from });
      continue;
    }
    if (datum !== whole && declaredElsewhere(entry))
      for (const label of vanishedLabels(entry.type.name, whole.raw, datum.raw)) vanished.push(label);
    if (key !== null && isOwn) {
      const joined = withKey(entry, datum, key, report);
      if (joined !== null) data.push({ ...joined, ...from });
      continue;
    }
    if (datum.fromTable && datum.raw.shape[0] > 1) {
      if (!sharesRows(entry, rowsOwner, report)) continue;
      rowsOwner ??= entry;
    }
    data.push({ entry, ...withScalar(datum, entry), ...from });
  }
  if (kept !== null && kept.rows.length < kept.total) report(leftOut(block, kept, vanished));
  return data;
}

/** Whether its values are labels. */
function declaredElsewhere({ type }: DataEntry): boolean {
  return !elementTypes.has(type.name);
}

/** The rows that `where` keeps; a scalar has none. */
function withRows(datum: RawDatum, kept: KeptRows, entry: DataEntry, report: Report): RawDatum | null {
  const { raw } = datum;
  if (raw.shape.length === 0) return datum;
  if (raw.shape[0] >= kept.total) return { ...datum, raw: selectRows(raw, kept.rows) };
  const message = `\`${entry.name.name}\`: \`where\` chooses among ${kept.total} rows, and this has ${raw.shape[0]}; read it in a block of its own`;
  report(dataError('data-shape', entry.name.span, message));
  return null;
}

function leftOut(block: DataStatement, { rows, total }: KeptRows, vanished: readonly string[]): Diagnostic {
  const count = total - rows.length;
  const labels = [...new Set(vanished)];
  const gone = labels.length === 0 ? '' : `, and with them every row of ${listNames(labels)}`;
  return {
    code: 'data-where',
    severity: 'hint',
    message: `${count} of ${total} rows of \`${block.source?.value}\` ${count === 1 ? 'is' : 'are'} left out${gone}`,
    span: block.where?.span ?? block.span,
  };
}

/** A scalar from a table of one row is that row's cell. */
function withScalar(datum: RawDatum, entry: DataEntry): RawDatum {
  if (!datum.fromTable || entry.dims.length > 0 || datum.raw.shape.length !== 1 || datum.raw.shape[0] !== 1)
    return datum;
  return { ...datum, raw: { ...datum.raw, shape: [] } };
}

/** Only entries over the key's dimension are joined; other entries of a JSON file are independent of its rows. */
function withKey(entry: DataEntry, datum: RawDatum, key: RowKey, report: Report): Datum | null {
  const [first] = entry.dims;
  const isOver = first?.kind === 'dimName' && first.name === key.dim;
  const rows = datum.raw.shape[0];
  if (isOver && rows === key.raw.shape[0]) return { entry, ...datum, key };
  if (!isOver && !datum.fromTable) return { entry, ...datum };
  const found =
    first === undefined ? 'none' : first.kind === 'dimName' ? `\`${first.name}\`` : `${first.size}`;
  const message = isOver
    ? `\`${entry.name.name}\`: expected one value for each of the ${key.raw.shape[0]} labels of its key, found ${rows}`
    : `\`${entry.name.name}\`: the rows of \`${key.file}\` are those of \`${key.dim}\`: expected it as the first dimension, found ${found}`;
  const related = [{ message: 'the rows are joined here', span: key.span }];
  report(dataError('data-shape', first?.span ?? entry.name.span, message, { related }));
  return null;
}

/** In JSON, lists may differ in length. */
function fitsKeys(entry: DataEntry, { raw }: RawDatum, keys: readonly RowKey[], report: Report): boolean {
  const odd = raw.shape.length === 1 ? keys.find((key) => key.raw.shape[0] !== raw.shape[0]) : keys[0];
  if (odd === undefined) return true;
  const message = `\`${entry.name.name}\`: \`at\` needs a list with a value for each row of its keys; \`${odd.dim}\` has ${odd.raw.shape[0]}, and this is of shape [${raw.shape.join(', ')}]`;
  report(dataError('data-shape', entry.name.span, message));
  return false;
}

/** All columns of one table share its row dimension. */
function sharesRows(entry: DataEntry, owner: DataEntry | null, report: Report): boolean {
  const [rows] = entry.dims;
  const [owned] = owner?.dims ?? [];
  if (rows === undefined || owner === null || owned === undefined) return true;
  const same =
    rows.kind === 'dimName' ? owned.kind === 'dimName' && owned.name === rows.name : owned.kind === 'dimSize';
  if (same) return true;
  const inWords = (dim: typeof rows) => (dim.kind === 'dimName' ? `\`${dim.name}\`` : `${dim.size}`);
  const message = `all columns of one table share its row dimension: expected ${inWords(owned)} first, found ${inWords(rows)}`;
  const related = [{ message: `\`${owner.name.name}\` is over ${inWords(owned)}`, span: owned.span }];
  report(dataError('data-shape', rows.span, message, { related }));
  return false;
}
