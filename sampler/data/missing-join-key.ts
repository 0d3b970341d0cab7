/**
 * Labels of one file used with rows of another without a key. Rows have no names, so only a key
 * determines which row belongs to which label; joining by position would be wrong without notice.
 */
import type { Diagnostic, Fix } from '../../grammar/diagnostic.ts';
import type { Datum, Report } from './build-array.ts';
import { type Cells, listCells } from './cells.ts';
import { isInexact, labelOf } from './labels.ts';
import { dataError } from './load-diagnostics.ts';
import { isMissing } from './raw-array.ts';
import type { ResolvedDim } from './resolve-dims.ts';
import { checkSharedRows } from './shared-rows.ts';
import type { OpenFile } from './sources.ts';
import { listNames } from './suggest.ts';

/** Reports each dimension once. @returns the dimensions with an error, whose labels get no further diagnostics */
export function checkJoins(
  data: readonly Datum[],
  dims: ReadonlyMap<string, ResolvedDim>,
  report: Report,
): ReadonlySet<string> {
  const concerned = new Set<string>();
  const warned = new Set<string>();
  for (const datum of data) {
    const [first] = datum.entry.dims;
    const { from, key } = datum;
    if (first?.kind !== 'dimName' || from === undefined || concerned.has(first.name)) continue;
    if (key !== undefined || datum.cellKeys !== undefined) continue;
    const holders = data.filter(({ entry }) => entry.type.name === first.name);
    if (holders.length === 0) continue;
    const own = holders.filter((holder) => holder.from?.file.path === from.file.path);
    const foreign = holders.filter((holder) => !own.includes(holder));
    const dim = dims.get(first.name);
    const labels = new Set(
      holders.flatMap(({ raw }) =>
        raw.cells
          .distinct()
          .cells.filter((cell) => !isMissing(cell) && !isInexact(cell))
          .map(labelOf),
      ),
    );
    const names = [
      first.name,
      ...holders.flatMap(({ entry, source }) => [source.column ?? '', entry.name.name]),
    ];
    const isNumbered =
      dim !== undefined && !dim.labelled && [...labels].every((label) => dim.labels.includes(label));
    // Numbers in the rows' own file refer to other rows; names in the order of the labels are correct.
    if (own.length > 0 && (isNumbered || own.some((holder) => isInOrder(holder, dim)))) continue;
    if (foreign.length === 0 && !own.some((holder) => isShuffled(holder, dim))) continue;
    // A single number in the model, `last : row = 8`, refers to a row by position.
    if (isNumbered && labels.size === 1 && holders.every((holder) => holder.from === undefined)) continue;
    const column = keyColumn(from.file.content, labels, names, !isNumbered);
    // Rows have the labels 1 to n, and a column of the same name may show that they are in that order.
    if (isNumbered && column?.labels.every((label, i) => label === dim.labels[i])) continue;
    const [holder] = [...foreign, ...own];
    const holderName = holder.from === undefined ? 'the model' : `\`${holder.from.name}\``;
    if (isNumbered && column === null) {
      if (warned.has(first.name)) continue;
      warned.add(first.name);
      const other = keyColumn(from.file.content, labels, names, true);
      if (other?.labels.every((label, i) => label === dim.labels[i]) !== true)
        report(inOrder({ first: first.name, datum, holder, holderName, other }));
      continue;
    }
    concerned.add(first.name);
    const clause = column === null ? '' : ` by ${first.name} = column(${JSON.stringify(column.name)})`;
    const advice =
      column === null
        ? `add a column with the labels (${listNames([...labels], 4)}) to \`${from.name}\` and write \`data from ${JSON.stringify(from.name)} by ${first.name} = column("…")\``
        : `write \`data from ${JSON.stringify(from.name)}${clause}\``;
    const at = { start: from.span.end, end: from.span.end };
    const fixes: Fix[] =
      column === null
        ? []
        : [
            {
              title: `Join the rows by column ${JSON.stringify(column.name)}`,
              edits: [{ span: at, newText: clause }],
            },
          ];
    const reason =
      foreign.length > 0
        ? `the labels are those of \`${holder.entry.name.name}\` in ${holderName}, and rows have no names of their own`
        : `\`${holder.entry.name.name}\` names them in another order than \`dim ${first.name}\` does`;
    const message = `\`${datum.entry.name.name}\`: expected a key that says which row of \`${from.name}\` belongs to which label of \`${first.name}\`, found none: ${reason}; ${advice}`;
    const related = [
      { message: `the labels of \`${first.name}\` come from here`, span: holder.entry.name.span },
    ];
    report(dataError('data-join', from.span, message, { related, fixes }));
  }
  checkSharedRows(data, report);
  return concerned;
}

/** Whether a column of labels over their own dimension names row 1 by the first label, and so on. */
function isInOrder({ entry, raw }: Datum, dim: ResolvedDim | undefined): boolean {
  const isOverItself = entry.dims.length === 1 && raw.cells.length === dim?.labels.length;
  if (!isOverItself) return false;
  const { cells, codes } = raw.cells.distinct();
  const names = cells.map((cell) => (isInexact(cell) ? null : labelOf(cell)));
  return codes.every((code, i) => names[code] === dim.labels[i]);
}

/** Whether it has each label once in another order, so that rows and labels do not correspond. */
function isShuffled(holder: Datum, dim: ResolvedDim | undefined): boolean {
  const { entry, raw } = holder;
  const [first] = entry.dims;
  if (dim?.labelled !== true || entry.dims.length !== 1) return false;
  if (first.kind !== 'dimName' || first.name !== entry.type.name || isInOrder(holder, dim)) return false;
  const { cells } = raw.cells.distinct();
  const found = new Set(cells.filter((cell) => !isInexact(cell)).map(labelOf));
  return raw.cells.length === dim.labels.length && dim.labels.every((label) => found.has(label));
}

/** Numbers that no column of their name contradicts are taken as positions, which is likely right; reported as a note. */
function inOrder(at: {
  readonly first: string;
  readonly datum: Datum;
  readonly holder: Datum;
  readonly holderName: string;
  /** A column of another name with each label once, in another order. */
  readonly other: Candidate | null;
}): Diagnostic {
  const { first, datum, holder, holderName, other } = at;
  const { name = '', span = datum.entry.name.span } = datum.from ?? {};
  const clause = ` by ${first} = column(${JSON.stringify(other?.name ?? '…')})`;
  const advice =
    other === null
      ? `if they are in another order add a column with the labels and write \`data from ${JSON.stringify(name)}${clause}\``
      : `column \`${other.name}\` has the same numbers in another order: if these are the labels write \`data from ${JSON.stringify(name)}${clause}\``;
  const end = { start: span.end, end: span.end };
  return {
    code: 'data-row-order',
    severity: 'warning',
    message: `\`${datum.entry.name.name}\`: the rows of \`${name}\` are taken in their order, row 1 for label 1 of \`${first}\`, because they have no key; the labels are those of \`${holder.entry.name.name}\` in ${holderName}; ${advice}`,
    span,
    related: [{ message: `the labels of \`${first}\` come from here`, span: holder.entry.name.span }],
    fixes:
      other === null
        ? []
        : [
            {
              title: `Join the rows by column ${JSON.stringify(other.name)}`,
              edits: [{ span: end, newText: clause }],
            },
          ],
  };
}

interface Candidate {
  readonly name: string;
  readonly labels: readonly string[];
}

/** A column with each label in one row, preferably of the same name; none if the labels are numbers. */
function keyColumn(
  content: OpenFile['content'],
  labels: ReadonlySet<string>,
  names: readonly string[],
  anyName: boolean,
): Candidate | null {
  const all = content.kind === 'table' ? content.header : [...content.keys.keys()];
  const preferred = names.filter((name) => all.includes(name));
  const others = anyName ? all.filter((name) => !preferred.includes(name)) : [];
  for (const name of [...preferred, ...others]) {
    // Each cell in one row, so that the distinct cells are the rows.
    const { cells, codes } = cellsOf(content, name).distinct();
    if (cells.length < codes.length || cells.some(isMissing)) continue;
    const own = cells.map(labelOf);
    const distinct = new Set(own);
    if (distinct.size !== own.length) continue;
    if ([...labels].every((label) => distinct.has(label))) return { name, labels: own };
  }
  return null;
}

function cellsOf(content: OpenFile['content'], name: string): Cells {
  if (content.kind === 'table') return content.columns([content.header.indexOf(name)]);
  const value = content.keys.get(name);
  return value?.kind === 'array' && value.shape.length === 1 ? value.cells : listCells([]);
}
