/** The categories of an outcome that has several: those of a softmax, each with a predictor of its own but the first. */
import type { LoadedData } from '../data.ts';
import type { DataEntry } from '../syntax/ast.ts';

export interface Category {
  /** Of its linear predictor, as in brms: `muB`. Names of its unknowns begin with it. */
  readonly name: string;
  /** The log of how often it was seen against the first. */
  readonly centre: string;
}

export interface Categories {
  /** All but the first, which the others are compared with. */
  readonly others: readonly Category[];
  /** The dimension of the rows. */
  readonly row: string;
  /** The number of trials of each row, where the outcome is counts. */
  readonly trials: string;
}

type Read =
  | { readonly kind: 'ok'; readonly categories: Categories }
  | { readonly kind: 'error'; readonly message: string };

/** @param counts whether each row has a count of each category, rather than one of them. */
export function readCategories(
  entry: DataEntry,
  data: LoadedData | undefined,
  { counts, trials }: { readonly counts: boolean; readonly trials?: string },
): Read {
  const { name: ident, type, dims } = entry;
  const { name } = ident;
  const isInt = type.name === 'int';
  const [row, kind] = dims;
  if (counts) {
    if (!isInt || dims.length !== 2 || row.kind !== 'dimName' || kind.kind !== 'dimName')
      return {
        kind: 'error',
        message: `expected counts of each category: \`${name} : int[row, kind] = columns("a", "b", "c")\``,
      };
    const info = data?.dims.get(kind.name);
    const keys = (info?.labels ?? ['1', '2']).map((label, i) =>
      info?.labelled === true ? JSON.stringify(label) : String(i + 1),
    );
    const total = (key: string) => `sum(${name}[each, ${key}] for each in ${row.name})`;
    const own = trials === undefined ? `sum(${name}[each, one] for one in ${kind.name})` : `${trials}[each]`;
    return found(name, row.name, own, { labels: info?.labels ?? ['1', '2'], totals: keys.map(total) });
  }
  if (dims.length !== 1 || row.kind !== 'dimName' || type.name === 'real' || type.name === 'bool')
    return {
      kind: 'error',
      message: `expected one category in each row: a datum of labels, \`${name} : kind[row]\`, or of 1, 2, 3…`,
    };
  const labels = isInt
    ? Array.from({ length: largest(data?.arrays.get(name)?.values) }, (_, i) => String(i + 1))
    : (data?.dims.get(type.name)?.labels ?? ['1', '2']);
  const totals = labels.map((label) => `sum(${name} == ${isInt ? label : JSON.stringify(label)})`);
  return found(name, row.name, '', { labels, totals });
}

const largest = (values: Float64Array | undefined) => values?.reduce((a, b) => Math.max(a, b), 1) ?? 2;

function found(
  outcome: string,
  row: string,
  trials: string,
  { labels, totals }: { readonly labels: readonly string[]; readonly totals: readonly string[] },
): Read {
  if (labels.length < 2)
    return { kind: 'error', message: `\`${outcome}\` has one category: expected two or more` };
  const words = labels.map((label) => label.replace(/[^\p{L}\p{N}_]/gu, ''));
  // Labels that are alike without their signs are numbered.
  const areNames = new Set(words).size === words.length && !words.includes('');
  const others = labels.slice(1).map((_, i) => ({
    name: `mu${areNames ? words[i + 1] : i + 2}`,
    centre: `log((${totals[i + 1]} + 0.5) / (${totals[0]} + 0.5))`,
  }));
  return { kind: 'ok', categories: { others, row, trials } };
}

/** How many categories an ordered outcome has: its labels, or the largest of 1, 2, 3… */
export function orderedCategories(entry: DataEntry | undefined, data: LoadedData | undefined): number {
  const isLabel = entry !== undefined && !['real', 'int', 'bool'].includes(entry.type.name);
  if (isLabel) return data?.dims.get(entry.type.name)?.labels?.length ?? 2;
  return largest(entry === undefined ? undefined : data?.arrays.get(entry.name.name)?.values);
}
