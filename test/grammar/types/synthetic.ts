/** Makes up data files that fit a program's data blocks: small, valid, the same every time. */
import type { DataEntry, DataStatement, Expr, Program } from '../../../grammar/syntax/ast.ts';

const rows = 6;

export function syntheticFiles(program: Program): ReadonlyMap<string, string> {
  const sizes = new Map<string, number>();
  const labels = new Map<string, readonly string[]>();
  for (const statement of program.statements) {
    if (statement.kind !== 'dim') continue;
    for (const { name, value } of statement.entries) {
      if (value?.kind === 'number') sizes.set(name.name, value.value);
      if (value?.kind === 'list') {
        sizes.set(name.name, value.elements.length);
        labels.set(
          name.name,
          value.elements.map((e) => (e.kind === 'string' ? e.value : '')),
        );
      }
    }
  }
  for (const statement of program.statements) {
    if (statement.kind !== 'data') continue;
    for (const { name, value } of statement.entries)
      if (value?.kind === 'number') sizes.set(name.name, value.value);
  }
  const files = new Map<string, string>();
  for (const statement of program.statements) {
    if (statement.kind !== 'data' || statement.source === undefined) continue;
    const { value: file } = statement.source;
    files.set(file, file.endsWith('.csv') ? csv(statement, labels) : json(statement, sizes, labels));
  }
  return files;
}

type Labels = ReadonlyMap<string, readonly string[]>;

/** The k-th value of a datum: within its range, varied, a label where the type is a dimension. */
function valueAt(entry: DataEntry, k: number, labels: Labels): number | string {
  const { name } = entry.type;
  if (name === 'int' || name === 'bool' || name === 'real') {
    const lo = entry.range?.lo?.kind === 'number' ? entry.range.lo.value : 1;
    const hi = entry.range?.hi?.kind === 'number' ? entry.range.hi.value : lo + 1;
    if (name === 'real') return lo + 0.25 + (hi - lo) * ((k * 7) % 11) * 0.05;
    return lo + (k % (hi - lo + 1));
  }
  const known = labels.get(name) ?? ['Anoka', 'b', 'c'];
  return known[k % known.length];
}

function columnNames(entry: DataEntry): readonly string[] {
  const source: Expr | undefined = entry.value;
  if (source?.kind !== 'call') return [entry.name.name];
  return source.args.map((a) => (a.value.kind === 'string' ? a.value.value : ''));
}

function csv({ entries }: DataStatement, labels: Labels): string {
  const columns = entries.flatMap((entry) => columnNames(entry).map((name) => ({ name, entry })));
  const lines = Array.from({ length: rows }, (_, row) =>
    columns.map(({ entry }, c) => valueAt(entry, row + c, labels)).join(','),
  );
  return `${columns.map((c) => c.name).join(',')}\n${lines.join('\n')}\n`;
}

function json({ entries }: DataStatement, sizes: ReadonlyMap<string, number>, labels: Labels): string {
  const counts = new Map(sizes);
  // A scalar integer stands for a size: as many as everything else has rows, or few for K.
  for (const { name, dims, type } of entries)
    if (dims.length === 0 && type.name === 'int') counts.set(name.name, name.name === 'K' ? 2 : rows);
  const values: Record<string, unknown> = {};
  for (const entry of entries) {
    const shape = entry.dims.map((d) => (d.kind === 'dimSize' ? d.size : (counts.get(d.name) ?? rows)));
    let k = 0;
    const build = (axis: number): unknown =>
      axis === shape.length
        ? valueAt(entry, k++, labels)
        : Array.from({ length: shape[axis] }, () => build(axis + 1));
    values[entry.name.name] =
      shape.length === 0 ? (counts.get(entry.name.name) ?? valueAt(entry, 1, labels)) : build(0);
  }
  return JSON.stringify(values);
}
