/**
 * The layout of a model's linear memory. The first page is the math library's; then come the
 * unconstrained vector and its gradient, the arrays and their adjoints, tables of data and of positions.
 * Positions that depend on data become tables of byte offsets here, and are checked: positions outside their array
 * read a cell with NaN and write one that is never read.
 */
import type { ArrayId, Index, IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import type { LoopProgram, LoopStatement, Place, Value } from '../differentiate/loop-program.ts';
import { type ArrayLookup, type Environment, evaluate } from '../evaluate/expression.ts';
import { arrayOf, type PassProgram, sizeOf } from '../passes/pass-program.ts';
import { workingArraysOf } from '../solver-arrays.ts';
import { type AffinePosition, affinePosition } from './affine.ts';

export const MODEL_BASE = 65536;

/** An address: an immediate offset plus a sum of scaled indices plus entries of position tables. */
export interface Address {
  readonly offset: number;
  /** Part of the sum where an index counts backwards: WebAssembly adds its offset to an unsigned sum. */
  readonly base: number;
  readonly scaled: readonly { readonly index: IndexId; readonly bytes: number }[];
  readonly tables: readonly {
    readonly base: number;
    readonly scaled: readonly { readonly index: IndexId; readonly bytes: number }[];
  }[];
}

export interface Segment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

export interface Layout {
  address(place: Place): Address;
  arrayAddress(array: ArrayId, space: Place['space']): number;
  /** An integer of data, as a sum of entries of tables. */
  integer(value: ScalarExpr, scope: readonly Index[]): Address;
  /** Memory ranges of adjoints, which start from zero. */
  readonly cleared: readonly { readonly start: number; readonly bytes: number }[];
  readonly scratch: number;
  /** First free byte. Final once every place has been addressed, since position tables are added on demand. */
  end(): number;
  segments(): readonly Segment[];
}

interface FixedPlaces {
  readonly position: number;
  readonly gradient: number;
  readonly gradientBytes: number;
  /** The degrees of centring. */
  readonly degrees: number;
  /** The quantities drawn after each kept draw. */
  readonly drawn: number;
  /** First byte free for arrays. */
  readonly start: number;
  /** Constants already in memory, from another function of the same module. */
  readonly shared: Map<Float64Array, number>;
}

export function layOut(w: PassProgram, program: LoopProgram, fixed: FixedPlaces): Layout {
  let next = fixed.start;
  const take = (bytes: number): number => {
    const at = next;
    next += Math.ceil(bytes / 16) * 16;
    return at;
  };
  const segments: Segment[] = [];
  const put = (array: Float64Array | Int32Array): number => {
    const address = take(array.byteLength);
    segments.push({
      address,
      bytes: sharedCopy(array),
    });
    return address;
  };

  const elementsOf = (id: ArrayId): number =>
    program.blockArrays.get(id)?.rows ?? sizeOf(arrayOf(w, id).shape);

  const used = new Set([...arraysInMemory(program), ...w.kept]);
  const values = new Map<ArrayId, number>();
  const adjoints = new Map<ArrayId, number>();
  const isUnconstrained = (id: ArrayId): boolean => arrayOf(w, id).role === 'unconstrained';
  for (const id of used) {
    const decl = arrayOf(w, id);
    const data = w.constants.get(id);
    if (isUnconstrained(id)) values.set(id, fixed.position + 8 * (decl.offset ?? 0));
    else if (decl.role === 'centring') values.set(id, fixed.degrees + 8 * (decl.offset ?? 0));
    else if (decl.role === 'drawn') values.set(id, fixed.drawn + 8 * (decl.offset ?? 0));
    else if (data !== undefined) {
      const address = fixed.shared.get(data) ?? put(data);
      fixed.shared.set(data, address);
      values.set(id, address);
    } else values.set(id, take(8 * elementsOf(id)));
  }
  const adjointStart = next;
  for (const id of program.adjoints) {
    const decl = arrayOf(w, id);
    adjoints.set(
      id,
      isUnconstrained(id) ? fixed.gradient + 8 * (decl.offset ?? 0) : take(8 * elementsOf(id)),
    );
  }
  const cleared = [{ start: adjointStart, bytes: next - adjointStart }];
  if (program.result !== null) cleared.push({ start: fixed.gradient, bytes: fixed.gradientBytes });
  const missing = put(Float64Array.of(Number.NaN));
  const nowhere = take(8);
  const scratch = take(8 * largestScratch(w, program));

  const lookup: ArrayLookup = (id) => {
    const constants = w.constants.get(id);
    if (constants === undefined) throw new Error(`position depends on array ${id}, which is not data`);
    return { shape: arrayOf(w, id).shape, values: constants };
  };
  const tables = new Map<string, number>();

  function arrayAddress(id: ArrayId, space: Place['space']): number {
    const address = (space === 'value' ? values : adjoints).get(id);
    if (address === undefined) throw new Error(`array ${id} has no ${space} in memory`);
    return address;
  }

  function table(key: string, over: readonly Index[], entry: (env: Environment) => number): number {
    const known = tables.get(key);
    if (known !== undefined) return known;
    const entries = new Int32Array(sizeOf(over.map((i) => i.to)));
    eachPosition(over, (env, flat) => {
      entries[flat] = entry(env);
    });
    const address = put(entries);
    tables.set(key, address);
    return address;
  }

  function address(place: Place): Address {
    const { shape } = arrayOf(w, place.array);
    const base = arrayAddress(place.array, place.space);
    const strides = shape.map((_, axis) => 8 * sizeOf(shape.slice(axis + 1)));
    const axes = place.at.map((e) => affinePosition(e));
    const inRange = place.at.every((e, axis) => staysInside(e, axes[axis], shape[axis], place.scope));
    if (!inRange) {
      const over = indicesIn(w, place.at, place.scope);
      const outside = place.space === 'value' ? missing : nowhere;
      const key = `abs:${base}:${place.at.map((e) => w.builder.order(w.builder.canonical(e))).join(',')}:${rangeKey(over)}`;
      const at = table(key, over, (env) => {
        let flat = base;
        for (let axis = 0; axis < shape.length; axis++) {
          const position = evaluate(place.at[axis], env, lookup);
          if (!(position >= 0 && position < shape[axis] && Number.isInteger(position))) return outside;
          flat += strides[axis] * position;
        }
        return flat;
      });
      return { offset: 0, base: 0, scaled: [], tables: [{ base: at, scaled: tableScale(over) }] };
    }
    let offset = base;
    const scale = new Map<IndexId, number>();
    const parts: Address['tables'][number][] = [];
    for (let axis = 0; axis < axes.length; axis++) {
      const { constant, coefficients, rest } = axes[axis];
      offset += strides[axis] * constant;
      for (const [index, times] of coefficients)
        scale.set(index, (scale.get(index) ?? 0) + times * strides[axis]);
      for (const part of rest) {
        const over = indicesIn(w, [part.expr], place.scope);
        const stride = strides[axis] * part.times;
        const key = `rel:${stride}:${w.builder.order(w.builder.canonical(part.expr))}:${rangeKey(over)}`;
        const at = table(key, over, (env) => stride * evaluate(part.expr, env, lookup));
        parts.push({ base: at, scaled: tableScale(over) });
      }
    }
    const inBlock = program.blockArrays.get(place.array);
    if (inBlock !== undefined) scale.set(inBlock.block.id, -8 * inBlock.rows);
    const scaled = [...scale].filter(([, bytes]) => bytes !== 0).map(([index, bytes]) => ({ index, bytes }));
    const backwards =
      scaled.some(({ bytes }) => bytes < 0) || axes.some((a) => a.rest.some((r) => r.times < 0));
    return backwards
      ? { offset: 0, base: offset, scaled, tables: parts }
      : { offset, base: 0, scaled, tables: parts };
  }

  function integer(value: ScalarExpr, scope: readonly Index[]): Address {
    const over = indicesIn(w, [value], scope);
    const key = `int:${w.builder.order(w.builder.canonical(value))}:${rangeKey(over)}`;
    const at = table(key, over, (env) => evaluate(value, env, lookup));
    return { offset: 0, base: 0, scaled: [], tables: [{ base: at, scaled: tableScale(over) }] };
  }

  /** Whether the position lies in 0..size-1 wherever the loops can take it. */
  function staysInside(
    e: ScalarExpr,
    affine: AffinePosition,
    size: number,
    scope: readonly Index[],
  ): boolean {
    if (affine.rest.length === 0) {
      let low = affine.constant;
      let high = affine.constant;
      for (const [id, times] of affine.coefficients) {
        const index = scope.find((i) => i.id === id);
        if (index === undefined) throw new Error('a position uses an index of no loop around it');
        const ends = [times * index.from, times * (index.to - 1)];
        low += Math.min(...ends);
        high += Math.max(...ends);
      }
      return low >= 0 && high < size;
    }
    let inside = true;
    eachPosition(indicesIn(w, [e], scope), (env) => {
      const position = evaluate(e, env, lookup);
      if (!(position >= 0 && position < size)) inside = false;
    });
    return inside;
  }

  return {
    address,
    arrayAddress,
    integer,
    cleared: cleared.filter((c) => c.bytes > 0),
    scratch,
    end: () => next,
    segments: () => segments,
  };
}

/** In memory that threads share: a message to a worker has no copy of its own. */
function sharedCopy(array: Float64Array | Int32Array): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(array.byteLength));
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return bytes;
}

function rangeKey(over: readonly Index[]): string {
  return over.map((i) => `${i.id}.${i.from}.${i.to}`).join(',');
}

function tableScale(over: readonly Index[]): { index: IndexId; bytes: number }[] {
  return over.map((i, axis) => ({ index: i.id, bytes: 4 * sizeOf(over.slice(axis + 1).map((j) => j.to)) }));
}

function indicesIn(w: PassProgram, exprs: readonly ScalarExpr[], scope: readonly Index[]): Index[] {
  const free = new Set(exprs.flatMap((e) => [...w.builder.freeIndices(w.builder.canonical(e))]));
  return scope.filter((i) => free.has(i.id));
}

function eachPosition(over: readonly Index[], visit: (env: Environment, flat: number) => void): void {
  const env: Environment = new Map();
  const walk = (axis: number, flat: number): void => {
    if (axis === over.length) {
      visit(env, flat);
      return;
    }
    const index = over[axis];
    for (let position = index.from; position < index.to; position++) {
      env.set(index.id, position);
      walk(axis + 1, flat * index.to + position);
    }
  };
  walk(0, 0);
}

function arraysInMemory(program: LoopProgram): ReadonlySet<ArrayId> {
  const found = new Set<ArrayId>(program.adjoints);
  const value = (v: Value): void => {
    if (v.kind === 'element') found.add(v.place.array);
    else if (v.kind === 'unary') value(v.x);
    else if (v.kind === 'binary') [v.x, v.y].forEach(value);
    else if (v.kind === 'ternary') [v.x, v.y, v.z].forEach(value);
    else if (v.kind === 'choose') [v.cond, v.then, v.else].forEach(value);
  };
  const statement = (s: LoopStatement): void => {
    if (s.kind === 'loop') s.body.forEach(statement);
    else if (s.kind === 'solver') {
      for (const id of workingArraysOf(s.system)) found.add(id);
      for (const of of [s.times, s.output, ...(s.doses === null ? [] : [s.doses.times, s.doses.places])])
        found.add(of.array);
      s.body.forEach(statement);
    } else if (s.kind === 'if') {
      value(s.cond);
      [...s.then, ...s.else].forEach(statement);
    } else if (s.kind === 'rows') [s.matrix, s.vector, s.output].forEach((id) => found.add(id));
    else if (s.kind === 'kernel') [...s.inputs, s.output].forEach((id) => found.add(id));
    else if (s.kind === 'store' || s.kind === 'addTo') {
      found.add(s.place.array);
      value(s.value);
    } else if (s.kind !== 'clear') value(s.value);
  };
  program.body.forEach(statement);
  return found;
}

/** Scratch space of the largest kernel, in doubles: four matrices of its size. */
function largestScratch(w: PassProgram, program: LoopProgram): number {
  let most = 0;
  for (const s of program.body) {
    if (s.kind !== 'kernel') continue;
    for (const id of [...s.inputs, s.output]) most = Math.max(most, 4 * sizeOf(arrayOf(w, id).shape) + 64);
  }
  return most;
}
