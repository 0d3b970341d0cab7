/** Resolves names to symbols, with a diagnostic for unknown names. */
import { unknownNameAt } from '../checks/unknown-name.ts';
import { usedBeforeDeclaration } from '../checks/use-before-declaration.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { distributions } from '../distributions/index.ts';
import { signatureTexts } from '../distributions/lookup.ts';
import { signatureText } from '../functions/function.ts';
import { functions } from '../functions/index.ts';
import { nearest } from '../scope/nearest-name.ts';
import { lookup, type OpenSymbol, type Scope } from '../scope/symbol.ts';
import { anonymous, arrayType, type Dim, named, type Type } from '../shapes/type.ts';
import type { Span } from '../span.ts';
import type { DimArg, Node } from '../syntax/ast.ts';
import { type Context, noteUse } from './context.ts';

/** The symbol in view, or one declared later; nothing is reported. */
export function find(ctx: Context, scope: Scope, name: string): OpenSymbol | null {
  return lookup(scope, name) ?? ctx.globals.get(name) ?? null;
}

/** The symbol of a value's name; reports an unknown name and returns null. */
export function resolveValue(ctx: Context, scope: Scope, name: string, node: Node): OpenSymbol | null {
  const symbol = find(ctx, scope, name);
  if (symbol !== null) {
    noteUse(ctx, symbol, node);
    return symbol;
  }
  const later = ctx.all.get(name);
  if (later !== undefined) {
    noteUse(ctx, later, node);
    ctx.report(usedBeforeDeclaration(later, node.span, { current: ctx.statement.current, all: ctx.all }));
    return null;
  }
  if (ctx.openNames.value || ctx.lostNames.has(name) || name === '') return null;
  ctx.report(unknownValue(ctx, scope, name, node));
  return null;
}

/** A near name in view, else a function or distribution of that name or near it. */
function unknownValue(ctx: Context, scope: Scope, name: string, { span }: Node): Diagnostic {
  const candidates = visibleNames(ctx, scope);
  const callables = [...functions.keys(), ...distributions.keys()];
  const near = nearest(name, candidates) === null ? nearest(name, callables) : null;
  const own = usageOf(name);
  const dim = near === null && own === null ? dimensionWithLabel(ctx, name) : null;
  if (dim !== null) {
    const quoted = JSON.stringify(name);
    return unknownNameAt({
      name,
      span,
      expected: 'name',
      candidates: [],
      advice: `labels are written in quotes: \`${quoted}\` is one of \`${dim}\``,
      fixes: [{ title: `Write ${quoted}`, edits: [{ span, newText: quoted }] }],
    });
  }
  const other = near === null ? null : usageOf(near);
  const advice =
    own !== null
      ? `\`${name}\` is a ${distributions.has(name) ? 'distribution' : 'function'}: give its arguments, as in \`${own}\``
      : other !== null
        ? `did you mean \`${other}\`?`
        : 'declare it as data, `param` or `let` above';
  return unknownNameAt({ name, span, expected: 'name', candidates: own === null ? candidates : [], advice });
}

function dimensionWithLabel(ctx: Context, label: string): string | null {
  for (const { kind, name } of ctx.globals.values())
    if (kind === 'dim' && ctx.table.labelsOf(name)?.includes(label) === true) return name;
  return null;
}

function usageOf(name: string): string | null {
  const entry = distributions.get(name);
  if (entry !== undefined) return signatureTexts(entry)[0];
  const fn = functions.get(name);
  return fn === undefined ? null : signatureText(fn, fn.signatures[0]);
}

function visibleNames(ctx: Context, scope: Scope): string[] {
  const names: string[] = [];
  for (let s: Scope | null = scope; s !== null; s = s.parent) names.push(...s.names.keys());
  for (const [name, symbol] of ctx.globals) if (symbol.kind !== 'predict') names.push(name);
  return names;
}

/** Whether a symbol can be an axis: a dimension, or a scalar integer datum used as a size. */
export function isDimension(symbol: OpenSymbol): boolean {
  if (symbol.kind === 'dim') return true;
  const { type } = symbol;
  return (
    symbol.kind === 'data' &&
    (type.kind === 'unknown' || (type.kind === 'array' && type.element === 'int' && type.dims.length === 0))
  );
}

function otherThanDimension(name: string, { kind, type }: OpenSymbol): string {
  const isCondition =
    kind !== 'param' && type.kind === 'array' && type.element !== 'real' && type.labelsOf === null;
  return isCondition && type.dims.length > 0
    ? `\`${name}\` ${type.element === 'bool' ? 'says which rows hold' : 'has a number for each row'} and is no dimension; to leave rows out write \`data from "…" where CONDITION { … }\``
    : `\`${name}\` is declared, but not as a dimension or an integer datum`;
}

/** The dimension of a name in brackets or after `in`; reports an unknown name and returns null. */
export function resolveDimension(ctx: Context, scope: Scope, name: string, node: Node): Dim | null {
  const symbol = find(ctx, scope, name);
  if (symbol !== null) {
    noteUse(ctx, symbol, node);
    if (isDimension(symbol)) return named(name);
    ctx.report(
      unknownNameAt({
        name,
        span: node.span,
        expected: 'dimension',
        candidates: dimensionNames(ctx),
        advice: otherThanDimension(name, symbol),
      }),
    );
    return null;
  }
  const later = ctx.all.get(name);
  if (later !== undefined && later.kind === 'dim') {
    noteUse(ctx, later, node);
    ctx.report(usedBeforeDeclaration(later, node.span, { current: ctx.statement.current, all: ctx.all }));
    return named(name);
  }
  if (ctx.lostNames.has(name) || name === '') return null;
  ctx.report(
    unknownNameAt({
      name,
      span: node.span,
      expected: 'dimension',
      candidates: dimensionNames(ctx),
      advice: `declare it with \`dim ${name}\``,
      // A dimension that is not over data needs a size, which a fix cannot provide.
      fixes: ctx.statement.current.kind === 'data' ? [declareDim(ctx, name, node.span)] : [],
    }),
  );
  return null;
}

export function declareDim(ctx: Context, name: string, use: Span) {
  let at = 0;
  for (const symbol of ctx.all.values()) {
    const { span } = symbol.statement;
    if (span.start <= use.start && use.start < span.end) at = span.start;
  }
  const indent = ctx.text.lastIndexOf('\n', at - 1) + 1;
  const start = ctx.text.slice(indent, at).trim() === '' ? indent : at;
  return {
    title: `Declare \`dim ${name}\``,
    edits: [{ span: { start, end: start }, newText: `dim ${name}\n` }],
  };
}

export function dimensionNames(ctx: Context): string[] {
  return [...ctx.globals.values()].filter(isDimension).map((s) => s.name);
}

export function resolveDims(ctx: Context, scope: Scope, dims: readonly DimArg[]): readonly Dim[] | null {
  let known = true;
  const resolved = dims.map((dim): Dim => {
    if (dim.kind === 'dimSize') return anonymous(dim.size);
    const found = resolveDimension(ctx, scope, dim.name, dim);
    if (found === null) known = false;
    return found ?? anonymous(null);
  });
  return known ? resolved : null;
}

export function typeOfSymbol(symbol: OpenSymbol): Type {
  switch (symbol.kind) {
    case 'dim':
      return { kind: 'dimension', name: symbol.name };
    case 'fun':
      return { kind: 'function', statement: symbol.statement.kind === 'fun' ? symbol.statement : null };
    case 'index':
      return arrayType('int');
    default:
      return symbol.type;
  }
}
