/** Calls: functions and distributions of the program, then built-in ones. */
import { tooMany } from '../checks/argument-count.ts';
import { replace } from '../checks/check.ts';
import { overInfiniteRange } from '../checks/infinite-uniform.ts';
import { cannotCall } from '../checks/not-callable.ts';
import { distributionProblem } from '../checks/own-distribution.ts';
import { callsItself } from '../checks/recursive-function.ts';
import { unknownNameAt } from '../checks/unknown-name.ts';
import { usedBeforeDeclaration } from '../checks/use-before-declaration.ts';
import type { Fix } from '../diagnostic.ts';
import { distributions } from '../distributions/index.ts';
import { drawnNumbers, ownDistribution } from '../distributions/own.ts';
import { functions } from '../functions/index.ts';
import { otherDistribution, rewritten } from '../scope/foreign-distributions.ts';
import type { OpenSymbol } from '../scope/symbol.ts';
import { arrayType, type Type, unknownType } from '../shapes/type.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { isSpecial } from '../syntax/special-arguments.ts';
import { type Context, type Env, noteUse } from './context.ts';
import { inferBuiltin } from './infer-builtin.ts';
import { inferDistribution } from './infer-distribution.ts';
import { inferFunctionCall } from './infer-function.ts';
import { inferLoose } from './infer-loose.ts';
import { find } from './resolve-names.ts';

export function inferCall(ctx: Context, env: Env, call: CallExpr): Type {
  const { name } = call.callee;
  const symbol = find(ctx, env.scope, name);
  if (symbol?.kind === 'fun') {
    noteUse(ctx, symbol, call.callee);
    return inferFunctionCall(ctx, env, call, symbol);
  }
  if (symbol?.kind === 'distribution') {
    noteUse(ctx, symbol, call.callee);
    return inferOwn(ctx, env, call, symbol);
  }
  if (symbol === null && drawnNumbers.has(name) && (env.drawing === true || call.args.length === 0))
    return drawnNumber(ctx, env, call);
  const builtin = functions.get(name);
  if (builtin !== undefined) return inferBuiltin(ctx, env, call, builtin);
  const distribution = distributions.get(name);
  if (distribution !== undefined) {
    const infinite = overInfiniteRange(call, ctx.statement.current, ctx.text);
    if (infinite === null) return inferDistribution(ctx, env, call, distribution);
    ctx.report(infinite);
    return unknownType;
  }
  inferLoose(ctx, env, call);
  if (symbol !== null) {
    noteUse(ctx, symbol, call.callee);
    if (symbol.type.kind !== 'unknown' || symbol.kind !== 'argument')
      ctx.report(cannotCall(symbol, call.callee.span, call.span, ctx.text));
    return unknownType;
  }
  const later = ctx.all.get(name);
  if (later !== undefined) {
    noteUse(ctx, later, call.callee);
    const { span } = later.statement;
    if (later.kind === 'distribution' && call.span.start >= span.start && call.span.end <= span.end) {
      ctx.report(
        distributionProblem(
          call.callee.span,
          `\`${name}\` is used in its own definition: its lines may use distributions that are declared before it`,
          { related: [{ message: `\`${name}\` is declared here`, span: later.span }] },
        ),
      );
      return unknownType;
    }
    const inside = later.kind === 'fun' && call.span.start >= span.start && call.span.end <= span.end;
    ctx.report(
      inside
        ? callsItself(name, call.callee.span, later.span)
        : usedBeforeDeclaration(later, call.callee.span, { current: ctx.statement.current, all: ctx.all }),
    );
    return unknownType;
  }
  if (!ctx.lostNames.has(name) && name !== '') {
    const own = [...ctx.globals.values()]
      .filter((s) => s.kind === 'fun' || s.kind === 'distribution')
      .map((s) => s.name);
    ctx.report(
      unknownNameAt({
        name,
        span: call.callee.span,
        expected: /^[A-Z]/.test(name) ? 'distribution' : 'function',
        candidates: [...own, ...functions.keys(), ...distributions.keys()],
        advice: /^[A-Z]/.test(name)
          ? undefined
          : `functions of other languages cannot be called; one of the model is \`fun ${name}(…) = …\`, above`,
        fixes: rewriteFixes(ctx, call),
      }),
    );
  }
  return unknownType;
}

function inferOwn(ctx: Context, env: Env, call: CallExpr, symbol: OpenSymbol): Type {
  if (symbol.statement.kind !== 'distribution') return unknownType;
  for (const { name } of call.args) {
    const param = symbol.statement.params.find((one) => one.name === name?.name);
    const argument = param && ctx.references.get(param);
    if (name !== undefined && argument !== undefined) noteUse(ctx, argument, name);
  }
  return inferDistribution(ctx, env, call, ownDistribution(symbol.statement, ctx.text));
}

/** `uniform()` and `normal()`. */
function drawnNumber(ctx: Context, env: Env, call: CallExpr): Type {
  const { name } = call.callee;
  inferLoose(ctx, env, call);
  if (env.drawing !== true) {
    const distribution = name === 'uniform' ? 'Uniform(0, 1)' : 'Normal(0, 1)';
    ctx.report(
      distributionProblem(
        call.span,
        `\`${name}()\` draws a number, which only \`draw =\` of a distribution may do: a random quantity is \`draw z ~ ${distribution}\`, an unknown \`param z ~ ${distribution}\``,
      ),
    );
    return unknownType;
  }
  if (call.args.length === 0) return arrayType('real', [], 'param');
  const instead = name === 'normal' ? 'mu + sigma * normal()' : 'a + (b - a) * uniform()';
  ctx.report(tooMany(call.args[0].span, name, 0, call.args.length, instead));
  return unknownType;
}

/** The equivalent call, for a distribution of another language whose arguments differ. */
function rewriteFixes(ctx: Context, call: CallExpr): readonly Fix[] {
  const to = otherDistribution(call.callee.name);
  const isPlain = call.args.every((arg) => !arg.name && !isSpecial(arg));
  if (to === undefined || !isPlain || ctx.text === '') return [];
  const args = call.args.map(({ value }) => {
    const text = ctx.text.slice(value.span.start, value.span.end);
    return value.kind === 'binary' || value.kind === 'if' ? `(${text})` : text;
  });
  const text = rewritten(to, args);
  return text === null ? [] : [replace(`Change to \`${text}\``, call.span, text)];
}
