/** Functions of the program: the body is typed at its declaration and again at each call. */
import { missing, tooMany } from '../checks/argument-count.ts';
import { argumentTwice, noSuchArgument } from '../checks/argument-name.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { emptyScope, type OpenSymbol, openSymbol, withNames } from '../scope/symbol.ts';
import { fits } from '../shapes/broadcast.ts';
import { arrayType, formatType, type Type, unknownType } from '../shapes/type.ts';
import type { CallExpr, Expr, FunParam, FunStatement } from '../syntax/ast.ts';
import type { CheckedCall, Context, Env } from './context.ts';
import { quoted } from './context.ts';
import { axisInWords, inferExpr } from './infer-array.ts';
import { resolveDimension, resolveDims } from './resolve-names.ts';
import { shapeOrigin } from './shape-origin.ts';

/** Calls nested deeper are left untyped, to avoid a stack overflow; lowering rejects them. */
const deepestCall = 200;

export function inferFunctionCall(ctx: Context, env: Env, call: CallExpr, symbol: OpenSymbol): Type {
  const given = call.args.map((a) => inferExpr(ctx, env, a.value));
  if (symbol.statement.kind !== 'fun') return unknownType;
  const { params } = symbol.statement;
  const usage = `${symbol.name}(${params.map((p) => p.name.name).join(', ')})`;
  const order: (number | null)[] = params.map(() => null);
  for (const [at, arg] of call.args.entries()) {
    const place = arg.name === undefined ? at : params.findIndex((p) => p.name.name === arg.name?.name);
    if (arg.name !== undefined && place < 0) {
      ctx.report(
        noSuchArgument(
          arg.name.span,
          symbol.name,
          arg.name.name,
          params.map((p) => p.name.name),
        ),
      );
      return unknownType;
    }
    if (place >= params.length) {
      ctx.report(tooMany(arg.span, symbol.name, params.length, call.args.length, usage));
      return unknownType;
    }
    const first = order[place];
    if (first !== null) {
      ctx.report(argumentTwice(arg.span, symbol.name, params[place].name.name, call.args[first].span));
      return unknownType;
    }
    order[place] = at;
  }
  const lacking = params.filter((_, i) => order[i] === null).map((p) => p.name.name);
  if (lacking.length > 0) {
    ctx.report(missing(call.span, symbol.name, lacking, usage));
    return unknownType;
  }
  const types = order.map((at) => (at === null ? unknownType : given[at]));
  for (const [i, param] of params.entries()) {
    const at = order[i];
    if (at !== null && !fitsAnnotation(ctx, param, types[i], call.args[at].value, symbol.name))
      return unknownType;
  }
  return typeBody(ctx, symbol.statement, types, call);
}

/** A function as an argument, as in `ode(f, …)`. */
export function callFunction(ctx: Context, fn: Type, types: readonly Type[], call: CallExpr): Type {
  if (fn.kind !== 'function' || fn.statement === null) return unknownType;
  const { params, name } = fn.statement;
  if (params.length !== types.length) {
    const usage = `${name.name}(${params.map((p) => p.name.name).join(', ')})`;
    const [first] = call.args;
    const span = (first ?? call).span;
    if (types.length > params.length)
      ctx.report(tooMany(span, name.name, params.length, types.length, usage));
    else
      ctx.report(
        missing(
          span,
          name.name,
          params.slice(types.length).map((p) => p.name.name),
          usage,
        ),
      );
    return unknownType;
  }
  return typeBody(ctx, fn.statement, types, call);
}

/** Types the body for these arguments; errors of this call alone are reported at the call. */
function typeBody(ctx: Context, fn: FunStatement, types: readonly Type[], call: CallExpr): Type {
  const key = `${fn.span.start}(${types.map(typeKey).join(';')})`;
  const checked = ctx.calls.get(key) ?? checkBody(ctx, fn, types);
  ctx.calls.set(key, checked);
  const known = ctx.bodyFindings.get(fn);
  for (const finding of checked.findings) {
    if (known?.has(findingKey(finding))) continue;
    ctx.report({
      code: finding.code,
      severity: finding.severity,
      span: call.callee.span,
      message: `in \`${fn.name.name}\` as called here: ${finding.message}`,
      related: [
        { message: `in the body of \`${fn.name.name}\``, span: finding.span },
        ...(finding.related ?? []),
      ],
    });
  }
  return checked.type;
}

function typeKey(type: Type): string {
  if (type.kind === 'array') {
    const { structure, positive } = type;
    const kind = structure === undefined ? '' : `${structure.kind} ${structure.general}`;
    return `${formatType(type)} ${type.depends} ${kind} ${positive === true}`;
  }
  if (type.kind === 'distribution')
    return `${formatType(type)} ${type.name} ${type.depends} ${type.args.map((a) => `${a.name} ${typeKey(a.type)}`).join(',')}`;
  if (type.kind === 'function') return `fun ${type.statement?.span.start}`;
  return formatType(type);
}

export function findingKey(finding: Diagnostic): string {
  return `${finding.code} ${finding.span.start} ${finding.span.end}`;
}

function checkBody(ctx: Context, fn: FunStatement, types: readonly Type[]): CheckedCall {
  if (ctx.open.has(fn) || ctx.open.size > deepestCall) return { type: unknownType, findings: [] };
  const findings: Diagnostic[] = [];
  const inner: Context = {
    ...ctx,
    open: new Set([...ctx.open, fn]),
    types: new Map<Expr, Type>(),
    references: new Map(),
    report: (d) => findings.push(d),
    onUse: () => {},
  };
  const type = inferBody(inner, fn, types);
  // The first call gives more exact types of the body than its declaration.
  for (const [expr, found] of inner.types) {
    const before = ctx.types.get(expr);
    if (before === undefined || before.kind === 'unknown') ctx.types.set(expr, found);
  }
  return { type, findings };
}

export function inferBody(ctx: Context, fn: FunStatement, types: readonly Type[]): Type {
  const symbols = fn.params.map((param, i) => {
    const symbol = openSymbol(param.name.name, 'argument', param.name.span, fn, param);
    symbol.type = types[i] ?? unknownType;
    ctx.references.set(param.name, symbol);
    return symbol;
  });
  const env: Env = { scope: withNames(emptyScope, symbols), guarded: true, self: null };
  return inferExpr(ctx, env, fn.body);
}

/** The type that an annotation `a: real[d]` states; unknown without one. */
export function annotatedType(ctx: Context, param: FunParam): Type {
  if (param.type === undefined) return unknownType;
  const dims = resolveDims(ctx, emptyScope, param.dims);
  const { name } = param.type;
  if (name === 'real' || name === 'int' || name === 'bool')
    return dims === null ? unknownType : arrayType(name, dims, 'param');
  const labels = resolveDimension(ctx, emptyScope, name, param.type);
  return labels === null || dims === null ? unknownType : arrayType('int', dims, 'param', name);
}

function fitsAnnotation(ctx: Context, param: FunParam, found: Type, expr: Expr, fn: string): boolean {
  if (param.type === undefined || found.kind === 'unknown') return true;
  const quiet: Context = { ...ctx, report: () => {}, onUse: () => {} };
  const wanted = annotatedType(quiet, param);
  if (wanted.kind !== 'array') return true;
  const where = `as argument \`${param.name.name}\` of \`${fn}\``;
  const rank = { bool: 0, int: 1, real: 2 } as const;
  if (found.kind !== 'array' || rank[found.element] > rank[wanted.element]) {
    ctx.report(wrongType({ span: expr.span, expected: `\`${formatType(wanted)}\``, found, where }));
    return false;
  }
  if (found.dims.length === wanted.dims.length && fits(found.dims, wanted.dims, ctx.table) === null)
    return true;
  const extra = fits(found.dims, wanted.dims, ctx.table)?.extra ?? found.dims[0];
  ctx.report(
    shapesDiffer(
      expr.span,
      `expected \`${formatType(wanted)}\` ${where}, found ${quoted(ctx, expr.span, 'this')} of type \`${formatType(found)}\`${extra === undefined ? '' : `; axis ${axisInWords(ctx, extra)}`}`,
      [
        ...(extra === undefined ? [] : shapeOrigin(ctx, expr, extra)),
        { message: `\`${param.name.name}\` is declared as ${formatType(wanted)}`, span: param.span },
      ],
    ),
  );
  return false;
}
