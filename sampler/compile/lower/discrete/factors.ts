/** The terms of the density that depend on a discrete unknown, each with the one element that it depends on. */
import type { ArrayId, IrStatement, ScalarExpr } from '../../../../grammar/ir.ts';
import { childrenOf } from '../../children.ts';
import type { Context } from '../context.ts';
import { dependsOnData } from '../index-reads.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import { replaceLoads } from './rewrite.ts';
import { splitSums } from './split-sums.ts';
import { unrolled } from './unrolled.ts';

export type Term = Extract<IrStatement, { kind: 'term' }>;

/** An element of a discrete unknown, at the indices of a term. */
export interface Use {
  readonly unknown: DiscreteUnknown;
  readonly at: readonly ScalarExpr[];
}

export interface Factor {
  readonly term: Term;
  /** Its body with definitions written out, so that all uses of discrete unknowns are seen. */
  readonly body: ScalarExpr;
  /** The elements that it depends on, each once. */
  readonly uses: readonly Use[];
}

/**
 * The parts of a term by what they depend on: factors, and terms without discrete unknowns.
 * @param definitions those that depend on discrete unknowns, by array
 */
export function factorsOf(
  ctx: Context,
  term: Term,
  definitions: ReadonlyMap<ArrayId, IrStatement>,
): readonly (Factor | Term)[] {
  const arrays = new Set(ctx.discretes.map(({ array }) => array));
  const body = writtenOut(ctx, term, term.body, definitions);
  const isOpen = (node: ScalarExpr): boolean => node.op === 'load' && arrays.has(node.array);
  const parts = splitSums(ctx, { ...term, body }, isOpen);
  const isWhole = parts.length === 1 && parts[0].body === body;
  return parts.map((part) => factorOf(ctx, part) ?? (isWhole ? term : part));
}

function factorOf(ctx: Context, term: Term): Factor | null {
  const body = unrolled(ctx, ctx.discretes, term.body);
  const unknowns = new Map(ctx.discretes.map((unknown) => [unknown.array, unknown]));
  const summaries = new Set(ctx.discreteSummaries.map(({ array }) => array));
  const uses: Use[] = [];
  const seen = new Set<ScalarExpr>();
  const visit = (node: ScalarExpr): void => {
    if (seen.has(node)) return;
    seen.add(node);
    const unknown = node.op === 'load' ? unknowns.get(node.array) : undefined;
    if (node.op === 'load' && summaries.has(node.array))
      refuse(
        ctx,
        term,
        'depends on the probabilities or the most probable values of a discrete unknown, which are computed from the density; expected a density of the unknown itself',
      );
    if (node.op === 'load' && unknown !== undefined) uses.push({ unknown, at: node.at });
    for (const child of childrenOf(node)) visit(child);
  };
  visit(body);
  if (uses.length === 0) return null;
  const own = new Set(term.indices.map(({ id }) => id));
  for (const { unknown, at } of uses) {
    const bound = at.some((position) => [...ctx.pool.freeIndices(position)].some((id) => !own.has(id)));
    if (bound)
      refuse(
        ctx,
        term,
        `depends on many elements of \`${unknown.name}\` at once, ${power(unknown.hi - unknown.lo + 1, unknown.shape)}; expected a density that depends on one element for each value, as in \`${unknown.name}[i]\``,
      );
    if (!at.every((position) => dependsOnData(ctx, position)))
      refuse(
        ctx,
        term,
        `reads \`${unknown.name}\` at a position that is unknown itself; expected a position that data determine`,
      );
  }
  return { term, body, uses };
}

function power(values: number, shape: readonly number[]): string {
  const elements = shape.reduce((a, b) => a * b, 1);
  return `so that all ${values}^${elements} combinations of their values would have to be summed`;
}

export function refuse(ctx: Context, { origin }: Term, why: string): never {
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
