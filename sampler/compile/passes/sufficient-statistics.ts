/**
 * A sum over rows of squared residuals that are linear in the unknowns depends on the data only through a triangular
 * factor: with `r(n) = A(n) v`, `sum over n of r(n)^2 = |R v|^2` where `A = Q R`. Exact, and the
 * cost of a gradient no longer depends on the number of rows. Where the residual has elements by group
 * (`a[county_of[n]]`), the sum over rows becomes a sum over groups. Householder's QR (Golub & Van Loan,
 * 5.2) keeps the digits that normal equations would lose.
 */
import type { ArrayDecl, ArrayId, Index, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { type ArrayLookup, eachPosition, evaluate } from '../evaluate/expression.ts';
import { substituteIndices } from '../graph/builder.ts';
import { type AffineForm, type AffineItem, affineForm } from './affine-form.ts';
import { columnsOf, type Design, designMatrix, eachDesignBlock } from './design-matrix.ts';
import { isDataOnly } from './fold-data.ts';
import { type GroupedDesign, groupDesign } from './grouped-design.ts';
import { createTriangle, householderR } from './householder.ts';
import { arrayOf, defineStatement, type PassProgram, type Term, tripCount } from './pass-program.ts';

/**
 * Limit of the factor's work, in multiplications: some seconds. The factor costs what `width / 3` gradients without it
 * would, and a run needs thousands of these.
 */
const MOST_WORK = 5_000_000_000;
/** Numbers of a design that is factored whole; larger ones are in blocks, whose sums are in another order. */
const MOST_WHOLE = 1 << 19;
/** Groups are only worth it where they are clearly fewer than the rows. */
const FEWER = 0.6;

interface Square {
  readonly term: Term;
  /** The addend is `factor * (residual / divisor)^2`. */
  readonly factor: number;
  readonly divisor: ScalarExpr | null;
}

export function sufficientStatistics(w: PassProgram): PassProgram {
  const b = w.builder;
  const arrays = new Map(w.arrays);
  const constants = new Map(w.constants);
  const memo = new Map<ScalarExpr, boolean>();
  const isData = (e: ScalarExpr): boolean => isDataOnly(e, (id) => w.constants.has(id), memo);
  const lookup: ArrayLookup = (id) => ({
    shape: arrayOf(w, id).shape,
    values: w.constants.get(id) ?? new Float64Array(0),
  });

  const statements = w.statements.flatMap((s): IrStatement[] => {
    if (s.kind !== 'term' || s.indices.length === 0) return [s];
    const kept: ScalarExpr[] = [];
    const replaced: IrStatement[] = [];
    for (const addend of addends(s.body)) {
      const made = rewrite(s, addend);
      if (made === null) kept.push(addend);
      else replaced.push(...made);
    }
    if (replaced.length === 0) return [s];
    const rest = kept.length === 0 ? [] : [{ ...s, body: kept.reduce((x, y) => b.binary('add', x, y)) }];
    return [...rest, ...replaced];
  });
  return { ...w, arrays, constants, statements };

  function rewrite(term: Term, addend: ScalarExpr): IrStatement[] | null {
    const found = squareOf(addend);
    if (found === null) return null;
    const loop = new Set(term.indices.map((i) => i.id));
    const invariant = (e: ScalarExpr): boolean => ![...b.freeIndices(e)].some((i) => loop.has(i));
    const { residual, divisor } = scaledResidual(found.root, invariant);
    const form = affineForm({ builder: b, loop, isData }, residual);
    if (form === null || form.items.length === 0) return null;
    const rows = tripCount(term.indices);
    const width = 1 + form.items.reduce((n, i) => n + columnsOf(i), 0);
    if (rows * width * width > MOST_WORK) return null;
    const square: Square = { term, factor: found.factor, divisor };
    return form.items.some((i) => i.gathered)
      ? byGroup(square, form, rows)
      : byRows(square, form, rows, width);
  }

  function byRows(square: Square, form: AffineForm, rows: number, width: number): IrStatement[] | null {
    if (rows <= width) return null;
    const factor = rows * width > MOST_WHOLE ? factorInBlocks(square, form, width) : factorOf(square, form);
    if (factor === null) return null; // a bad datum is reported where it is, not here
    const vector = unknownVector(square.term, form.items);
    const triangle = data('qr_r', [width, width], factor);
    return [...vector.statements, normOf(square, triangle, vector.array, width)];
  }

  /** Null where a number of the design is not finite. */
  function factorOf({ term }: Square, form: AffineForm): Float64Array | null {
    const { values, rows, columns } = designMatrix(b, term.indices, form.items, form.constant, lookup);
    return values.every(Number.isFinite) ? householderR(values, rows, columns) : null;
  }

  function factorInBlocks({ term }: Square, form: AffineForm, width: number): Float64Array | null {
    const triangle = createTriangle(width);
    let whole = true;
    eachDesignBlock(b, term.indices, form.items, form.constant, lookup, (block, rows) => {
      whole = block.every(Number.isFinite);
      if (whole) triangle.add(block, rows);
      return whole;
    });
    return whole ? triangle.r : null;
  }

  function byGroup(square: Square, form: AffineForm, rows: number): IrStatement[] | null {
    const gathered = form.items.filter((i) => i.gathered);
    const plain = form.items.filter((i) => !i.gathered);
    const place = varyingPositions(square.term, gathered);
    const design = designMatrix(b, square.term.indices, [...gathered, ...plain], form.constant, lookup);
    if (!design.values.every(Number.isFinite)) return null;
    const positions: number[][] = [];
    eachPosition(square.term.indices, (env) => {
      positions.push(place.map((e) => evaluate(e, env, lookup)));
    });
    if (positions.some((p) => p.some((k) => !Number.isInteger(k)))) return null;
    const grouped = groupDesign(design, (n) => positions[n], gathered.length);
    if (grouped.positions.length * gathered.length > FEWER * rows) return null;
    const vector = unknownVector(square.term, plain);
    const width = design.columns - gathered.length;
    const rest = data('qr_r', [width, width], grouped.rest);
    return [
      ...vector.statements,
      groupTerm(square, gathered, place, grouped, design, vector.array),
      normOf(square, rest, vector.array, width),
    ];
  }

  /** `v`: the unknowns that are not gathered, and 1 for the constant. */
  function unknownVector(
    term: Term,
    items: readonly AffineItem[],
  ): { array: ArrayId; statements: IrStatement[] } {
    const array = w.fresh.array();
    const statements: IrStatement[] = [];
    let next = 0;
    for (const item of items) {
      const at: Index = { id: w.fresh.index(), from: next, to: next + columnsOf(item) };
      const shift = (over: Index): ScalarExpr =>
        b.binary('add', b.index(at.id), b.constant(over.from - at.from));
      const body =
        item.over === null
          ? item.unknown
          : substituteIndices(b, item.unknown, new Map([[item.over.id, shift(item.over)]]));
      statements.push(defineStatement(array, [at], body, term.origin));
      next = at.to;
    }
    const last: Index = { id: w.fresh.index(), from: next, to: next + 1 };
    statements.push(defineStatement(array, [last], b.constant(1), term.origin));
    arrays.set(array, { id: array, name: `qr_v_${array}`, shape: [next + 1], role: 'intermediate' });
    return { array, statements };
  }

  /** `factor * |R v / divisor|^2` */
  function normOf(square: Square, triangle: ArrayId, vector: ArrayId, width: number): Term {
    const i: Index = { id: w.fresh.index(), from: 0, to: width };
    const row = product(triangle, [b.index(i.id)], vector, width, 0);
    return { ...square.term, indices: [i], body: squared(square, row) };
  }

  /** The sum over groups of the rows that relate a group's elements to the rest. */
  function groupTerm(
    square: Square,
    gathered: readonly AffineItem[],
    varying: readonly ScalarExpr[],
    { positions, own }: GroupedDesign,
    design: Design,
    vector: ArrayId,
  ): Term {
    const own3 = data('qr_g', [positions.length, gathered.length, design.columns], own);
    const g: Index = { id: w.fresh.index(), from: 0, to: positions.length };
    const place = varying.map((_, axis) => {
      const column = Float64Array.from(positions, (p) => p[axis]);
      if (column.every((p, k) => p === k)) return b.index(g.id);
      return b.load(data('group', [positions.length], column), [b.index(g.id)]);
    });
    const rows = gathered.map((_, i) => {
      const head = [b.index(g.id), b.constant(i)];
      const elements = gathered.slice(i).map((item, k) => {
        const weight = b.load(own3, [...head, b.constant(i + k)]);
        return b.binary('mul', weight, elementAt(item, varying, place));
      });
      const tail = product(own3, head, vector, design.columns - gathered.length, gathered.length);
      return squared(
        square,
        [...elements, tail].reduce((x, y) => b.binary('add', x, y)),
      );
    });
    return { ...square.term, indices: [g], body: rows.reduce((x, y) => b.binary('add', x, y)) };
  }

  /** `sum over j of matrix[head…, shift + j] * vector[j]` */
  function product(
    matrix: ArrayId,
    head: readonly ScalarExpr[],
    vector: ArrayId,
    width: number,
    shift: number,
  ): ScalarExpr {
    const j: Index = { id: w.fresh.index(), from: 0, to: width };
    const weight = b.load(matrix, [...head, b.binary('add', b.index(j.id), b.constant(shift))]);
    return b.reduce('sum', j, b.binary('mul', weight, b.load(vector, [b.index(j.id)])));
  }

  function squared({ factor, divisor }: Square, root: ScalarExpr): ScalarExpr {
    const scaled = divisor === null ? root : b.binary('div', root, divisor);
    return b.binary('mul', b.constant(factor), b.binary('mul', scaled, scaled));
  }

  /** The distinct positions of gathered elements that vary by row. */
  function varyingPositions(term: Term, gathered: readonly AffineItem[]): readonly ScalarExpr[] {
    const loop = new Set(term.indices.map((i) => i.id));
    const all = gathered.flatMap((i) => (i.unknown.op === 'load' ? i.unknown.at : []));
    return [...new Set(all)].filter((e) => [...b.freeIndices(e)].some((i) => loop.has(i)));
  }

  function elementAt(
    item: AffineItem,
    varying: readonly ScalarExpr[],
    place: readonly ScalarExpr[],
  ): ScalarExpr {
    if (item.unknown.op !== 'load') return item.unknown;
    return b.load(
      item.unknown.array,
      item.unknown.at.map((e) => place[varying.indexOf(e)] ?? e),
    );
  }

  function data(name: string, shape: readonly number[], values: Float64Array): ArrayId {
    const id = w.fresh.array();
    const decl: ArrayDecl = { id, name: `${name}_${id}`, shape, role: 'data' };
    arrays.set(id, decl);
    constants.set(id, values);
    return id;
  }
}

function addends(e: ScalarExpr): ScalarExpr[] {
  return e.op === 'binary' && e.fn === 'add' ? [...addends(e.x), ...addends(e.y)] : [e];
}

function squareOf(e: ScalarExpr): { factor: number; root: ScalarExpr } | null {
  if (e.op === 'unary' && e.fn === 'neg') {
    const inner = squareOf(e.x);
    return inner === null ? null : { ...inner, factor: -inner.factor };
  }
  if (e.op !== 'binary' || e.fn !== 'mul') return null;
  if (e.x === e.y) return { factor: 1, root: e.x };
  if (e.x.op !== 'const') return null;
  const inner = squareOf(e.y);
  return inner === null ? null : { ...inner, factor: inner.factor * e.x.value };
}

function scaledResidual(
  root: ScalarExpr,
  invariant: (e: ScalarExpr) => boolean,
): { residual: ScalarExpr; divisor: ScalarExpr | null } {
  if (root.op === 'binary' && root.fn === 'div' && invariant(root.y))
    return { residual: root.x, divisor: root.y };
  return { residual: root, divisor: null };
}
