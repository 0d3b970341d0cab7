/** Notes that two tables over one dimension without a key are joined by position: row 1 with row 1. */
import type { Diagnostic, Fix } from '../../grammar/diagnostic.ts';
import type { Datum, Report } from './build-array.ts';
import { isInexact, labelOf } from './labels.ts';
import { isMissing } from './raw-array.ts';

type FromFile = NonNullable<Datum['from']>;

/** Reports each pair of files once. Dimensions whose labels are data have their own check. */
export function checkSharedRows(data: readonly Datum[], report: Report): void {
  const firstOf = new Map<string, FromFile>();
  const seen = new Set<string>();
  for (const { entry, from, key, cellKeys } of data) {
    const [dim] = entry.dims;
    if (dim?.kind !== 'dimName' || from === undefined || (key ?? cellKeys) !== undefined) continue;
    if (from.file.content.kind !== 'table' || data.some((other) => other.entry.type.name === dim.name))
      continue;
    const first = firstOf.get(dim.name);
    if (first === undefined) firstOf.set(dim.name, from);
    else if (first.file.path !== from.file.path && !seen.has(from.file.path)) {
      seen.add(from.file.path);
      const column = sharedColumn(first, from);
      if (column?.alike !== true) report(byPosition(dim.name, entry.name.name, first, from, column?.name));
    }
  }
}

function byPosition(
  dim: string,
  datum: string,
  first: FromFile,
  second: FromFile,
  column: string | undefined,
): Diagnostic {
  const clause = ` by ${dim} = column(${JSON.stringify(column ?? '…')})`;
  const advice =
    column === undefined
      ? `if a column of each names the rows write \`${clause.trim()}\` after both names`
      : `column \`${column}\` is in both, in another order: write \`${clause.trim()}\` after both names`;
  const edits = [first, second].map(({ span: { end } }) => ({ span: { start: end, end }, newText: clause }));
  const fixes: readonly Fix[] =
    column === undefined ? [] : [{ title: `Join the rows by column ${JSON.stringify(column)}`, edits }];
  return {
    code: 'data-row-order',
    severity: 'warning',
    message: `\`${datum}\`: the rows of \`${second.name}\` are taken in their order, row 1 with row 1 of \`${first.name}\`, because they have no key; ${advice}`,
    span: second.span,
    related: [{ message: `the other rows of \`${dim}\` come from here`, span: first.span }],
    fixes,
  };
}

/** A column of both files that names each row once with the same names; `alike` where they are in the same order. */
function sharedColumn(
  first: FromFile,
  second: FromFile,
): { readonly name: string; readonly alike: boolean } | null {
  const [one, two] = [first.file.content, second.file.content];
  if (one.kind !== 'table' || two.kind !== 'table') return null;
  for (const name of one.header) {
    if (!two.header.includes(name)) continue;
    const [mine, theirs] = [namesIn(first, name), namesIn(second, name)];
    if (mine === null || theirs === null || mine.length !== theirs.length) continue;
    const known = new Set(mine);
    if (theirs.every((label) => known.has(label)))
      return { name, alike: mine.every((label, i) => label === theirs[i]) };
  }
  return null;
}

function namesIn({ file: { content } }: FromFile, name: string): readonly string[] | null {
  if (content.kind !== 'table') return null;
  const { cells, codes } = content.columns([content.header.indexOf(name)]).distinct();
  if (cells.length < codes.length || cells.some((cell) => isMissing(cell) || isInexact(cell))) return null;
  const labels = cells.map(labelOf);
  return new Set(labels).size === labels.length ? labels : null;
}
