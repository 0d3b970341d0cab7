/** The ends in `observe interval(lo, hi) ~ D`, by place or by name. */
import type { CallExpr, Expr, ObserveStatement } from './ast.ts';

interface Ends {
  readonly lo: Expr | undefined;
  readonly hi: Expr | undefined;
}

export function intervalEnds({ args }: CallExpr): Ends {
  const end = (name: string, place: number): Expr | undefined =>
    (
      args.find((arg) => arg.name?.name === name) ??
      args.filter(({ name: own }, i) => own === undefined && i === place)[0]
    )?.value;
  return { lo: end('lo', 0), hi: end('hi', 1) };
}

/** The call, where the statement observes intervals. */
export function observedInterval({ target }: Pick<ObserveStatement, 'target'>): CallExpr | null {
  return target.kind === 'call' && target.callee.name === 'interval' ? target : null;
}
