/**
 * Sizes and labels of the dimensions: from their declaration, from the names in `columns(…)`, from the
 * arrays and tables over them, else from the distinct values of label data (language reference, 2).
 */
import type { DimInfo } from '../../grammar/data.ts';
import type { Diagnostic, Fix, Related } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type { DataEntry, DimEntry, Expr } from '../../grammar/syntax/ast.ts';
import { type BoundScope, evaluateScalar } from './evaluate-bounds.ts';
import type { RowKey } from './join-by-key.ts';
import { isInexact, labelOf, orderLabels } from './labels.ts';
import { dataError } from './load-diagnostics.ts';
import { isMissing, type RawArray } from './raw-array.ts';

/** A dimension with the reason for its size, for the message where another datum disagrees. */
export interface ResolvedDim extends DimInfo {
  readonly origin: { readonly span: Span; readonly reason: string };
}

/** A datum with the raw values that were found for it. */
export interface Found {
  readonly entry: DataEntry;
  readonly raw: RawArray;
  /** Which label each row belongs to, where the rows are joined by key. */
  readonly key?: RowKey;
  /** Which cell each row is, by dimension, where the rows of a long file are laid out as a table. */
  readonly cellKeys?: readonly RowKey[];
}

const MAX_SIZE = 10_000_000;

const aSize = `a whole number from 1 to ${MAX_SIZE}`;

function numbered(name: string, size: number, span: Span, reason: string): ResolvedDim {
  const labels = Array.from({ length: size }, (_, i) => String(i + 1));
  return { name, size, labels, labelled: false, origin: { span, reason } };
}

function labelled(name: string, labels: readonly string[], span: Span, reason: string): ResolvedDim {
  return { name, size: labels.length, labels, labelled: true, origin: { span, reason } };
}

interface DimRequest {
  readonly name: string;
  readonly declaration?: DimEntry;
  /** The scalar integer datum of that name, where there is no declaration (`y : real[T]`). */
  readonly scalar?: { readonly value: number; readonly span: Span };
}

/** Resolves one dimension; null if its size is unknown. */
export function resolveDim(
  request: DimRequest,
  found: readonly Found[],
  scope: BoundScope,
  report: (diagnostic: Diagnostic) => void,
): ResolvedDim | null {
  const { name, declaration, scalar } = request;
  if (declaration?.value !== undefined) {
    const declared = fromDeclaration(declaration, scope, report);
    if (declared !== 'unknown') return declared;
  }
  if (scalar !== undefined) {
    if (isSize(scalar.value))
      return numbered(name, scalar.value, scalar.span, `\`${name}\` is ${scalar.value}`);
    report(
      dataError(
        'data-dim',
        scalar.span,
        `\`${name}\` is a dimension's size: expected ${aSize}, found ${scalar.value}`,
      ),
    );
    return null;
  }
  return fromColumns(name, found) ?? fromExtents(name, found) ?? fromLabelData(name, found);
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_SIZE;
}

/** `unknown` where a datum in the declaration failed to load (already reported). */
function fromDeclaration(
  declaration: DimEntry,
  scope: BoundScope,
  report: (diagnostic: Diagnostic) => void,
): ResolvedDim | null | 'unknown' {
  const { value } = declaration;
  const { name, span } = declaration.name;
  if (value === undefined || value.kind === 'error') return 'unknown';
  if (value.kind === 'list') {
    const labels: string[] = [];
    for (const element of value.elements) {
      if (element.kind !== 'string' && element.kind !== 'number') {
        const found = element.kind === 'name' ? `, found the name \`${element.name}\`` : '';
        const what = element.kind === 'name' ? 'text in quotes' : 'text';
        report(
          dataError(
            'data-dim',
            element.span,
            `expected a label of \`${name}\`: ${what} or an integer${found}`,
            {
              fixes: quotedNames(value.elements),
            },
          ),
        );
        return null;
      }
      if (isInexact(element.value)) {
        const message = `expected a label of \`${name}\` that is exact, found the number ${element.value}: numbers above 2^53 are not; write it in quotes`;
        report(dataError('data-dim', element.span, message));
        return null;
      }
      const label = labelOf(element.value);
      if (labels.includes(label)) {
        report(dataError('data-dim', element.span, `label "${label}" of \`${name}\` is listed twice`));
        return null;
      }
      labels.push(label);
    }
    if (labels.length > 0)
      return labelled(name, labels, span, `\`dim ${name}\` lists ${labels.length} labels`);
    report(dataError('data-dim', value.span, `\`dim ${name}\` lists no labels`));
    return null;
  }
  const size = evaluateScalar(value, scope);
  if (size === null) return 'unknown';
  if (isSize(size)) return numbered(name, size, span, `\`dim ${name}\` has size ${size}`);
  const message = `size of \`${name}\`: expected ${aSize}, found ${size}`;
  report(dataError('data-dim', value.span, message));
  return null;
}

/** `[a, b]` as `["a", "b"]`. */
function quotedNames(elements: readonly Expr[]): readonly Fix[] {
  const names = elements.filter((element) => element.kind === 'name');
  if (names.length === 0) return [];
  const edits = names.map(({ span, name }) => ({ span, newText: JSON.stringify(name) }));
  return [{ title: 'Put the labels in quotes', edits }];
}

function axisOf(entry: DataEntry, name: string): number {
  return entry.dims.findIndex((dim) => dim.kind === 'dimName' && dim.name === name);
}

function fromColumns(name: string, found: readonly Found[]): ResolvedDim | null {
  for (const { entry, raw } of found) {
    const last = entry.dims.length - 1;
    if (raw.labels === undefined || last < 0 || axisOf(entry, name) !== last) continue;
    if (new Set(raw.labels).size !== raw.labels.length) continue;
    return labelled(
      name,
      raw.labels,
      entry.name.span,
      `\`${entry.name.name}\` takes ${raw.labels.length} columns`,
    );
  }
  return null;
}

function fromExtents(name: string, found: readonly Found[]): ResolvedDim | null {
  for (const { entry, raw, key, cellKeys } of found) {
    const axis = axisOf(entry, name);
    if (cellKeys !== undefined) continue;
    // Joined rows may be in any order: they are matched by label.
    if (axis === 0 && key?.dim === name) continue;
    if (axis < 0 || raw.shape.length !== entry.dims.length) continue;
    const size = raw.shape[axis];
    return numbered(name, size, entry.name.span, `\`${entry.name.name}\` has ${size} along \`${name}\``);
  }
  return null;
}

function fromLabelData(name: string, found: readonly Found[]): ResolvedDim | null {
  const data = found.filter(({ entry }) => entry.type.name === name);
  const keys = [...new Set(found.flatMap(keysOf).filter(({ dim }) => dim === name))];
  if (data.length + keys.length === 0) return null;
  const raws = [...data, ...keys].map(({ raw }) => raw);
  const present = raws.flatMap(({ cells }) =>
    cells
      .distinct()
      .cells.filter((cell) => !isMissing(cell) && !isInexact(cell))
      .map(labelOf),
  );
  const order = raws[0]?.order;
  const isOrdered = order !== undefined && raws.every((raw) => raw.order === order);
  const labels = isOrdered ? order.filter((label) => present.includes(label)) : orderLabels(present);
  if (labels.length === 0) return null;
  const [first] = data;
  const span = first?.entry.name.span ?? keys[0].span;
  const who = first === undefined ? `the key of \`${keys[0].file}\`` : `\`${first.entry.name.name}\``;
  const others = data.length + keys.length > 1 ? ' with the other data that hold its labels' : '';
  return labelled(name, labels, span, `${who} has ${labels.length} distinct values${others}`);
}

export function keysOf({ key, cellKeys = [] }: Found): readonly RowKey[] {
  return key === undefined ? cellKeys : [key, ...cellKeys];
}

/** The message and related place of a disagreement about a dimension. */
export function disagreement(
  dim: ResolvedDim,
  found: number,
): { readonly message: string; readonly related: readonly Related[] } {
  return {
    message: `expected ${dim.size} along \`${dim.name}\` (${dim.origin.reason}), found ${found}`,
    related: [{ message: dim.origin.reason, span: dim.origin.span }],
  };
}
