/** A prior whose arguments are known numbers: its moments and density exactly. */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import { bindArguments } from '../../grammar/distributions/lookup.ts';
import type { CallExpr, Expr, ParamStatement } from '../../grammar/syntax/ast.ts';
import { walkExpr } from '../../grammar/syntax/walk.ts';
import { evaluateExpression, evaluateText } from '../../sampler/distributions/evaluate-expression.ts';
import { priorSummary } from '../../sampler/distributions/prior-summary.ts';
import type { ModelDocument } from '../documents.ts';
import type { PriorNumbers } from './prior-text.ts';

/** Undefined where an argument is not a known number, or one draw is not a number. */
export function fixedPrior(
  document: ModelDocument,
  { prior, range }: ParamStatement,
): PriorNumbers | undefined {
  if (prior.kind !== 'call') return undefined;
  const distribution = distributions.get(prior.callee.name);
  const args = distribution && canonicalValues(document, distribution, prior);
  if (distribution === undefined || args === undefined) return undefined;
  const lower = range?.lo && knownValue(document, range.lo);
  const upper = range?.hi && knownValue(document, range.hi);
  if ((range?.lo !== undefined && lower === undefined) || (range?.hi !== undefined && upper === undefined)) {
    return undefined;
  }
  const summary = priorSummary(distribution.name, args, { lower, upper });
  if (summary.kind !== 'ok') return undefined;
  const { mean, sd, q3, q97, curve } = summary;
  const interval: [number, number] = [q3, q97];
  return { mean, sd, interval, curve: { ...curve, interval } };
}

function canonicalValues(
  document: ModelDocument,
  distribution: Distribution,
  call: CallExpr,
): number[] | undefined {
  const bound = bindArguments(
    distribution,
    call.args.map(({ name }) => ({ name: name?.name })),
  );
  if (bound.kind !== 'ok') return undefined;
  const given = new Map<string, number>();
  for (const [i, argument] of bound.signature.entries()) {
    const at = bound.order[i];
    const value =
      at === null
        ? Number(evaluateText(argument.default ?? '', new Map()))
        : knownValue(document, call.args[at].value);
    if (value === undefined) return undefined;
    given.set(argument.name, value);
  }
  const rewrite = bound.parameterisation?.rewrite;
  const values = distribution.arguments.map(({ name }) =>
    rewrite === undefined
      ? (given.get(name) ?? Number.NaN)
      : Number(evaluateText(rewrite[name] ?? '', given)),
  );
  return values.every((value) => !Number.isNaN(value)) ? values : undefined;
}

/** The value of an expression of numbers, scalar data and constants. */
function knownValue({ analysis, data }: ModelDocument, expr: Expr): number | undefined {
  const environment = new Map<string, number>();
  walkExpr(expr, (inner) => {
    if (inner.kind !== 'name') return;
    const symbol = analysis.references.get(inner);
    const array = symbol?.kind === 'data' ? data.arrays.get(symbol.name) : undefined;
    const value = symbol?.constant ?? (array?.dims.length === 0 ? array.values[0] : undefined);
    if (value !== undefined) environment.set(inner.name, value);
  });
  const result = evaluateExpression(expr, environment);
  return result.kind === 'ok' && typeof result.value === 'number' && !Number.isNaN(result.value)
    ? result.value
    : undefined;
}
