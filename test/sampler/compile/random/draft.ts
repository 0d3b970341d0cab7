/** A program while it is generated. */
import { sum } from './arithmetic.ts';
import {
  type Atom,
  type Dim,
  type Env,
  type Expr,
  eachPosition,
  environment,
  type Fun,
  type Index,
  type Scope,
  stored,
} from './meaning.ts';
import { createTape, type Tape } from './tape.ts';

/** A statement's contribution to the log density, by the label of its terms in the compiler. */
export interface Contribution {
  readonly label: string;
  value(): number;
}

export interface Draft {
  readonly tape: Tape;
  readonly lines: string[];
  readonly dims: Dim[];
  readonly atoms: Atom[];
  readonly functions: Fun[];
  readonly params: Map<string, { dims: readonly Dim[]; values: Float64Array }>;
  readonly fills: (() => void)[];
  readonly files: Map<string, string>;
  readonly deterministics: Map<string, { dims: readonly string[]; values: () => Float64Array }>;
  readonly contributions: Contribution[];
  next: number;
}

export const fresh = (d: Draft, prefix: string): string => `${prefix}${d.next++}`;

export const scopeOf = (d: Draft, ambient: readonly Dim[], indices: readonly Index[] = []): Scope => ({
  dims: d.dims,
  atoms: d.atoms,
  ambient: ambient.map((a) => a.name),
  indices,
  functions: d.functions,
});

export function someDims(d: Draft, most: number): Dim[] {
  const { tape } = d;
  const dims = tape.chance(75) ? [d.dims[0]] : [];
  while (dims.length < most && tape.chance(40)) {
    const dim = tape.pick(d.dims);
    if (!dims.includes(dim)) tape.chance(50) ? dims.push(dim) : dims.unshift(dim);
  }
  return dims;
}

export function literal(
  values: ArrayLike<number>,
  dims: readonly Dim[],
  show: (x: number) => string,
): string {
  let at = 0;
  const write = (axis: number): string =>
    axis === dims.length
      ? show(values[at++])
      : `[${Array.from({ length: dims[axis].size }, () => write(axis + 1)).join(', ')}]`;
  return write(0);
}

/** Values of one choice each, so that data do not use up the tape; where it has ended all are the simplest. */
export function fill(tape: Tape, values: Float64Array, draw: (t: Tape) => number): void {
  const seed = tape.int(1000);
  const numbers = createTape(
    Array.from({ length: seed === 0 ? 0 : values.length }, (_, i) => scramble(seed, i)),
  );
  values.forEach((_, i) => {
    values[i] = draw(numbers);
  });
}

function scramble(seed: number, i: number): number {
  const x = Math.imul(seed * 7919 + i * 104729 + 1, 0x21f0aaad);
  return Math.imul(x ^ (x >>> 15), 0x735a2d97) >>> 8;
}

export const shapeText = (dims: readonly Dim[]): string =>
  dims.length === 0 ? '' : `[${dims.map((dim) => dim.name).join(', ')}]`;

export function total(dims: readonly Dim[], f: (env: Env, positions: readonly number[]) => number): number {
  const terms: number[] = [];
  eachPosition(dims, (positions) => terms.push(f(environment(dims, positions), positions)));
  return sum(terms);
}

export function addAtom(d: Draft, name: string, dims: readonly Dim[], lo: number, hi: number): Float64Array {
  const { values, at } = stored(dims);
  d.atoms.push({ name, dims, lo, hi, at, isData: false, isWhole: false, isBool: false, labelsOf: null });
  return values;
}

/** An array of what an expression gives at each position; `order` names its dims. */
export function define(
  d: Draft,
  name: string,
  order: readonly Dim[],
  e: Expr,
  keyOf: (dim: Dim, axis: number) => string,
): Float64Array {
  const values = addAtom(d, name, order, Math.max(e.lo, -1e6), Math.min(e.hi, 1e6));
  d.fills.push(() => {
    let at = 0;
    eachPosition(order, (positions) => {
      values[at++] = e.value(Object.fromEntries(order.map((dim, i) => [keyOf(dim, i), positions[i]])));
    });
  });
  return values;
}

export function dimsNamed(d: Draft, names: readonly string[]): Dim[] {
  return names.map((name) => d.dims.find((dim) => dim.name === name) as Dim);
}

export function bind(dims: readonly Dim[]): Index[] {
  return dims.map((dim, i) => ({ name: `${'pqr'[i]}`, dim, before: 0, after: 0 }));
}
