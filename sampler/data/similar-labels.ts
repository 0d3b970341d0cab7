/**
 * Labels that look the same: `north` and `North`, a Cyrillic `а` and a Latin one, `New York` and `New  York`. Usually
 * they are one group, which the model would treat as two.
 */
import type { Diagnostic, Fix } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type { DimEntry } from '../../grammar/syntax/ast.ts';
import type { Datum, Report } from './build-array.ts';
import type { Distinct } from './cells.ts';
import { FaultList } from './convert-cells.ts';
import { isInexact, labelOf } from './labels.ts';
import { relatedCells } from './load-diagnostics.ts';
import { type Cell, isMissing, type RawArray } from './raw-array.ts';
import { keysOf, type ResolvedDim } from './resolve-dims.ts';

/** Cyrillic and Greek letters that look like Latin ones. */
const cyrillic = 'аеорсхуіјѕһԁԛԝАВЕКМНОРСТУХЅІЈ';
const latinOfCyrillic = 'aeopcxyijshdqwABEKMHOPCTYXSIJ';
const greek = 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυχα';
const latinOfGreek = 'ABEZHIKMNOPTYXovikpuxa';
const latin = new Map(
  [...cyrillic, ...greek].map((letter, i) => [letter, [...latinOfCyrillic, ...latinOfGreek][i]]),
);

const withoutSpaces = (label: string) => label.replace(/[\s\p{Cf}]+/gu, '');
/** Full-width letters, ligatures, accents that are signs of their own. */
const composed = (label: string) => withoutSpaces(label.normalize('NFKC'));
/** `ß` and `SS`, `ı` and `I`, `İ` and `I` are one letter in some language. */
const withoutCase = (label: string) => label.toUpperCase().toLowerCase().replaceAll('i\u0307', 'i');
const withoutDisguise = (label: string) =>
  [...composed(label)]
    .map((letter) => latin.get(letter) ?? letter)
    .join('')
    .replace(/\p{Dash}/gu, '-')
    .replace(/[\u2018\u2019\u02bc\u0060\u00b4]/g, "'");

const withoutSigns = (label: string) => label.trim().replace(/[\s_\p{Dash}]+/gu, '_');

/** Groups of labels that look alike; those that differ in the signs between words come last. */
export function similarLabels(labels: readonly string[]): readonly (readonly string[])[] {
  const groups = groupedBy(labels, (label) => asNumber(withoutCase(withoutDisguise(label))));
  const alike = [...groups.values()].filter((group) => group.length > 1);
  const told = new Set(alike.flatMap(([, ...others]) => others));
  const rest = labels.filter((label) => !told.has(label) && /\p{L}/u.test(label));
  const joined = groupedBy(rest, (label) => withoutCase(withoutSigns(label)));
  return [...alike, ...[...joined.values()].filter((group) => group.length > 1)];
}

function groupedBy(labels: readonly string[], keyOf: (label: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const label of labels) {
    const key = keyOf(label);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [label]);
    else group.push(label);
  }
  return groups;
}

/** `007`, `7` and `7.0` are one number; anything else stays as it is. */
function asNumber(label: string): string {
  const [, sign, digits, , fraction] = /^([+-]?)0*(\d+)(\.(\d*?)0*)?$/.exec(label) ?? [];
  if (digits === undefined) return label;
  return `${sign === '-' ? '-' : ''}${digits}${(fraction ?? '') === '' ? '' : `.${fraction}`}`;
}

export function differenceInWords([first, second]: readonly string[]): string {
  if (withoutSpaces(first) === withoutSpaces(second)) return 'differ only in spaces or in invisible signs';
  if (composed(first) === composed(second))
    return 'differ only in how their letters are made (full-width or narrow, whole or put together)';
  if (withoutCase(composed(first)) === withoutCase(composed(second))) return 'differ only in capitals';
  if (asNumber(composed(first)) === asNumber(composed(second)))
    return 'are one number, written in different ways';
  if (withoutCase(withoutSigns(first)) === withoutCase(withoutSigns(second)))
    return 'differ only in the signs between words';
  const strange = [first, second].flatMap((label) => [...label]).find((letter) => latin.has(letter));
  const code = strange?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  const letter = strange === undefined ? '' : `: \`${strange}\` is U+${code}, not the Latin letter`;
  return `look alike and are not the same${letter}`;
}

const MOST_LISTED = 200;

/** Where labels of a dimension stand: a datum, or the key of a file's rows. */
interface Holder {
  readonly raw: RawArray;
  readonly span: Span;
}

function holdersOf(data: readonly Datum[], dim: string): readonly Holder[] {
  const own = data.flatMap(({ entry, raw }) =>
    entry.type.name === dim ? [{ raw, span: entry.name.span }] : [],
  );
  const keys = data.flatMap(keysOf).filter((key) => key.dim === dim);
  return [...own, ...new Map(keys.map((key) => [key.span.start, key])).values()];
}

/** One warning for each dimension whose labels come from data; labels listed in `dim` are intended. */
export function checkLabels(
  data: readonly Datum[],
  dims: ReadonlyMap<string, ResolvedDim>,
  declarations: ReadonlyMap<string, DimEntry>,
  report: Report,
): void {
  for (const [name, dim] of dims) {
    const declaration = declarations.get(name);
    const holders = holdersOf(data, name);
    if (!dim.labelled || declaration === undefined || declaration.value !== undefined || holders.length === 0)
      continue;
    const warning = similar(dim, holders, declaration) ?? surrounded(dim, holders, declaration);
    if (warning !== null) report(warning);
  }
}

function similar(dim: ResolvedDim, holders: readonly Holder[], declaration: DimEntry): Diagnostic | null {
  const groups = similarLabels(dim.labels);
  if (groups.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { raw } of holders) {
    const { cells, codes } = raw.cells.distinct();
    const times = new Float64Array(cells.length);
    for (const code of codes) times[code] += 1;
    for (const [code, cell] of cells.entries()) {
      const label = labelOf(cell);
      counts.set(label, (counts.get(label) ?? 0) + times[code]);
    }
  }
  const byCount = groups[0].toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const [usual, ...others] = byCount;
  const written = byCount.map((label) => `"${label}" (${counts.get(label) ?? 0})`).join(' and ');
  const more = groups.length > 1 ? `; likewise ${groups.length - 1} more` : '';
  const inlineFix = inline(holders, new Set(others), usual);
  const isRare = (cell: Cell) => others.includes(labelOf(cell));
  return warn(
    holders[0],
    `labels of \`${dim.name}\` ${differenceInWords(byCount)}: ${written}${more}; they count as different groups: write them alike in the data, or ${apart(dim)} if they are meant to differ`,
    holders.flatMap(({ raw }) =>
      places(raw, raw.cells.distinct(), isRare, (index) => `found "${labelOf(raw.cells.at(index))}"`),
    ),
    [...inlineFix, ...listed(dim, declaration, 'Keep them apart', holders[0])],
  );
}

/** Spaces around labels are ignored; where only some rows have them, two groups may have been intended. */
function surrounded(dim: ResolvedDim, holders: readonly Holder[], declaration: DimEntry): Diagnostic | null {
  const forms = new Map<string, string>();
  for (const { raw } of holders) {
    const asWritten = (raw.cells.spaced ?? raw.cells).distinct();
    for (const cell of asWritten.cells) {
      if (typeof cell !== 'string' || isMissing(cell.trim())) continue;
      const label = labelOf(cell);
      const before = forms.get(label);
      if (before === undefined) forms.set(label, cell);
      else if (before !== cell && before.trim() === cell.trim()) {
        const isSpaced = (other: Cell) => labelOf(other) === label && String(other) !== String(other).trim();
        const edits = inlineEdits(raw, isSpaced, (other) => JSON.stringify(labelOf(other)));
        const inlineFix = edits.length === 0 ? [] : [{ title: `Write "${label}" without spaces`, edits }];
        return warn(
          holders[0],
          `the label "${label}" of \`${dim.name}\` is written with spaces around it in some places and without in others; it is taken for one label: write it alike in the data, or ${apart(dim)} if that is right`,
          places(raw, asWritten, isSpaced, () => 'spaces around it'),
          [...inlineFix, ...listed(dim, declaration, 'It is one label', holders[0])],
        );
      }
    }
  }
  return null;
}

function warn(
  { span }: Holder,
  message: string,
  related: Diagnostic['related'],
  fixes: readonly Fix[],
): Diagnostic {
  return { code: 'data-label-similar', severity: 'warning', message, span, related, fixes };
}

function places(
  raw: RawArray,
  { cells, codes }: Distinct,
  isMeant: (cell: Cell) => boolean,
  message: (index: number) => string,
) {
  const faults = new FaultList();
  const meant = cells.map((cell) => {
    const isAbsent = isMissing(typeof cell === 'string' ? cell.trim() : cell);
    return !isAbsent && !isInexact(cell) && isMeant(cell);
  });
  for (const [index, code] of codes.entries()) if (meant[code]) faults.add(index);
  return relatedCells(raw, faults, message);
}

const IGNORE = '# bayes: ignore data-label-similar';

function apart(dim: ResolvedDim): string {
  return dim.labels.length > MOST_LISTED
    ? `write \`${IGNORE}\` on the line above`
    : `list the labels in \`dim ${dim.name} = […]\``;
}

/** A list, or, of many labels, a comment on a line of its own. */
function listed(dim: ResolvedDim, { name }: DimEntry, title: string, { span }: Holder): readonly [Fix] {
  if (dim.labels.length > MOST_LISTED) {
    const { start } = span;
    const edits = [{ span: { start, end: start }, newText: `\n${IGNORE}\n` }];
    return [{ title: `${title}: ignore it here`, edits }];
  }
  const at = { start: name.span.end, end: name.span.end };
  const labels = dim.labels.map((label) => JSON.stringify(label)).join(', ');
  return [
    {
      title: `${title}: list the labels of \`${dim.name}\``,
      edits: [{ span: at, newText: ` = [${labels}]` }],
    },
  ];
}

/** Labels written in the model are corrected there. */
function inline(holders: readonly Holder[], others: ReadonlySet<string>, usual: string): readonly Fix[] {
  const isOther = (cell: Cell) => others.has(labelOf(cell));
  const edits = holders.flatMap(({ raw }) => inlineEdits(raw, isOther, () => JSON.stringify(usual)));
  return edits.length === 0 ? [] : [{ title: `Write "${usual}" throughout`, edits }];
}

/** None for the cells of a file. */
function inlineEdits(
  { cells, place }: RawArray,
  isMeant: (cell: Cell) => boolean,
  newText: (cell: Cell) => string,
): Fix['edits'] {
  if (cells.length === 0 || place(0).span === undefined) return [];
  return Array.from({ length: cells.length }, (_, index) => index).flatMap((index) => {
    const { span } = place(index);
    const cell = cells.at(index);
    return span !== undefined && isMeant(cell) ? [{ span, newText: newText(cell) }] : [];
  });
}
