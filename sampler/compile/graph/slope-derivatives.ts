/** Derivatives of the slopes of a differential equation, as expressions; those that are zero everywhere are left out. */
import type { ScalarExpr, SolverSystem } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import type { Builder } from './builder.ts';
import { partialDerivative } from './partial-derivative.ts';

/** The derivative of the slope of element `i`. */
export interface SlopeDerivative {
  readonly i: number;
  readonly value: ScalarExpr;
}

export interface SlopeDerivatives {
  readonly slopes: readonly ScalarExpr[];
  /** By each element of the state. */
  readonly byState: readonly (readonly SlopeDerivative[])[];
  /** By each argument that depends on unknowns. */
  readonly byArgument: readonly (readonly SlopeDerivative[])[];
  /** By time. */
  byTime(): readonly SlopeDerivative[];
  /** Of these, along a direction whose elements are those of the state and then time. */
  along(
    derivatives: readonly SlopeDerivative[],
    direction: (k: number) => ScalarExpr,
  ): readonly SlopeDerivative[];
}

export function slopeDerivatives(
  b: Builder,
  {
    slopes: given,
    state,
    time,
    args,
    unknownArgs,
  }: Pick<SolverSystem, 'slopes' | 'state' | 'time' | 'args' | 'unknownArgs'>,
): SlopeDerivatives {
  const slopes = given.map((e) => b.canonical(e));
  const states = slopes.map((_, k) => b.load(state, [b.constant(0), b.constant(k)]));
  const now = b.load(time, [b.constant(0)]);
  const loads = slopes.map(loadsOf);
  const by = (of: ScalarExpr): SlopeDerivative[] =>
    slopes.flatMap((e, i) => {
      const value = loads[i].has(of) ? partialDerivative(b, e, of) : null;
      return value === null ? [] : [{ i, value }];
    });
  return {
    slopes,
    byState: states.map(by),
    byArgument: unknownArgs.map((k) => by(b.load(args, [b.constant(k)]))),
    byTime: () => by(now),
    along: (derivatives, direction) =>
      derivatives.flatMap(({ i, value }) => {
        const used = loadsOf(value);
        const terms = [...states, now].flatMap((of, k) => {
          const slope = used.has(of) ? partialDerivative(b, value, of) : null;
          return slope === null ? [] : [b.binary('mul', slope, direction(k))];
        });
        return terms.length === 0 ? [] : [{ i, value: terms.reduce((x, y) => b.binary('add', x, y)) }];
      }),
  };
}

function loadsOf(root: ScalarExpr): ReadonlySet<ScalarExpr> {
  const loads = new Set<ScalarExpr>();
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.op === 'load') loads.add(e);
    else childrenOf(e).forEach(visit);
  };
  visit(root);
  return loads;
}
