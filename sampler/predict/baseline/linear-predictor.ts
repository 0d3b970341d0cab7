/** The columns of a linear predictor, from what each element of an unknown adds to it. */
import type { ForwardModel, ForwardParam } from '../../compile/compile-forward.ts';
import { instantiateForward } from '../../compile/compile-forward.ts';
import type { OutputArray } from '../../compile/compiled-model.ts';
import { elementNames } from '../../compile/element-names.ts';
import type { Draws } from '../../draws/draws.ts';
import { dot } from '../../infer/dense-linear-algebra.ts';
import type { DrawMap } from '../posterior-model.ts';
import type { Family } from './families.ts';

export interface Column {
  /** The unknown that has its coefficient. */
  readonly param: string;
  /** Of the element of an unknown that is its coefficient: `beta`, `a[north]`. */
  readonly name: string;
  /** Up to a factor and a constant. */
  readonly values: Float64Array;
}

export type LinearPredictor =
  | {
      readonly kind: 'ok';
      readonly columns: readonly Column[];
      /** What is known of the predictor beside the columns. */
      readonly offset: Float64Array;
      readonly trials: Float64Array;
    }
  | { readonly kind: 'constant' | 'nonlinear' | 'trials' | 'not-finite' | 'too-large' }
  | { readonly kind: 'row-each' | 'imputed'; readonly param: ForwardParam }
  | { readonly kind: 'too-many'; readonly columns: number };

interface Request {
  readonly forward: ForwardModel;
  /** The argument that is the mean (of one trial), and the number of trials if any. */
  readonly argument: OutputArray;
  readonly trials: OutputArray | null;
  readonly family: Family;
  /** Of the rows in the batch of outcomes. */
  readonly positions: readonly number[];
  /** Points of the unknowns, from far to near. */
  readonly draws: Draws;
  readonly map: DrawMap;
  /** Names of data, whose missing values are unknowns. */
  readonly imputed: { has(name: string): boolean };
  /** Columns at most. */
  readonly most: number;
}

/** Points that the predictor is looked at, and the largest value there that the link does not round away. */
const POINTS = 4;
const LARGEST = 8;
/** Rows times elements of unknowns: some seconds. */
const MOST_CHANGES = 100_000_000;
/** Of differences, relative to what is subtracted. */
const TOLERANCE = 1e-6;
/** The cosine of columns that are the same. */
const SAME = 1 - 1e-9;

export function columnsOf(request: Request): LinearPredictor {
  const { forward, most, positions, imputed } = request;
  if (forward.inputs.size * positions.length > MOST_CHANGES) return { kind: 'too-large' };
  const reader = createReader(request);
  const points = usablePoints(request, reader);
  if (points === null) return { kind: 'not-finite' };
  const trials = reader.trials(points);
  if (trials === null) return { kind: 'trials' };
  const [first, second] = points;
  const moved = (draw: number, element: number) => reader.change(draw, element);

  const stable: { readonly column: Column; readonly standard: Float64Array }[] = [];
  const changing: { readonly column: Column; readonly standard: Float64Array }[] = [];
  // Of unknowns with the same column, that of most elements has it: an effect of a group, not its spread.
  for (const param of forward.params.toSorted((a, b) => b.size - a.size)) {
    const names = elementNames(param);
    for (let e = 0; e < param.size; e++) {
      const values = moved(first, param.offset + e);
      const standard = values === null ? null : standardColumn(values);
      if (values === null || standard === null) continue;
      if (imputed.has(param.name)) return { kind: 'imputed', param };
      const other = moved(second, param.offset + e);
      const otherStandard = other === null ? null : standardColumn(other);
      const column = { param: param.name, name: names[e], values };
      const isStable = otherStandard !== null && Math.abs(dot(standard, otherStandard)) > SAME;
      if (isStable) stable.push({ column, standard });
      else changing.push({ column, standard });
      if (stable.length + changing.length > most + forward.params.length)
        return { kind: 'too-many', columns: stable.length + changing.length };
    }
  }
  const span = createSpan(positions.length);
  const columns: Column[] = [];
  const seen: typeof stable = [];
  for (const one of stable) {
    const { column, standard } = one;
    const isAgain = seen.some(
      (own) => own.column.param !== column.param && Math.abs(dot(own.standard, standard)) > SAME,
    );
    if (isAgain) continue;
    seen.push(one);
    columns.push(column);
    span.add(standard);
  }
  // Effects that mix others, as correlated ones do.
  for (const { column, standard } of changing) if (span.add(standard)) columns.push(column);
  if (columns.length === 0) return { kind: 'constant' };
  if (columns.length > most) return { kind: 'too-many', columns: columns.length };
  if (span.size() >= positions.length) return { kind: 'row-each', param: largestOf(forward, columns) };
  const rests = points.map((draw) => {
    const eta = reader.predictor(draw);
    return { rest: span.rest(eta), size: Math.sqrt(dot(eta, eta)) };
  });
  const [{ rest: offset, size }] = rests;
  const isLinear = rests.every(({ rest, size: own }) => {
    const difference = rest.map((value, i) => value - offset[i]);
    return Math.sqrt(dot(difference, difference)) <= TOLERANCE * Math.max(own, size);
  });
  if (!isLinear) return { kind: 'nonlinear' };
  const isNothing = Math.sqrt(dot(offset, offset)) <= TOLERANCE * size;
  return { kind: 'ok', columns, offset: isNothing ? offset.fill(0) : offset, trials };
}

interface Reader {
  predictor(draw: number): Float64Array;
  /** What a change of one element adds to the predictor at a draw, up to a factor; null where nothing. */
  change(draw: number, element: number): Float64Array | null;
  /** Null where they are not the same at all draws. */
  trials(draws: readonly number[]): Float64Array | null;
}

function createReader(request: Request): Reader {
  const { forward, argument, trials, family, positions, map } = request;
  const instance = instantiateForward(forward);
  const rowsOf = (array: OutputArray): Float64Array => {
    const values = instance.read(array);
    return Float64Array.from(positions, (position) => values[values.length === 1 ? 0 : position]);
  };
  const predictor = (): Float64Array => {
    instance.run('rest');
    return rowsOf(argument).map(family.link);
  };
  return {
    predictor(draw) {
      map.copy(draw, instance.inputs);
      return predictor();
    },
    change(draw, element) {
      map.copy(draw, instance.inputs);
      const before = predictor();
      const at = instance.inputs[element];
      for (let step = 1; step > 1e-9; step /= 16) {
        instance.inputs[element] = at + step;
        const after = predictor();
        if (!isExact(after, family)) continue;
        const change = after.map((value, i) => (value - before[i]) / step);
        return change.some((value) => value !== 0) ? change : null;
      }
      return null;
    },
    trials(draws) {
      if (trials === null) return new Float64Array(positions.length).fill(1);
      const all = draws.map((draw) => {
        map.copy(draw, instance.inputs);
        instance.run('rest');
        return rowsOf(trials);
      });
      return all.every((own) => own.every((value, i) => value === all[0][i])) ? all[0] : null;
    },
  };
}

/** The furthest points where the predictor is known to all digits. */
function usablePoints({ draws, family }: Request, reader: Reader): readonly number[] | null {
  const all = Array.from({ length: draws.drawsPerChain }, (_, draw) => draw);
  const usable = all.filter((draw) => isExact(reader.predictor(draw), family));
  return usable.length < POINTS ? null : usable.slice(0, POINTS);
}

/** Links other than the identity round away what lies far out. */
function isExact(eta: Float64Array, { name }: Family): boolean {
  const largest = eta.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return name === 'normal' ? Number.isFinite(largest) : largest < LARGEST;
}

/** The unknown that has most of the columns. */
function largestOf({ params }: ForwardModel, columns: readonly Column[]): ForwardParam {
  const names = new Set(columns.map(({ name }) => name));
  const counts = params.map((param) => elementNames(param).filter((name) => names.has(name)).length);
  return params[counts.indexOf(Math.max(...counts))];
}

/** Without its mean, of length 1; null where it is constant. */
function standardColumn(values: Float64Array): Float64Array | null {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - centre);
  const size = Math.sqrt(dot(centred, centred));
  return size > 1e-9 * Math.sqrt(dot(values, values)) ? centred.map((value) => value / size) : null;
}

/** The span of columns and of the constant, by Gram and Schmidt, twice for orthogonality. */
function createSpan(rows: number) {
  const basis: Float64Array[] = [new Float64Array(rows).fill(1 / Math.sqrt(rows))];
  const rest = (values: Float64Array): Float64Array => {
    const left = values.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        const share = dot(direction, left);
        for (let i = 0; i < rows; i++) left[i] -= share * direction[i];
      }
    }
    return left;
  };
  return {
    rest,
    size: () => basis.length,
    /** False where the span held it before. */
    add(column: Float64Array): boolean {
      const left = rest(column);
      const size = Math.sqrt(dot(left, left));
      if (size <= TOLERANCE) return false;
      basis.push(left.map((value) => value / size));
      return true;
    },
  };
}
