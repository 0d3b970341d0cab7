/**
 * A sum of squares over rows, of residuals that are linear in the unknowns, needs of the data only a
 * triangular factor: with `r(n) = A(n) v`, `sum over n of r(n)^2 = |R v|^2` where `A = Q R`. Exact, and the
 * cost of a gradient no longer depends on the number of rows. Householder's QR (Golub & Van Loan, 5.2)
 * keeps the digits that normal equations would lose.
 */
import type { ArrayDecl, ArrayId, Index, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { substituteIndices } from '../graph/builder.ts';
import { type ArrayLookup, tabulate } from '../graph/evaluate.ts';
import { type AffineForm, affineForm } from './affine-form.ts';
import { isDataOnly } from './fold-data.ts';
import { householderR } from './householder.ts';
import { arrayOf, defineStatement, sizeOf, type Term, tripCount, type Working } from './working-program.ts';

/** Above this much work the factor is not worth its compile time. */
const MOST_WORK = 400_000_000;

export function sufficientStatistics(w: Working): Working {
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

  /** `addend = factor * (r / s)^2` with `r` affine and `factor`, `s` the same in every row. */
  function rewrite(term: Term, addend: ScalarExpr): IrStatement[] | null {
    const square = squareOf(addend);
    if (square === null) return null;
    const loop = new Set(term.indices.map((i) => i.id));
    const invariant = (e: ScalarExpr): boolean => ![...b.freeIndices(e)].some((i) => loop.has(i));
    const { residual, divisor } = scaledResidual(square.root, invariant);
    const form = affineForm({ builder: b, loop, isData }, residual);
    if (form === null || form.items.length === 0) return null;
    const rows = tripCount(term.indices);
    const width = 1 + form.items.reduce((n, i) => n + (i.over === null ? 1 : i.over.to - i.over.from), 0);
    if (rows <= width || rows * width * width > MOST_WORK) return null;
    return factored(term, form, width, rows, square.factor, divisor);
  }

  function factored(
    term: Term,
    form: AffineForm,
    width: number,
    rows: number,
    factor: number,
    divisor: ScalarExpr | null,
  ): IrStatement[] | null {
    const design = new Float64Array(rows * width);
    const vector = w.fresh.array();
    const out: IrStatement[] = [];
    let column = 0;
    const fill = (coefficient: ScalarExpr, over: readonly Index[]): void => {
      const indices = [...term.indices, ...over];
      const shape = indices.map((i) => i.to);
      const table = new Float64Array(sizeOf(shape));
      tabulate(indices, shape, b.canonical(coefficient), lookup, table);
      const count = tripCount(over);
      let row = 0;
      eachRow(term.indices, shape, (flat) => {
        const from = over.length === 0 ? 0 : over[0].from;
        for (let k = 0; k < count; k++) design[row * width + column + k] = table[flat + from + k];
        row++;
      });
      column += count;
    };
    for (const item of form.items) {
      const start = column;
      if (item.over === null) {
        fill(item.coefficient, []);
        const at: Index = { id: w.fresh.index(), from: start, to: start + 1 };
        out.push(defineStatement(vector, [at], item.unknown, term.origin));
      } else {
        fill(item.coefficient, [item.over]);
        const at: Index = { id: w.fresh.index(), from: start, to: column };
        const shift = b.binary('add', b.index(at.id), b.constant(item.over.from - start));
        out.push(
          defineStatement(
            vector,
            [at],
            substituteIndices(b, item.unknown, new Map([[item.over.id, shift]])),
            term.origin,
          ),
        );
      }
    }
    fill(form.constant, []);
    if (!design.every(Number.isFinite)) return null; // a bad datum is reported where it is, not here
    const last: Index = { id: w.fresh.index(), from: width - 1, to: width };
    out.push(defineStatement(vector, [last], b.constant(1), term.origin));

    const factorId = w.fresh.array();
    declare(factorId, 'qr_r', [width, width], 'data');
    constants.set(factorId, householderR(design, rows, width));
    declare(vector, 'qr_v', [width], 'intermediate');
    const i: Index = { id: w.fresh.index(), from: 0, to: width };
    const j: Index = { id: w.fresh.index(), from: 0, to: width };
    const product = b.reduce(
      'sum',
      j,
      b.binary('mul', b.load(factorId, [b.index(i.id), b.index(j.id)]), b.load(vector, [b.index(j.id)])),
    );
    const scaled = divisor === null ? product : b.binary('div', product, divisor);
    const body = b.binary('mul', b.constant(factor), b.binary('mul', scaled, scaled));
    out.push({ ...term, indices: [i], body });
    return out;
  }

  function declare(id: ArrayId, name: string, shape: readonly number[], role: ArrayDecl['role']): void {
    arrays.set(id, { id, name: `${name}_${id}`, shape, role });
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

/** Visits each position of the leading indices, with its place in a row-major table of `shape`. */
function eachRow(indices: readonly Index[], shape: readonly number[], visit: (flat: number) => void): void {
  const walk = (axis: number, flat: number): void => {
    if (axis === indices.length) {
      visit(flat * sizeOf(shape.slice(axis)));
      return;
    }
    for (let p = indices[axis].from; p < indices[axis].to; p++) walk(axis + 1, flat * shape[axis] + p);
  };
  walk(0, 0);
}
