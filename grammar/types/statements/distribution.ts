/** `distribution NAME(a, b) in LO..HI discrete { logpdf(x) = E  draw = E }`. */
import { repeated } from '../../checks/duplicate-name.ts';
import { distributionProblem } from '../../checks/own-distribution.ts';
import { shapesDiffer } from '../../checks/shape-mismatch.ts';
import { distributions } from '../../distributions/index.ts';
import { drawnNumbers, lineOf } from '../../distributions/own.ts';
import { functions } from '../../functions/index.ts';
import { scalarOperations } from '../../scalar-operations/index.ts';
import {
  emptyScope,
  kindInWords,
  type OpenSymbol,
  openSymbol,
  type SymbolKind,
  withNames,
} from '../../scope/symbol.ts';
import { arrayType, formatType } from '../../shapes/type.ts';
import type {
  CallExpr,
  DistributionEntry,
  DistributionStatement,
  Expr,
  FunStatement,
  Ident,
} from '../../syntax/ast.ts';
import { walk } from '../../syntax/walk.ts';
import type { Context, Env } from '../context.ts';
import { inferArray } from '../infer-array.ts';

export function checkDistribution(ctx: Context, statement: DistributionStatement, symbol: OpenSymbol): void {
  const { name } = statement.name;
  const builtIn = distributions.get(name);
  if ((builtIn !== undefined && builtIn.mayBeOwn !== true) || functions.has(name)) {
    const message = `\`${name}\` is the name of a built-in ${builtIn === undefined ? 'function' : 'distribution'}: choose another name`;
    ctx.report(distributionProblem(statement.name.span, message));
  }
  const seen = new Map<string, Ident>();
  const args = statement.params.map((param) => {
    const first = seen.get(param.name);
    if (first !== undefined) ctx.report(repeated(`argument \`${param.name}\``, param.span, first.span));
    else seen.set(param.name, param);
    return argument(ctx, statement, param, 'real');
  });
  const env: Env = { scope: withNames(emptyScope, args), guarded: true, self: null };
  for (const bound of [statement.support?.lo, statement.support?.hi])
    if (bound !== undefined) checkNumber(ctx, env, bound, `as the end of the values of \`${name}\``);
  for (const entry of statement.entries) checkLine(ctx, statement, entry, env);
  if (lineOf(statement, 'logpdf') === null)
    ctx.report(
      distributionProblem(
        statement.name.span,
        `\`${name}\` has no density: add the line \`logpdf(x) = …\`, its logarithm at a value \`x\``,
      ),
    );
  checkClosed(ctx, statement);
  symbol.type = { kind: 'unknown' };
}

function argument(
  ctx: Context,
  statement: DistributionStatement,
  ident: Ident,
  element: 'real' | 'int',
): OpenSymbol {
  const symbol = openSymbol(ident.name, 'argument', ident.span, statement, ident);
  symbol.type = arrayType(element, [], 'param');
  ctx.references.set(ident, symbol);
  return symbol;
}

function checkLine(ctx: Context, statement: DistributionStatement, entry: DistributionEntry, env: Env): void {
  const { name, argument: of, value } = entry;
  const first = statement.entries.find((other) => other.name.name === name.name);
  if (first !== undefined && first !== entry)
    ctx.report(repeated(`\`${name.name}\``, name.span, first.name.span));
  switch (name.name) {
    case 'logpdf': {
      if (of === undefined) {
        ctx.report(distributionProblem(name.span, 'expected the name of the value: write `logpdf(x) = …`'));
        return;
      }
      checkValueName(ctx, statement, of);
      const at = argument(ctx, statement, of, statement.discrete === undefined ? 'real' : 'int');
      const inner = { ...env, scope: withNames(env.scope, [at]) };
      checkNumber(ctx, inner, value, 'as the log density');
      return;
    }
    case 'draw':
      if (of !== undefined)
        ctx.report(
          distributionProblem(
            of.span,
            '`draw` takes no value: write `draw = …`, with `uniform()` and `normal()`',
          ),
        );
      checkNumber(ctx, { ...env, drawing: true }, value, 'as a draw');
      checkDrawable(ctx, value);
      return;
    default:
      if (name.name === '') return;
      ctx.report(
        distributionProblem(
          name.span,
          `expected \`logpdf(x) = …\` or \`draw = …\`, found \`${name.name}\`: other lines are not read`,
        ),
      );
  }
}

/** The value is called `x` in the support's own conditions. */
function checkValueName(ctx: Context, { params }: DistributionStatement, value: Ident): void {
  const same = params.find(({ name }) => name === value.name || name === 'x');
  if (same === undefined || value.name === '') return;
  const message =
    same.name === value.name
      ? `the value and an argument are both called \`${value.name}\`: give one of them another name`
      : '`x` is the value of a distribution: give this argument another name';
  ctx.report(distributionProblem(same.name === value.name ? value.span : same.span, message));
}

function checkNumber(ctx: Context, env: Env, expr: Expr, where: string): void {
  const type = inferArray(ctx, env, expr, where);
  if (type === null || type.dims.length === 0) return;
  const message = `expected a number ${where}, found \`${formatType(type)}\`: a distribution of the program is over numbers`;
  ctx.report(shapesDiffer(expr.span, message, []));
}

const ofTheModel: ReadonlySet<SymbolKind> = new Set([
  'data',
  'dim',
  'param',
  'let',
  'deterministic',
  'draw',
  'potential',
]);

/** It is the same wherever it is used: it reads its arguments alone, and so do the functions that it calls. */
function checkClosed(ctx: Context, statement: DistributionStatement): void {
  const seen = new Set<string>();
  walk(statement, (node) => {
    const symbol = ctx.references.get(node);
    if (symbol === undefined || seen.has(symbol.name)) return;
    const { name, kind } = symbol;
    if (ofTheModel.has(kind)) {
      seen.add(name);
      ctx.report(
        distributionProblem(
          node.span,
          `\`${statement.name.name}\` knows its arguments alone, and \`${name}\` is a ${kindInWords(kind)} of the model: pass it, as in \`distribution ${statement.name.name}(…, ${name})\``,
        ),
      );
    }
    if (kind !== 'fun' || symbol.statement.kind !== 'fun') return;
    const outer = readsModel(ctx, symbol.statement, new Set());
    if (outer === null) return;
    seen.add(name);
    ctx.report(
      distributionProblem(
        node.span,
        `\`${name}\` reads \`${outer.name}\` of the model, which a distribution cannot: make it an argument of \`${name}\``,
        { related: [{ message: `\`${outer.name}\` is declared here`, span: outer.span }] },
      ),
    );
  });
}

function readsModel(ctx: Context, fn: FunStatement, seen: Set<FunStatement>): OpenSymbol | null {
  if (seen.has(fn)) return null;
  seen.add(fn);
  let found: OpenSymbol | null = null;
  walk(fn.body, (node) => {
    const symbol = ctx.references.get(node);
    if (symbol === undefined || found !== null) return;
    if (ofTheModel.has(symbol.kind)) found = symbol;
    else if (symbol.statement.kind === 'fun' && symbol.kind === 'fun')
      found = readsModel(ctx, symbol.statement, seen);
  });
  const own = ctx.references.get(fn.body);
  return found ?? (own !== undefined && ofTheModel.has(own.kind) ? own : null);
}

/** Draws are made one number at a time, outside the compiled density. */
function checkDrawable(ctx: Context, expr: Expr): void {
  const bad = firstUndrawable(ctx, expr, new Set());
  if (bad === null) return;
  const what = bad.kind === 'call' ? `\`${bad.callee.name}\`` : 'this';
  ctx.report(
    distributionProblem(
      bad.span,
      `${what} cannot be used in \`draw =\`: expected arithmetic, \`if\`, scalar functions, functions of the program, \`uniform()\` and \`normal()\``,
    ),
  );
}

function firstUndrawable(ctx: Context, expr: Expr, open: Set<FunStatement>): Expr | null {
  const rest = (exprs: readonly Expr[]): Expr | null => {
    for (const one of exprs) {
      const bad = firstUndrawable(ctx, one, open);
      if (bad !== null) return bad;
    }
    return null;
  };
  switch (expr.kind) {
    case 'number':
    case 'bool':
    case 'name':
    case 'error':
      return null;
    case 'unary':
      return rest([expr.operand]);
    case 'binary':
      return rest([expr.left, expr.right]);
    case 'if':
      return rest([expr.condition, expr.then, expr.else]);
    case 'call':
      return undrawableCall(ctx, expr, open, rest);
    default:
      return expr;
  }
}

function undrawableCall(
  ctx: Context,
  call: CallExpr,
  open: Set<FunStatement>,
  rest: (exprs: readonly Expr[]) => Expr | null,
): Expr | null {
  const { name } = call.callee;
  const fn = ctx.globals.get(name)?.statement;
  const values = call.args.map((arg) => arg.value);
  if (fn?.kind === 'fun') {
    if (open.has(fn)) return null;
    open.add(fn);
    const bad = rest(values);
    if (bad !== null) return bad;
    return firstUndrawable(ctx, fn.body, open) === null ? null : call;
  }
  if (drawnNumbers.has(name) || ctx.all.has(name)) return null;
  return scalarOperations.has(name) ? rest(values) : call;
}
