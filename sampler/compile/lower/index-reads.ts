/**
 * Elements read at computed positions. A position that may be outside its axis is recorded with the element; once a
 * statement's whole expression is known, with its loops and guarding branches, every position determined by data is
 * checked.
 */

import type { Related } from '../../../grammar/diagnostic.ts';
import type { ArrayId, Index, IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import { childrenOf } from '../children.ts';
import { arrayOfCheckedValues } from './checked-values.ts';
import { createEvaluator } from './constant-evaluation.ts';
import { type Context, someNode } from './context.ts';
import { anything, type Interval, intervalOf } from './interval.ts';
import { someRow } from './some-row.ts';

/** The place in the program. */
export interface ReadPlace {
  readonly span: Span;
  /** `` the second index of `b` ``. */
  readonly what: string;
  /** `` `j` runs from 1 to 3 ``. */
  readonly range: string;
  /** Calls of functions that it is in. */
  readonly related: readonly Related[];
}

export interface IndexRead {
  /** 0-based. */
  readonly position: ScalarExpr;
  readonly size: number;
  readonly place: ReadPlace;
  /** Indices around it, outer first, with their values as the language counts. */
  readonly variables: readonly { readonly name: string; readonly value: ScalarExpr }[];
}

/** False where the position is certainly within its axis, whatever the loops, data and unknowns. */
function mayBeOutside(ctx: Context, position: ScalarExpr, size: number): boolean {
  const { lo, hi } = intervalOf(ctx, position, intervalOfWholeNumbers);
  return !(lo >= 0 && hi <= size - 1);
}

function intervalOfWholeNumbers(ctx: Context, array: ArrayId): Interval {
  const known = ctx.arrayIntervals.get(array);
  if (known !== undefined) return known;
  const values = ctx.constants.get(array);
  if (values === undefined) return anything;
  let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let whole = true;
  for (const value of values) {
    if (value < lo) lo = value;
    if (value > hi) hi = value;
    whole &&= Number.isInteger(value);
  }
  const found = whole ? { lo, hi } : anything;
  ctx.arrayIntervals.set(array, found);
  return found;
}

/** Whether data alone determine the value. */
export function dependsOnData(ctx: Context, expr: ScalarExpr): boolean {
  return !someNode(expr, (node) => node.op === 'load' && !isKnownArray(ctx, node.array));
}

function isKnownArray(ctx: Context, array: ArrayId): boolean {
  if (ctx.constants.has(array)) return true;
  const known = ctx.knownArrays.get(array);
  if (known !== undefined) return known;
  const statement = ctx.statements.findLast((s) => s.kind === 'define' && s.array === array);
  if (statement?.kind !== 'define') return false;
  // Assumed while visiting, so that a recurrence is known if everything else it reads is.
  ctx.knownArrays.set(array, true);
  const found = dependsOnData(ctx, statement.body);
  ctx.knownArrays.set(array, found);
  return found;
}

/**
 * The element at the positions, which are recorded where they may be outside. A position that depends on an unknown
 * selects among all elements of its axis, and gives NaN outside.
 */
export function readElement(
  ctx: Context,
  at: (positions: readonly ScalarExpr[]) => ScalarExpr,
  positions: readonly ScalarExpr[],
  reads: readonly (IndexRead | null)[],
): ScalarExpr {
  const { pool } = ctx;
  const open = reads.findIndex((read) => read !== null && !dependsOnData(ctx, read.position));
  if (open < 0) {
    const element = at(positions);
    const doubtful = reads.filter((r) => r !== null).filter((r) => mayBeOutside(ctx, r.position, r.size));
    if (doubtful.length > 0) pool.note(element, doubtful);
    return element;
  }
  const read = reads[open];
  if (read === null) return at(positions);
  const { position, size } = read;
  const index = pool.freshIndex(0, size);
  const picked = positions.with(open, pool.index(index));
  const rest = reads.with(open, null);
  const chosen = pool.select(
    pool.binary('eq', position, pool.index(index)),
    readElement(ctx, at, picked, rest),
    pool.constant(0),
  );
  const sum = pool.reduce('sum', index, chosen);
  if (!mayBeOutside(ctx, position, size)) return sum;
  const inside = pool.binary(
    'and',
    pool.binary('ge', position, pool.constant(0)),
    pool.binary('le', position, pool.constant(size - 1)),
  );
  const element = pool.select(inside, sum, pool.constant(Number.NaN));
  pool.note(element, [read]);
  return element;
}

/** More positions than this are not checked. */
const MOST_POSITIONS = 5_000_000;

/**
 * Reports the first position of each place that is certainly outside. Reads in branches that are not taken do not
 * count.
 */
export function checkReads(ctx: Context, body: ScalarExpr, indices: readonly Index[]): void {
  if (ctx.pool.noReads) return;
  const done = new Set<string>();
  const visit = (node: ScalarExpr, loops: readonly Index[], guards: readonly ScalarExpr[]): void => {
    if (node.op === 'const' || node.op === 'index') return;
    const key = `${ctx.pool.idOf(node)}?${guards.map((guard) => ctx.pool.idOf(guard))}`;
    if (done.has(key)) return;
    done.add(key);
    for (const read of ctx.pool.readsOf(node)) checkRead(ctx, read, loops, guards);
    if (node.op === 'select') {
      visit(node.cond, loops, guards);
      visit(node.then, loops, [...guards, node.cond]);
      visit(node.else, loops, [...guards, ctx.pool.unary('not', node.cond)]);
    } else {
      const inner = node.op === 'reduce' ? [...loops, node.index] : loops;
      for (const child of childrenOf(node)) if (ctx.pool.hasReads(child)) visit(child, inner, guards);
    }
  };
  if (ctx.pool.hasReads(body)) visit(body, indices, []);
}

function checkRead(
  ctx: Context,
  read: IndexRead,
  loops: readonly Index[],
  guards: readonly ScalarExpr[],
): void {
  const free = new Set<IndexId>();
  for (const expr of [read.position, ...guards]) for (const id of ctx.pool.freeIndices(expr)) free.add(id);
  const over = loops.filter((loop) => free.has(loop.id));
  // The expression may be shared with a place under other loops.
  if ([...ctx.pool.freeIndices(read.position)].some((id) => !over.some((loop) => loop.id === id))) return;
  if (over.reduce((n, loop) => n * (loop.to - loop.from), 1) > MOST_POSITIONS) return;
  const evaluate = createEvaluator(ctx);
  let isDecided = true;
  const isReported = someRow(over, (env) => {
    for (const guard of guards) {
      const holds = evaluate(guard, env);
      isDecided &&= holds !== null;
      if (holds === null || holds === 0) return false;
    }
    const position = evaluate(read.position, env);
    isDecided &&= position !== null;
    if (position === null || (position >= 0 && position < read.size && Number.isInteger(position)))
      return false;
    const at = read.variables.flatMap(({ name, value }) => {
      const known = evaluate(value, env);
      return known === null ? [] : [`${name} = ${known}`];
    });
    ctx.report(
      'index-range',
      outsideInWords(read.place, position, at),
      read.place.span,
      relatedTo(read.place),
    );
    return true;
  });
  if (!isReported && !isDecided) checkAtRunTime(ctx, read, over, guards);
}

/** Adds a check at the start of each chain and at kept draws, for positions that depend on unknowns. */
function checkAtRunTime(
  ctx: Context,
  { place, position, size }: IndexRead,
  loops: readonly Index[],
  guards: readonly ScalarExpr[],
): void {
  if (ctx.options.kindsKnown === undefined) return;
  if (ctx.checks.some(({ span }) => span.start === place.span.start && span.end === place.span.end)) return;
  const made = arrayOfCheckedValues(ctx, { loops, own: [], guards, body: position });
  const { what, range, span } = place;
  if (made !== null) ctx.checks.push({ ...made, kind: 'index', size, what, range, span });
}

function relatedTo({ related }: ReadPlace): { readonly related?: readonly Related[] } {
  return related.length === 0 ? {} : { related };
}

/** `` the second index of `b` is 4 at i = 3 (h = 1), and `j` runs from 1 to 3 ``. */
export function outsideInWords(
  { what, range }: ReadPlace,
  position: number,
  [first, ...rest]: readonly string[],
): string {
  const inner = rest.length === 0 ? '' : ` (${rest.join(', ')})`;
  const at = first === undefined ? '' : ` at ${first}${inner}`;
  return `${what} is ${position + 1}${at}, and ${range}`;
}
