/** Calls of built-in functions. */
import { noSuchArgument } from '../checks/argument-name.ts';
import { countOfConditions, wrongType } from '../checks/type-mismatch.ts';
import type { BuiltinFunction, RuleArgument } from '../functions/function.ts';
import { joinDepends, type Type, unknownType } from '../shapes/type.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { isSpecial, specialWord } from '../syntax/special-arguments.ts';
import { alongLast, lastAxisAdvice } from './axis-order.ts';
import { checkKind } from './check-kind.ts';
import { constantOf } from './constants.ts';
import type { Context, Env } from './context.ts';
import { inferExpr } from './infer-array.ts';
import { inferDoses, isDoses } from './infer-doses.ts';
import { callFunction } from './infer-function.ts';
import { ofCall } from './infer-kind.ts';
import { inferLoose } from './infer-loose.ts';
import { inferOfDiscrete } from './infer-of-discrete.ts';
import { inferReduction, isCountOfConditions } from './infer-reduction.ts';
import { inferLinearGaussian, inferStates } from './infer-state-space.ts';
import { inferMixture, inferRestricted } from './infer-wrapper.ts';
import { placeArguments } from './place-arguments.ts';
import { reportProblem } from './report-rule-problem.ts';
import { find, isDimension } from './resolve-names.ts';

export function inferBuiltin(ctx: Context, env: Env, call: CallExpr, fn: BuiltinFunction): Type {
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
  const placed = placeArguments(ctx, call, fn);
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
  const given = placed.map((at) => ({ value: call.args[at].value, type: types[at] }));
  reportProblem(ctx, call, fn, result.problem, given);
  return unknownType;
}
