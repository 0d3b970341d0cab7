/** Dimensions and data: names, types, sizes and ranges as declared. */
import { mustBeData } from '../../checks/needs-data.ts';
import { wrongType } from '../../checks/type-mismatch.ts';
import { unknownNameAt } from '../../checks/unknown-name.ts';
import { dataSourceNames } from '../../functions/distribution-functions.ts';
import { emptyScope, type OpenSymbol } from '../../scope/symbol.ts';
import type { StaticDim } from '../../shapes/dim-table.ts';
import { type ArrayType, arrayType, type Type, unknownType } from '../../shapes/type.ts';
import type { DataEntry, DimEntry, Expr, JoinKey, NameExpr } from '../../syntax/ast.ts';
import { walk } from '../../syntax/walk.ts';
import { constantOf } from '../constants.ts';
import { type Context, noteUse, quoted } from '../context.ts';
import { inferArray, inferExpr } from '../infer-array.ts';
import { declareDim, dimensionNames, resolveDims } from '../resolve-names.ts';
import { checkRange } from './range.ts';
import { topLevel } from './top-level.ts';

export function checkDim(
  ctx: Context,
  entry: DimEntry,
  symbol: OpenSymbol,
  stated: Map<string, StaticDim>,
): void {
  symbol.type = { kind: 'dimension', name: entry.name.name };
  const { value } = entry;
  if (value === undefined) return;
  const type = inferDimValue(ctx, value);
  if (type !== null && type.dims.length === 0 && type.depends === 'param')
    ctx.report(mustBeData(value.span, 'the size of a dimension', quoted(ctx, value.span, 'this')));
  else if (type !== null && (type.dims.length > 0 || type.element === 'bool')) {
    const expected = 'a whole number';
    const where = `as the size of \`${entry.name.name}\``;
    const advice = type.dims.length > 0 ? 'write `max(…)` for its largest value' : undefined;
    ctx.report(wrongType({ span: value.span, expected, found: type, where, advice }));
  }
  if (value.kind === 'list') {
    const labels = value.elements.map((e) =>
      e.kind === 'string' ? e.value : e.kind === 'number' ? String(e.value) : null,
    );
    const known = labels.every((l) => l !== null) ? labels : null;
    stated.set(entry.name.name, { size: labels.length, labels: known });
    return;
  }
  const size = constantOf(ctx, topLevel, value);
  if (size !== null && Number.isInteger(size) && size >= 0)
    stated.set(entry.name.name, { size, labels: null });
}

/** The size may be a datum of a block further down: that block's arrays may be over this dimension. */
function inferDimValue(ctx: Context, value: Expr): ArrayType | null {
  // The data loader reports labels without quotes.
  if (value.kind === 'list') return null;
  const later = laterData(ctx, value);
  if (later.length === 0) return inferArray(ctx, topLevel, value, 'as the size of a dimension');
  for (const { name, symbol } of later) {
    noteUse(ctx, symbol, name);
    ctx.types.set(name, arrayType('int'));
  }
  return null;
}

/** Names in a size of data that are declared further down, if all of its names are data. */
function laterData(ctx: Context, value: Expr) {
  const found: { readonly name: NameExpr; readonly symbol: OpenSymbol }[] = [];
  let isData = true;
  walk(value, (node) => {
    if (!('kind' in node) || node.kind !== 'name') return;
    const name = node as NameExpr;
    if (ctx.globals.has(name.name)) return;
    const symbol = ctx.all.get(name.name);
    if (symbol?.kind === 'data') found.push({ name, symbol });
    else isData = false;
  });
  return isData ? found : [];
}

const elements: ReadonlySet<string> = new Set(['real', 'int', 'bool']);

export function checkDataEntry(
  ctx: Context,
  entry: DataEntry,
  symbol: OpenSymbol,
  stated: Map<string, StaticDim>,
): void {
  const dims = resolveDims(ctx, emptyScope, entry.dims);
  const { name } = entry.type;
  let type: Type = unknownType;
  if (name === 'real' || name === 'int' || name === 'bool') {
    if (dims !== null) type = arrayType(name, dims);
  } else if (isTypeName(ctx, entry)) {
    if (dims !== null) type = arrayType('int', dims, 'data', name);
  }
  if (entry.value !== undefined) inferSource(ctx, entry.value);
  checkRange(ctx, entry.range, type, false);
  symbol.type = type;
  symbol.bounds = {
    lo: entry.range?.lo === undefined ? null : constantOf(ctx, topLevel, entry.range.lo),
    hi: entry.range?.hi === undefined ? null : constantOf(ctx, topLevel, entry.range.hi),
  };
  if (type.kind === 'array' && type.dims.length === 0) {
    const loaded = ctx.data?.arrays.get(entry.name.name);
    const value = entry.value === undefined ? null : constantOf(ctx, topLevel, entry.value);
    symbol.constant = loaded !== undefined && loaded.values.length === 1 ? loaded.values[0] : value;
    if (type.element === 'int' && symbol.constant !== null && Number.isInteger(symbol.constant))
      stated.set(entry.name.name, { size: symbol.constant, labels: null });
  }
}

/** `by county = …` names the dimension that the rows belong to. */
export function checkJoinKey(ctx: Context, { name }: JoinKey): void {
  const symbol = ctx.globals.get(name.name);
  if (symbol?.kind === 'dim') {
    noteUse(ctx, symbol, name);
    return;
  }
  if (name.name === '' || ctx.lostNames.has(name.name)) return;
  ctx.report(
    unknownNameAt({
      name: name.name,
      span: name.span,
      expected: 'dimension',
      candidates: dimensionNames(ctx),
      advice: 'rows are joined by the labels of a dimension that `dim` declares',
    }),
  );
}

/** Types of other languages, which are not names of dimensions. */
const foreignTypes =
  /^(?:float|double|num|number|numeric|integer|long|str|string|text|char|character|factor|category|categorical|boolean|logical|date|list|array|vector|matrix|simplex|ordered)\d*$/i;

/** Whether the type names a dimension, whose labels the values then are. */
function isTypeName(ctx: Context, entry: DataEntry): boolean {
  const { name } = entry.type;
  const symbol = ctx.globals.get(name);
  if (symbol?.kind === 'dim') {
    noteUse(ctx, symbol, entry.type);
    return true;
  }
  if (name === '' || ctx.lostNames.has(name)) return false;
  const candidates = [...elements, ...dimensionNames(ctx)];
  ctx.report(
    unknownNameAt({
      name,
      span: entry.type.span,
      expected: 'type',
      candidates,
      ...(foreignTypes.test(name)
        ? {
            advice: 'write `real`, `int`, `bool` or, for text, the name of a dimension whose labels it holds',
          }
        : {
            advice: `for labels declare a dimension with \`dim ${name}\`; numbers are \`real\`, \`int\` or \`bool\``,
            fixes: [declareDim(ctx, name, entry.type.span)],
          }),
    }),
  );
  return false;
}

/** Names inside a literal; `column("…")` and lists of text are the data loader's. */
export function inferSource(ctx: Context, value: Expr): void {
  if (value.kind === 'call' && dataSourceNames.has(value.callee.name)) return;
  // A bare name is reported by the loader, which knows the columns.
  if (value.kind === 'string' || value.kind === 'list' || value.kind === 'name') return;
  inferExpr(ctx, topLevel, value);
}

/** `in LO..HI`: numbers over the dims of the datum, low below high. */
