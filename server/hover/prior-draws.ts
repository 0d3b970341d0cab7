/**
 * The implied marginal prior of one quantity in a hierarchy: hyperparameters are drawn first, from their own priors.
 * Draws use quantiles at fixed pseudo-random levels, so that a hover always shows the same plot.
 */
import { distributions } from '../../grammar/distributions/index.ts';
import { bindArguments } from '../../grammar/distributions/lookup.ts';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';
import type { CallExpr, Expr } from '../../grammar/syntax/ast.ts';
import { walkExpr } from '../../grammar/syntax/walk.ts';
import type { ScalarSampler } from '../../sampler/distributions/distribution-sampler.ts';
import { evaluateExpression, evaluateText } from '../../sampler/distributions/evaluate-expression.ts';
import { samplers } from '../../sampler/distributions/index.ts';
import type { ModelDocument } from '../documents.ts';

const DRAWS = 1000;

/** Draws of one element of an unknown or of a scalar intermediate; undefined where it is not scalar arithmetic. */
export function priorDraws(document: ModelDocument, symbol: SymbolInfo): Float64Array | undefined {
  return createDrawer(document).of(symbol, 0);
}

const MAX_DEPTH = 20;

function createDrawer({ analysis, data }: ModelDocument) {
  const known = new Map<SymbolInfo, Float64Array | undefined>();

  function of(symbol: SymbolInfo, depth: number): Float64Array | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (!known.has(symbol)) known.set(symbol, fresh(symbol, depth));
    return known.get(symbol);
  }

  function fresh(symbol: SymbolInfo, depth: number): Float64Array | undefined {
    const { statement, kind, name } = symbol;
    if (symbol.constant !== null) return new Float64Array(DRAWS).fill(symbol.constant);
    if (kind === 'data') {
      const array = data.arrays.get(name);
      return array?.values.length === 1 ? new Float64Array(DRAWS).fill(array.values[0]) : undefined;
    }
    if (statement.kind === 'param' && kind === 'param')
      return ofPrior(statement.prior, statement.range, name, depth);
    const isScalar = symbol.type.kind === 'array' && symbol.type.dims.length === 0;
    if ((statement.kind === 'let' || statement.kind === 'deterministic') && isScalar) {
      return ofExpression(statement.value, depth);
    }
    return undefined;
  }

  /** An expression of scalars at every draw. */
  function ofExpression(expr: Expr, depth: number): Float64Array | undefined {
    const inputs = new Map<string, Float64Array>();
    let possible = true;
    walkExpr(expr, (inner) => {
      if (inner.kind !== 'name') return;
      const symbol = analysis.references.get(inner);
      const draws = symbol && isScalarUse(symbol) ? of(symbol, depth + 1) : undefined;
      if (draws === undefined) possible = false;
      else inputs.set(inner.name, draws);
    });
    if (!possible) return undefined;
    const environment = new Map<string, number>();
    const result = new Float64Array(DRAWS);
    for (let i = 0; i < DRAWS; i++) {
      for (const [name, draws] of inputs) environment.set(name, draws[i]);
      const evaluation = evaluateExpression(expr, environment);
      if (evaluation.kind !== 'ok' || typeof evaluation.value !== 'number') return undefined;
      result[i] = evaluation.value;
    }
    return result;
  }

  function ofPrior(
    prior: Expr,
    range: { readonly lo?: Expr; readonly hi?: Expr } | undefined,
    name: string,
    depth: number,
  ): Float64Array | undefined {
    if (prior.kind !== 'call') return undefined;
    const sampler = samplers.get(prior.callee.name);
    const args = sampler?.kind === 'scalar' ? canonicalArguments(prior, depth) : undefined;
    if (sampler?.kind !== 'scalar' || args === undefined) return undefined;
    const lo = range?.lo && ofExpression(range.lo, depth);
    const hi = range?.hi && ofExpression(range.hi, depth);
    if ((range?.lo !== undefined && lo === undefined) || (range?.hi !== undefined && hi === undefined))
      return undefined;
    const level = levels(name);
    return Float64Array.from({ length: DRAWS }, (_, i) =>
      truncatedQuantile(
        sampler,
        args.map((arg) => arg[i]),
        level(),
        lo?.[i],
        hi?.[i],
      ),
    );
  }

  /** The arguments of a call in the table's order, at every draw. */
  function canonicalArguments(call: CallExpr, depth: number): Float64Array[] | undefined {
    const distribution = distributions.get(call.callee.name);
    const bound =
      distribution &&
      bindArguments(
        distribution,
        call.args.map(({ name }) => ({ name: name?.name })),
      );
    if (distribution === undefined || bound?.kind !== 'ok') return undefined;
    const given = new Map<string, Float64Array>();
    for (const [i, argument] of bound.signature.entries()) {
      const at = bound.order[i];
      const draws =
        at === null
          ? new Float64Array(DRAWS).fill(Number(evaluateText(argument.default ?? 'nothing', new Map())))
          : ofExpression(call.args[at].value, depth);
      if (draws === undefined) return undefined;
      given.set(argument.name, draws);
    }
    const { parameterisation } = bound;
    return distribution.arguments.map(({ name }) => {
      const rewrite = parameterisation?.rewrite?.[name];
      const own = given.get(name);
      if (rewrite === undefined) return own ?? new Float64Array(DRAWS).fill(Number.NaN);
      return Float64Array.from({ length: DRAWS }, (_, i) => {
        const environment = new Map([...given].map(([key, draws]) => [key, draws[i]]));
        return Number(evaluateText(rewrite, environment));
      });
    });
  }

  return { of };
}

/** Whether the symbol is a scalar; arrays are not drawn. */
function isScalarUse({ type }: SymbolInfo): boolean {
  return type.kind === 'array' && type.dims.length === 0;
}

function truncatedQuantile(
  sampler: ScalarSampler,
  args: number[],
  u: number,
  lo?: number,
  hi?: number,
): number {
  if (lo === undefined && hi === undefined) return sampler.quantile(u, args);
  const from = lo === undefined ? 0 : sampler.cdf(lo, args);
  const to = hi === undefined ? 1 : sampler.cdf(hi, args);
  const x = sampler.quantile(from + u * (to - from), args);
  return Math.max(lo ?? Number.NEGATIVE_INFINITY, Math.min(hi ?? Number.POSITIVE_INFINITY, x));
}

/** Uniform levels in (0, 1), different for each name (mulberry32, seeded by an FNV-1a hash of the name). */
function levels(name: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296 + 2 ** -33;
  };
}
