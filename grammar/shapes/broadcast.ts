/**
 * Broadcasting by dimension name: the result of an elementwise operation has the union of its
 * operands' dims. Dims of one name are one axis; an anonymous dim is matched with an axis of equal size,
 * from the right.
 */
import { type DimTable, dimSize } from './dim-table.ts';
import type { Dim } from './type.ts';

/** Two axes that should have been one. */
interface Clash {
  readonly left: Dim;
  readonly right: Dim;
}

type Broadcast =
  | { readonly ok: true; readonly dims: readonly Dim[] }
  | { readonly ok: false; readonly clash: Clash };

/**
 * Whether two dims can be the same axis: names equal, or sizes equal where one is anonymous.
 * Unknown sizes are assumed to agree.
 */
export function compatible(a: Dim, b: Dim, table: DimTable): boolean {
  if (a.kind === 'named' && b.kind === 'named') return a.name === b.name;
  const m = dimSize(a, table);
  const n = dimSize(b, table);
  return m === null || n === null || m === n;
}

/** Pairs the axes of two shapes; `left[i]` is the position in `right` that goes with axis i, or -1. */
function align(
  left: readonly Dim[],
  right: readonly Dim[],
  table: DimTable,
):
  | { readonly ok: true; readonly partner: readonly number[] }
  | { readonly ok: false; readonly clash: Clash } {
  const partner = left.map(() => -1);
  const taken = right.map(() => false);
  // Names first: the k-th axis of a name is matched with the k-th one of the other side.
  left.forEach((dim, i) => {
    if (dim.kind !== 'named') return;
    const j = right.findIndex((other, at) => !taken[at] && other.kind === 'named' && other.name === dim.name);
    if (j < 0) return;
    partner[i] = j;
    taken[j] = true;
  });
  const clash =
    pairAnonymous(left, right, partner, taken, table) ??
    pairAnonymousRight(left, right, partner, taken, table);
  return clash ? { ok: false, clash } : { ok: true, partner };
}

function pairAnonymous(
  left: readonly Dim[],
  right: readonly Dim[],
  partner: number[],
  taken: boolean[],
  table: DimTable,
): Clash | null {
  for (let i = left.length - 1; i >= 0; i--) {
    if (left[i].kind !== 'anonymous' || partner[i] >= 0) continue;
    const free = freeFromRight(taken);
    const j = free.find((at) => compatible(left[i], right[at], table));
    if (j !== undefined) {
      partner[i] = j;
      taken[j] = true;
    } else if (free.length > 0) {
      return { left: left[i], right: right[free[0]] };
    }
  }
  return null;
}

function pairAnonymousRight(
  left: readonly Dim[],
  right: readonly Dim[],
  partner: number[],
  taken: boolean[],
  table: DimTable,
): Clash | null {
  for (let j = right.length - 1; j >= 0; j--) {
    if (right[j].kind !== 'anonymous' || taken[j]) continue;
    const free = freeFromRight(partner.map((p) => p >= 0));
    const i = free.find((at) => compatible(left[at], right[j], table));
    if (i !== undefined) {
      partner[i] = j;
      taken[j] = true;
    } else if (free.length > 0) {
      return { left: left[free[0]], right: right[j] };
    }
  }
  return null;
}

function freeFromRight(taken: readonly boolean[]): number[] {
  const free: number[] = [];
  for (let i = taken.length - 1; i >= 0; i--) if (!taken[i]) free.push(i);
  return free;
}

/**
 * The dims of `left op right`: left's order, then the dims of right alone; where right has all of left's and
 * more, right's order, so that a vector and a matrix give the matrix's shape whichever comes first.
 */
export function broadcast(left: readonly Dim[], right: readonly Dim[], table: DimTable): Broadcast {
  if (right.length === 0) return { ok: true, dims: left };
  if (left.length === 0) return { ok: true, dims: right };
  const aligned = align(left, right, table);
  if (!aligned.ok) return aligned;
  const { partner } = aligned;
  if (right.length > left.length && partner.every((j) => j >= 0)) {
    return {
      ok: true,
      dims: right.map((dim, j) => (partner.includes(j) ? moreSpecific(left[partner.indexOf(j)], dim) : dim)),
    };
  }
  const dims = left.map((dim, i) => moreSpecific(dim, partner[i] >= 0 ? right[partner[i]] : dim));
  const used = new Set(partner);
  right.forEach((dim, j) => {
    if (!used.has(j)) dims.push(dim);
  });
  return { ok: true, dims };
}

/**
 * Whether a value of shape `from` can be used where `to` is expected: every axis of `from` is one of
 * `to`. Gives the first axis that is not.
 */
export function fits(
  from: readonly Dim[],
  to: readonly Dim[],
  table: DimTable,
): { readonly extra: Dim } | null {
  if (from.length === 0) return null;
  const aligned = align(from, to, table);
  if (!aligned.ok) return { extra: aligned.clash.left };
  const lonely = aligned.partner.findIndex((p) => p < 0);
  return lonely < 0 ? null : { extra: from[lonely] };
}

/** A name is more specific than a size, a size more than nothing. */
export function moreSpecific(a: Dim, b: Dim): Dim {
  if (a.kind === 'named') return a;
  if (b.kind === 'named') return b;
  return a.size === null ? b : a;
}
