/** The terms of the density that depend on a discrete unknown, each with the one element that it depends on. */
import type { ArrayId, IrStatement, ScalarExpr } from '../../../../grammar/ir.ts';
import { childrenOf } from '../../children.ts';
import type { Context } from '../context.ts';
import { dependsOnData } from '../index-reads.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import { replaceLoads } from './rewrite.ts';

type Term = Extract<IrStatement, { kind: 'term' }>;

export interface Factor {
  readonly term: Term;
  /** Its body with definitions written out, so that all uses of discrete unknowns are seen. */
  readonly body: ScalarExpr;
  readonly unknown: DiscreteUnknown;
  /** The element that it depends on, at the indices of the term. */
  readonly at: readonly ScalarExpr[];
}

/** @param definitions those that depend on discrete unknowns, by array */
export function factorOf(
  ctx: Context,
  term: Term,
  definitions: ReadonlyMap<ArrayId, IrStatement>,
): Factor | null {
  const body = writtenOut(ctx, term, term.body, definitions);
  const unknowns = new Map(ctx.discretes.map((unknown) => [unknown.array, unknown]));
  const loads = new Set<Extract<ScalarExpr, { op: 'load' }>>();
  const seen = new Set<ScalarExpr>();
  const visit = (node: ScalarExpr): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.op === 'load' && unknowns.has(node.array)) loads.add(node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(body);
  const [first, ...others] = loads;
  if (first === undefined) return null;
  const unknown = unknowns.get(first.array);
  if (unknown === undefined) return null;
  const { name, lo, hi } = unknown;
  const values = hi - lo + 1;
  const own = new Set(term.indices.map(({ id }) => id));
  for (const { array, at } of loads) {
    const one = unknowns.get(array) ?? unknown;
    const bound = at.some((position) => [...ctx.pool.freeIndices(position)].some((id) => !own.has(id)));
    if (bound)
      refuse(
        ctx,
        term,
        `depends on many elements of \`${one.name}\` at once, ${power(one.hi - one.lo + 1, one.shape)}; expected a density that depends on one element for each value, as in \`${one.name}[i]\``,
      );
    if (!at.every((position) => dependsOnData(ctx, position)))
      refuse(
        ctx,
        term,
        `reads \`${one.name}\` at a position that is unknown itself; expected a position that data determine`,
      );
  }
  const [other] = others;
  if (other !== undefined) {
    const second = unknowns.get(other.array) ?? unknown;
    const count = values * (second.hi - second.lo + 1);
    refuse(
      ctx,
      term,
      second === unknown
        ? `depends on two elements of \`${name}\` at once, which links them into a chain or a graph; that is not in this version, and would sum ${count} pairs of values for each; write the sum as a recurrence of log_sum_exp`
        : `depends on \`${name}\` and on \`${second.name}\` at once, which is not in this version: it would sum ${count} pairs of values for each; make them one unknown with ${count} values`,
    );
  }
  return { term, body, unknown, at: first.at };
}

function power(values: number, shape: readonly number[]): string {
  const elements = shape.reduce((a, b) => a * b, 1);
  return `so that all ${values}^${elements} combinations of their values would have to be summed`;
}

function refuse(ctx: Context, { origin }: Term, why: string): never {
  return ctx.fail('unsupported', `\`${origin.label}\` ${why}`, origin.span);
}

function writtenOut(
  ctx: Context,
  term: Term,
  expr: ScalarExpr,
  definitions: ReadonlyMap<ArrayId, IrStatement>,
): ScalarExpr {
  return replaceLoads(ctx, expr, ({ array, at }) => {
    const definition = definitions.get(array);
    if (definition === undefined) return null;
    const unknown = ctx.discretes.map(({ name }) => `\`${name}\``).join(', ');
    if (definition.kind === 'kernel')
      return refuse(
        ctx,
        term,
        `depends on ${unknown} through a decomposition or solution of a matrix, which cannot be summed out element by element; expected a distribution of single numbers`,
      );
    if (definition.kind === 'term') return null;
    if (definition.recurrent)
      return refuse(
        ctx,
        term,
        `depends on ${unknown} through a recurrence, so that each value depends on all elements before; that would sum all their combinations`,
      );
    const places = new Map(definition.indices.map((index, i) => [index.id, at[i]] as const));
    return writtenOut(ctx, term, ctx.pool.substitute(definition.body, places), definitions);
  });
}
