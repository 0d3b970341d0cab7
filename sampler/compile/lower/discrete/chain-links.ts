/** The terms that link neighbours along one axis of an unknown, which make a chain of its elements. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import type { Factor, Use } from './factors.ts';

export interface Link {
  readonly factor: Factor;
  readonly axis: number;
  readonly earlier: Use;
  readonly later: Use;
}

/** Null where the two elements that the factor depends on are not certainly neighbours. */
function linkOf(factor: Factor): Link | null {
  const { uses } = factor;
  if (uses.length !== 2 || uses[0].unknown !== uses[1].unknown) return null;
  const [first, second] = uses;
  const steps = first.at.map((position, axis) => stepBetween(position, second.at[axis]));
  const axis = steps.findIndex((step) => step !== 0);
  if (axis < 0 || steps.some((step, i) => i !== axis && step !== 0)) return null;
  if (steps[axis] === 1) return { factor, axis, earlier: first, later: second };
  return steps[axis] === -1 ? { factor, axis, earlier: second, later: first } : null;
}

/** Null where the unknown is no chain along one axis. Empty where its elements are independent. */
export function chainLinks(unknown: DiscreteUnknown, factors: readonly Factor[]): readonly Link[] | null {
  const many = factors.filter(({ uses }) => uses.length > 1);
  if (many.some(({ uses }) => uses.some((use) => use.unknown !== unknown))) return null;
  const links = many.map(linkOf);
  const found = links.filter((link) => link !== null);
  const isChain = found.length === links.length && found.every(({ axis }) => axis === found[0].axis);
  return isChain ? found : null;
}

/** `to` less `from` where they differ by a number, else null. */
function stepBetween(from: ScalarExpr, to: ScalarExpr): number | null {
  const a = offsetOf(from);
  const b = offsetOf(to);
  return a.base === b.base ? b.offset - a.offset : null;
}

/** A position as another one and a number; the pool has one object for equal expressions. */
function offsetOf(position: ScalarExpr): { readonly base: ScalarExpr | null; readonly offset: number } {
  if (position.op === 'const') return { base: null, offset: position.value };
  if (position.op !== 'binary' || position.y.op !== 'const') return { base: position, offset: 0 };
  const { fn, x, y } = position;
  if (fn !== 'add' && fn !== 'sub') return { base: position, offset: 0 };
  const inner = offsetOf(x);
  return { base: inner.base, offset: inner.offset + (fn === 'add' ? y.value : -y.value) };
}

/** `t` of positions in an array whose first axis is that of the chain. */
export function chainFirst<T>(at: readonly T[], axis: number): T[] {
  return [at[axis], ...at.slice(0, axis), ...at.slice(axis + 1)];
}

/** The reverse of `chainFirst`. */
export function chainBack<T>([first, ...others]: readonly T[], axis: number): T[] {
  return [...others.slice(0, axis), first, ...others.slice(axis)];
}

export type At = readonly ScalarExpr[];

/** The position `by` later along the first axis. */
export function later({ pool }: Context, [t, ...others]: At, by: number): ScalarExpr[] {
  const step = pool.constant(Math.abs(by));
  return [pool.binary(by < 0 ? 'sub' : 'add', t, step), ...others];
}
