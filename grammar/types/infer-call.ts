/** Calls: functions of the program, built-in ones, reductions with `over` and `for`, distributions. */

import { missing, tooMany } from '../checks/argument-count.ts';
import { argumentTwice, noSuchArgument } from '../checks/argument-name.ts';
import { replace } from '../checks/check.ts';
import { overInfiniteRange } from '../checks/infinite-uniform.ts';
import { mustBeData } from '../checks/needs-data.ts';
import { cannotCall } from '../checks/not-callable.ts';
import { distributionProblem } from '../checks/own-distribution.ts';
import { callsItself } from '../checks/recursive-function.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { countOfConditions, wrongType } from '../checks/type-mismatch.ts';
import { unknownNameAt } from '../checks/unknown-name.ts';
import { usedBeforeDeclaration } from '../checks/use-before-declaration.ts';
import type { Fix } from '../diagnostic.ts';
import { distributions } from '../distributions/index.ts';
import { drawnNumbers, ownDistribution } from '../distributions/own.ts';
import {
  type BuiltinFunction,
  type FunctionArgument,
  type RuleArgument,
  type RuleProblem,
  signatureText,
} from '../functions/function.ts';
import { functions } from '../functions/index.ts';
import { reductionElement } from '../functions/reductions.ts';
import { otherDistribution, rewritten } from '../scope/foreign-distributions.ts';
import type { OpenSymbol } from '../scope/symbol.ts';
import { arrayType, type Dim, formatType, joinDepends, type Type, unknownType } from '../shapes/type.ts';
import type { Arg, CallExpr } from '../syntax/ast.ts';
import { isSpecial, specialWord } from '../syntax/special-arguments.ts';
import { alongLast, lastAxisAdvice } from './axis-order.ts';
import { bindIndices } from './binders.ts';
import { checkKind } from './check-kind.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, noteUse, quoted } from './context.ts';
import { dimsByGroup } from './dims-by-group.ts';
import { asArray, axisInWords, inferExpr } from './infer-array.ts';
import { inferDistribution } from './infer-distribution.ts';
import { inferDoses, isDoses } from './infer-doses.ts';
import { callFunction, inferFunctionCall } from './infer-function.ts';
import { ofCall } from './infer-kind.ts';
import { inferOfDiscrete } from './infer-of-discrete.ts';
import { inferLinearGaussian, inferStates } from './infer-state-space.ts';
import { inferMixture, inferRestricted } from './infer-wrapper.ts';
import { find, isDimension, resolveDimension } from './resolve-names.ts';
import { shapeOrigin } from './shape-origin.ts';
import { axesNamed, reportAmbiguous } from './which-axis.ts';

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
        : usedBeforeDeclaration(later, call.callee.span),
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

/** Types the arguments of an unknown call, so that the names in them are resolved. */
function inferLoose(ctx: Context, env: Env, call: CallExpr): void {
  for (const arg of call.args) {
    const inner = arg.binders ? bindIndices(ctx, env, arg.binders, ctx.statement.current).env : env;
    inferExpr(ctx, inner, arg.value);
  }
}

function inferBuiltin(ctx: Context, env: Env, call: CallExpr, fn: BuiltinFunction): Type {
  if (fn.name === 'Mixture') return inferMixture(ctx, env, call);
  if (fn.name === 'prob' || fn.name === 'viterbi') return inferOfDiscrete(ctx, env, call, fn);
  if (fn.name === 'LinearGaussian') return inferLinearGaussian(ctx, env, call);
  if (fn.name === 'states') return inferStates(ctx, env, call);
  if (fn.name === 'Truncated' || fn.name === 'Censored') return inferRestricted(ctx, env, call, fn);
  if (fn.group === 'data-source') {
    ctx.report(
      wrongType({
        span: call.span,
        expected: 'a value',
        found: unknownType,
        advice: `\`${fn.name}\` is written in a data block, after \`=\``,
      }),
    );
    return unknownType;
  }
  const special = call.args.find(isSpecial);
  if (special !== undefined) {
    if (fn.group === 'reduction') return inferReduction(ctx, env, call, fn, special);
    inferLoose(ctx, env, call);
    ctx.report(
      noSuchArgument(
        special.span,
        fn.name,
        specialWord(special),
        [],
        alongLast.has(fn.name) ? lastAxisAdvice(call) : undefined,
      ),
    );
    return unknownType;
  }
  const types = call.args.map((a) =>
    isDoses(fn, a) ? inferDoses(ctx, env, a) : inferExpr(ctx, env, a.value),
  );
  const placed = place(ctx, call, fn);
  if (placed === null) return unknownType;
  if (isCountOfConditions(fn, types[0])) {
    ctx.report(countOfConditions(call.callee.span, types[0]));
    return unknownType;
  }
  const args = placed.map((at): RuleArgument => {
    const { value } = call.args[at];
    const symbol = value.kind === 'name' ? find(ctx, env.scope, value.name) : null;
    return {
      type: types[at],
      constant: constantOf(ctx, env, value),
      dimension: symbol !== null && isDimension(symbol) ? symbol.name : null,
    };
  });
  const callFun = (f: Type, given: readonly Type[]) => callFunction(ctx, f, given, call);
  const result = fn.rule(args, { table: ctx.table, callFunction: callFun });
  if (result.ok) {
    for (const [i, at] of placed.entries()) {
      const { need, name } = fn.signatures[0].filter((a) => !a.keyword)[i] ?? {};
      if (need === undefined || name === undefined) continue;
      const question = { need, name, arg: call.args[at], type: types[at] };
      if (!checkKind(ctx, env, { ...question, otherForm: null, unnormalised: null })) return unknownType;
    }
    const given = placed.map((at) => types[at]).filter((type) => type.kind === 'array');
    if (result.type.kind !== 'array') return result.type;
    const doses = types.filter((_, at) => isDoses(fn, call.args[at]));
    return ofCall(fn.name, given, { ...result.type, depends: joinDepends([result.type, ...doses]) });
  }
  reportProblem(
    ctx,
    call,
    fn,
    result.problem,
    placed.map((at) => call.args[at]),
    types,
    placed,
  );
  return unknownType;
}

/** The positions of the arguments in the order of the signature that fits; null after reporting. */
function place(ctx: Context, call: CallExpr, fn: BuiltinFunction): readonly number[] | null {
  const byCount = fn.signatures.find((s) => fitsCount(s, call.args)) ?? fn.signatures[0];
  const usage = signatureText(fn, byCount);
  const positional = byCount.filter((a) => !a.keyword);
  const taken = new Map<string, Arg>();
  const order: number[] = [];
  const named = new Map<number, number>();
  for (const [at, arg] of call.args.entries()) {
    if (arg.name === undefined) continue;
    const { name } = arg.name;
    const place = byCount.findIndex((a) => a.name === name && !a.rest);
    if (place < 0) {
      const known = byCount.filter((a) => !a.rest).map((a) => a.name);
      ctx.report(noSuchArgument(arg.name.span, fn.name, name, known));
      return null;
    }
    const first = taken.get(name);
    if (first !== undefined) {
      ctx.report(argumentTwice(arg.span, fn.name, name, first.span));
      return null;
    }
    taken.set(name, arg);
    if (!byCount[place].keyword) named.set(place, at);
  }
  const given = call.args.flatMap((a, at) => (a.name === undefined ? [at] : []));
  let next = 0;
  const lacking: string[] = [];
  for (const [at, argument] of positional.entries()) {
    const byName = named.get(at);
    if (byName !== undefined) order.push(byName);
    else if (argument.rest) {
      if (next >= given.length && !argument.optional) lacking.push(argument.name);
      while (next < given.length) order.push(given[next++]);
    } else if (next < given.length) order.push(given[next++]);
    else if (!argument.optional) lacking.push(argument.name);
  }
  if (lacking.length > 0) {
    ctx.report(missing(call.span, fn.name, lacking, usage));
    return null;
  }
  if (next < given.length) {
    const extra = call.args[given[next]];
    ctx.report(tooMany(extra.span, fn.name, positional.length, call.args.length, usage));
    return null;
  }
  return order;
}

function fitsCount(signature: readonly FunctionArgument[], args: readonly Arg[]): boolean {
  const positional = signature.filter((a) => !a.keyword);
  const given = args.filter(
    (a) => a.name === undefined || positional.some((p) => p.name === a.name?.name),
  ).length;
  const least = positional.filter((a) => !a.optional).length;
  return given >= least && (given <= positional.length || positional.some((a) => a.rest));
}

function reportProblem(
  ctx: Context,
  call: CallExpr,
  fn: BuiltinFunction,
  problem: RuleProblem,
  args: readonly Arg[],
  types: readonly Type[],
  placed: readonly number[],
): void {
  const typeOf = (i: number): Type => types[placed[i]] ?? unknownType;
  switch (problem.kind) {
    case 'type': {
      const { value } = args[problem.arg];
      const found = problem.found ?? typeOf(problem.arg);
      if (problem.expected === 'a number or an array') {
        asArray(ctx, value, found, `as an argument of \`${fn.name}\``);
        return;
      }
      ctx.report(
        wrongType({
          span: value.span,
          expected: problem.expected,
          found,
          where: `as an argument of \`${fn.name}\``,
          advice: problem.advice,
        }),
      );
      return;
    }
    case 'shape': {
      const { value } = args[problem.arg];
      const text = quoted(ctx, value.span, 'this');
      const message = `\`${fn.name}\` needs ${problem.expected}, but ${text} is \`${formatType(typeOf(problem.arg))}\``;
      const type = typeOf(problem.arg);
      const dim = type.kind === 'array' ? type.dims[0] : undefined;
      ctx.report(shapesDiffer(value.span, message, dim === undefined ? [] : shapeOrigin(ctx, value, dim)));
      return;
    }
    case 'needs-data': {
      const { value } = args[problem.arg];
      ctx.report(
        mustBeData(
          value.span,
          `the argument of \`${fn.name}\``,
          quoted(ctx, value.span, 'this'),
          problem.reason,
        ),
      );
      return;
    }
    case 'clash': {
      const left = args[problem.left].value;
      const right = args[problem.right].value;
      const l = quoted(ctx, left.span, 'one argument');
      const r = quoted(ctx, right.span, 'another');
      ctx.report(
        shapesDiffer(
          call.callee.span,
          `shapes do not fit in \`${fn.name}\`: ${l} is \`${formatType(typeOf(problem.left))}\`, ${r} is \`${formatType(typeOf(problem.right))}\`; axis ${axisInWords(ctx, problem.leftDim)} does not go with axis ${axisInWords(ctx, problem.rightDim)}`,
          [...shapeOrigin(ctx, left, problem.leftDim), ...shapeOrigin(ctx, right, problem.rightDim)],
        ),
      );
      return;
    }
  }
}

/** `count(x > 0)` counts all elements; who writes it wants those that are true. */
const isCountOfConditions = (fn: BuiltinFunction, type: Type | undefined): boolean =>
  fn.name === 'count' && type?.kind === 'array' && type.element === 'bool';

/** `sum(x over home)`, `sum(x by county_of)` and `sum(f(k) for k in state)`. */
function inferReduction(ctx: Context, env: Env, call: CallExpr, fn: BuiltinFunction, special: Arg): Type {
  const extra = call.args.find((a) => a !== special);
  if (extra !== undefined) {
    inferLoose(ctx, env, call);
    ctx.report(tooMany(extra.span, fn.name, 1, call.args.length, `${fn.name}(x over d)`));
    return unknownType;
  }
  const inner = special.binders ? bindIndices(ctx, env, special.binders, ctx.statement.current).env : env;
  const type = asArray(
    ctx,
    special.value,
    inferExpr(ctx, inner, special.value),
    `as an argument of \`${fn.name}\``,
  );
  let dims: readonly Dim[] = type?.dims ?? [];
  let known = type !== null;
  if (type !== null && isCountOfConditions(fn, type)) {
    ctx.report(countOfConditions(call.callee.span, type));
    known = false;
  }
  for (const ident of special.over ?? []) {
    const dim = resolveDimension(ctx, env.scope, ident.name, ident);
    if (dim === null || type === null) {
      known = false;
      continue;
    }
    const meant = special.over?.filter(({ name }) => name === ident.name).length ?? 1;
    if (axesNamed(type.dims, ident.name) > meant) {
      known = false;
      const isOneOfSeveral = (special.over ?? []).length > 1;
      const { value } = special;
      reportAmbiguous(ctx, env, { callee: fn.name, call, value, ident, dims: type.dims, isOneOfSeveral });
      continue;
    }
    const at = dims.findLastIndex((d) => d.kind === 'named' && d.name === ident.name);
    if (at < 0) {
      known = false;
      const text = quoted(ctx, special.value.span, 'this');
      ctx.report(
        shapesDiffer(
          ident.span,
          `${text} is \`${formatType(type)}\`, which has no dimension \`${ident.name}\` to reduce over`,
          type.dims.length > 0 ? shapeOrigin(ctx, special.value, type.dims[0]) : [],
        ),
      );
      continue;
    }
    dims = dims.filter((_, i) => i !== at);
  }
  if (special.by !== undefined) {
    const grouped = dimsByGroup(ctx, inner, special, dims);
    if (grouped === null) known = false;
    else dims = grouped;
  }
  if (!known || type === null) return unknownType;
  const depends = fn.name === 'count' ? 'data' : type.depends;
  return ofCall(fn.name, [type], arrayType(reductionElement(fn.name, type.element), dims, depends));
}
