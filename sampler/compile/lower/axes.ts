/** Axes of values and their alignment: by name, anonymous axes by size. */
export interface Axis {
  /** A named dimension, or null. */
  readonly name: string | null;
  readonly size: number;
  /** One per position; absent for 1, 2, 3… */
  readonly labels?: readonly string[];
  /** The first of the whole numbers that are its labels, where that is not 1 (an index over `6..T`). */
  readonly first?: number;
}

interface Alignment {
  /** The union of the operands' axes, in the order of `grammar/shapes/broadcast.ts`. */
  readonly dims: readonly Axis[];
  /** `maps[operand][axis]` is the position of that axis in `dims`. */
  readonly maps: readonly (readonly number[])[];
}

interface AxisMismatch {
  readonly kind: 'mismatch';
  readonly left: Axis;
  readonly right: Axis;
}

/**
 * The k-th axis of a name is paired with the k-th one of the other side; then anonymous axes are paired with a free
 * axis of equal size, from the right (the rule of `grammar/shapes/broadcast.ts` with known sizes).
 */
export function align(operands: readonly (readonly Axis[])[]): Alignment | AxisMismatch {
  let dims: Axis[] = [];
  let maps: number[][] = [];
  for (const axes of operands) {
    const map = axes.map(() => -1);
    const taken = dims.map(() => false);
    const mismatch =
      pairNamed(dims, axes, map, taken) ??
      (dims.length === 0 ? null : pairAnonymous(dims, axes, map, taken)) ??
      (axes.length === 0 ? null : pairAnonymousLeft(dims, axes, map, taken));
    if (mismatch !== null) return mismatch;
    if (axes.length > dims.length && dims.every((_, p) => map.includes(p))) {
      // It has all axes so far, so its order becomes that of the result.
      const place = dims.map((_, p) => map.indexOf(p));
      const before = dims;
      dims = axes.map((axis, i) => (map[i] < 0 ? axis : moreSpecific(before[map[i]], axis)));
      maps = [...maps.map((positions) => positions.map((p) => place[p])), axes.map((_, i) => i)];
      continue;
    }
    dims = dims.map((dim, p) => moreSpecific(dim, axes[map.indexOf(p)] ?? dim));
    for (const [i, axis] of axes.entries()) {
      if (map[i] >= 0) continue;
      map[i] = dims.length;
      dims.push(axis);
    }
    maps.push(map);
  }
  return { dims, maps };
}

type Pairing = (
  dims: readonly Axis[],
  axes: readonly Axis[],
  map: number[],
  taken: boolean[],
) => AxisMismatch | null;

const pairNamed: Pairing = (dims, axes, map, taken) => {
  for (const [i, axis] of axes.entries()) {
    if (axis.name === null) continue;
    const p = dims.findIndex((dim, at) => !taken[at] && dim.name === axis.name);
    if (p < 0) continue;
    if (dims[p].size !== axis.size) return { kind: 'mismatch', left: dims[p], right: axis };
    map[i] = p;
    taken[p] = true;
  }
  return null;
};

const pairAnonymous: Pairing = (dims, axes, map, taken) => {
  for (let i = axes.length - 1; i >= 0; i--) {
    if (axes[i].name !== null || map[i] >= 0) continue;
    const p = dims.findLastIndex((dim, at) => !taken[at] && dim.size === axes[i].size);
    if (p >= 0) {
      map[i] = p;
      taken[p] = true;
      continue;
    }
    const other = taken.lastIndexOf(false);
    if (other >= 0) return { kind: 'mismatch', left: dims[other], right: axes[i] };
  }
  return null;
};

const pairAnonymousLeft: Pairing = (dims, axes, map, taken) => {
  for (let p = dims.length - 1; p >= 0; p--) {
    if (dims[p].name !== null || taken[p]) continue;
    const i = axes.findLastIndex((axis, at) => map[at] < 0 && axis.size === dims[p].size);
    if (i >= 0) {
      map[i] = p;
      taken[p] = true;
      continue;
    }
    const other = map.lastIndexOf(-1);
    if (other >= 0) return { kind: 'mismatch', left: dims[p], right: axes[other] };
  }
  return null;
};

function moreSpecific(a: Axis, b: Axis): Axis {
  const isPlain = a.labels === undefined && a.first === undefined;
  return a.name === null && (b.name !== null || isPlain) ? b : a;
}

export function axisText(axis: Axis): string {
  return axis.name ?? String(axis.size);
}

/** `[home, 3]`, or `scalar`. */
export function shapeText(dims: readonly Axis[]): string {
  return dims.length === 0 ? 'a scalar' : `[${dims.map(axisText).join(', ')}]`;
}

/** Labels of an axis, 1, 2, 3… where it has none. */
export function labelsOfAxis(axis: Axis): readonly string[] {
  const { labels, size, first = 1 } = axis;
  return labels ?? Array.from({ length: size }, (_, i) => String(first + i));
}

export function sizeOf(dims: readonly { readonly size: number }[]): number {
  return dims.reduce((product, dim) => product * dim.size, 1);
}
