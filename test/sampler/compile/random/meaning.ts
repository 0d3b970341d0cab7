/**
 * An independent meaning of the generated programs: an expression is a function of the positions along the dimensions
 * in scope. Broadcasting by name is then trivial, and no arrays are laid out.
 */
export interface Dim {
  readonly name: string;
  readonly size: number;
  /** Null where they are 1, 2, 3… */
  readonly labels: readonly string[] | null;
}

/** 0-based positions by the name of a dimension or of an index; arguments of functions by their name. */
export interface Env {
  readonly [name: string]: number | ((env: Env) => number);
}

export interface Expr {
  readonly text: string;
  /** Binding strength of the outermost operator; 9 for what needs no parentheses anywhere. */
  readonly level: number;
  /** Names of its dimensions in the order of the language. */
  readonly dims: readonly string[];
  /** Approximate range of its values, to keep logarithms and exponentials moderate. */
  readonly lo: number;
  readonly hi: number;
  readonly isData: boolean;
  value(env: Env): number;
}

/** Something with a name that expressions use. */
export interface Atom {
  readonly name: string;
  readonly dims: readonly Dim[];
  readonly lo: number;
  readonly hi: number;
  readonly isData: boolean;
  readonly isWhole: boolean;
  readonly isBool: boolean;
  readonly labelsOf: string | null;
  at(positions: readonly number[], env: Env): number;
}

export interface Scope {
  readonly dims: readonly Dim[];
  readonly atoms: readonly Atom[];
  /** Dimensions that an expression may have here. */
  readonly ambient: readonly string[];
  readonly indices: readonly Index[];
  /** The program's own functions. */
  readonly functions: readonly Fun[];
  /** In a function, whose arguments may have any dims when it is called: nothing here has dims of its own. */
  readonly isFunction?: boolean;
}

export interface Fun {
  readonly name: string;
  /** Its arguments, and what it is at their values. */
  readonly args: readonly string[];
  readonly body: Expr;
}

export interface Index {
  readonly name: string;
  readonly dim: Dim;
  /** Elements before and after the index that a surrounding `if` guarantees to exist. */
  readonly before: number;
  readonly after: number;
}

export function sizeOf(dims: readonly Dim[]): number {
  return dims.reduce((n, d) => n * d.size, 1);
}

/** The order of the result's dims: the left's, or the right's where it has all of them and more. */
export function unionDims(parts: readonly (readonly string[])[]): readonly string[] {
  let dims: readonly string[] = [];
  for (const part of parts) {
    const wider = part.length > dims.length && dims.every((d) => part.includes(d));
    const known = dims;
    dims = wider ? part : [...known, ...part.filter((d) => !known.includes(d))];
  }
  return dims;
}

export function eachPosition(dims: readonly Dim[], visit: (positions: readonly number[]) => void): void {
  const walk = (positions: readonly number[]): void => {
    if (positions.length === dims.length) {
      visit(positions);
      return;
    }
    for (let p = 0; p < dims[positions.length].size; p++) walk([...positions, p]);
  };
  walk([]);
}

export function environment(dims: readonly Dim[], positions: readonly number[]): Env {
  return Object.fromEntries(dims.map((d, i) => [d.name, positions[i]]));
}

/** An array whose elements are there once `fill` was called. */
export function stored(dims: readonly Dim[]): {
  readonly values: Float64Array;
  at(positions: readonly number[]): number;
} {
  const values = new Float64Array(sizeOf(dims));
  const at = (positions: readonly number[]): number =>
    values[positions.reduce((flat, p, i) => flat * dims[i].size + p, 0)];
  return { values, at };
}
