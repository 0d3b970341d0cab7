/**
 * Computes data-only expressions at compile time: whole definitions become constants, and the largest data-only
 * parts of the others become tables over their indices. Terms of the log density without unknowns are summed into
 * one number.
 */
import type { ArrayDecl, ArrayId, Index, IndexId, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import { type ArrayLookup, evaluate, tabulate } from '../evaluate/expression.ts';
import { evaluateKernel } from '../evaluate/kernels.ts';
import { rebuild } from '../graph/builder.ts';
import { loopsAround } from './hoist.ts';
import { type Define, type PassProgram, sizeOf, type Term, tripCount } from './pass-program.ts';

const LARGEST_TABLE = 8_000_000;

export function foldData(w: PassProgram): PassProgram {
  const b = w.builder;
  const arrays = new Map(w.arrays);
  const constants = new Map(w.constants);
  const statements: IrStatement[] = [];
  let constantTerm = w.constantTerm;
  const definedIn = partsPerArray(w.statements);
  const tableOf = new Map<string, ScalarExpr>();
  const dataOnlyMemo = new Map<ScalarExpr, boolean>();

  const isData = (id: ArrayId): boolean => constants.has(id);
  const lookup: ArrayLookup = (id) => {
    const values = constants.get(id);
    const decl = arrays.get(id);
    if (values === undefined || decl === undefined) throw new Error(`array ${id} is not data`);
    return { shape: decl.shape, values };
  };
  const dataOnly = (e: ScalarExpr): boolean => isDataOnly(e, isData, dataOnlyMemo);

  /** Replaces the largest data-only parts of `e`, given the ranges of the indices around it. */
  function fold(e: ScalarExpr, ranges: ReadonlyMap<IndexId, Index>): ScalarExpr {
    const memo = new Map<ScalarExpr, ScalarExpr>();
    const visit = (x: ScalarExpr, scope: ReadonlyMap<IndexId, Index>, inData: boolean): ScalarExpr => {
      const data = dataOnly(x);
      if (data && x.op === 'load' && x.at.every((e) => e.op === 'const'))
        return b.constant(evaluate(x, new Map(), lookup));
      if (data && !inData && !isPlain(x)) return table(x, scope);
      // A reduction inside a larger data-only part is tabulated first, or it would be redone per element.
      if (data && inData && x.op === 'reduce') return table(x, scope);
      const known = memo.get(x);
      if (known !== undefined && !inData) return known;
      let made: ScalarExpr;
      if (x.op === 'reduce') {
        const inner = new Map(scope).set(x.index.id, x.index);
        made = b.reduce(x.fn, x.index, visit(x.body, inner, inData));
      } else if (x.op === 'load') {
        made = x; // positions become integer tables when the module is laid out
      } else {
        made = rebuild(b, x, (child) => visit(child, scope, inData));
      }
      if (!inData) memo.set(x, made);
      return made;
    };
    function table(x: ScalarExpr, scope: ReadonlyMap<IndexId, Index>): ScalarExpr {
      const body =
        x.op === 'reduce'
          ? b.reduce(x.fn, x.index, visit(x.body, new Map(scope).set(x.index.id, x.index), true))
          : rebuild(b, x, (child) => visit(child, scope, true));
      const inBody = b.freeIndices(body);
      const free = [...scope.values()].filter(({ id }) => inBody.has(id)); // the order of the loops is that of memory
      if (free.length === 0) return b.constant(evaluate(body, new Map(), lookup));
      if (isPlain(body)) return body;
      const shape = free.map((i) => i.to);
      if (sizeOf(shape) > LARGEST_TABLE) return body;
      const around = loopsAround(b, free);
      if (free.some(({ id }) => around.has(id))) return body; // one element in many would be read
      const key = `${b.order(body)}:${free.map((i) => `${i.id}.${i.from}.${i.to}`).join(',')}`;
      const known = tableOf.get(key);
      if (known !== undefined) return known;
      const id = w.fresh.array();
      const values = new Float64Array(sizeOf(shape));
      tabulate(free, shape, body, lookup, values);
      arrays.set(id, { id, name: `data_${id}`, shape, role: 'data' });
      constants.set(id, values);
      const made = b.load(
        id,
        free.map((i) => b.index(i.id)),
      );
      tableOf.set(key, made);
      return made;
    }
    return visit(b.canonical(e), ranges, false);
  }

  for (const statement of w.statements) {
    switch (statement.kind) {
      case 'kernel': {
        if (!statement.inputs.every(isData)) statements.push(statement);
        else {
          const decl = asData(arrays, statement.output);
          constants.set(statement.output, evaluateKernel(statement, lookup, decl.shape));
          arrays.set(statement.output, decl);
          dataOnlyMemo.clear();
        }
        break;
      }
      case 'define': {
        const parts = definedIn.get(statement.array) ?? [];
        const whole = parts.every((part) => part.kind === 'define' && onlyData(part, dataOnly));
        if (whole && !constants.has(statement.array)) {
          const decl = asData(arrays, statement.array);
          const values = new Float64Array(sizeOf(decl.shape));
          arrays.set(statement.array, decl);
          constants.set(statement.array, values); // set first: a recurrence reads its own earlier elements
          for (const part of parts)
            tabulate(part.indices, decl.shape, b.canonical(part.body), lookup, values);
          dataOnlyMemo.clear();
        } else if (!whole) {
          statements.push({ ...statement, body: fold(statement.body, rangesOf(statement.indices)) });
        }
        break;
      }
      case 'term': {
        if (dataOnly(b.canonical(statement.body))) constantTerm += totalOf(statement, lookup);
        else statements.push({ ...statement, body: fold(statement.body, rangesOf(statement.indices)) });
        break;
      }
    }
  }
  return { ...w, arrays, constants, statements, constantTerm };

  function onlyData(part: Define, test: (e: ScalarExpr) => boolean): boolean {
    if (!part.recurrent) return test(b.canonical(part.body));
    const visit = (e: ScalarExpr): boolean =>
      e.op === 'load' && e.array === part.array
        ? e.at.every(visit)
        : (e.op !== 'load' || isData(e.array)) && childrenOf(e).every(visit);
    return visit(b.canonical(part.body));
  }
}

/** Whether an expression depends on data alone. */
export function isDataOnly(
  e: ScalarExpr,
  isData: (array: ArrayId) => boolean,
  memo: Map<ScalarExpr, boolean>,
): boolean {
  const known = memo.get(e);
  if (known !== undefined) return known;
  const made =
    (e.op !== 'load' || isData(e.array)) && childrenOf(e).every((child) => isDataOnly(child, isData, memo));
  memo.set(e, made);
  return made;
}

/** Not worth a table: a number, an index, or an element of an array of data. */
function isPlain(e: ScalarExpr): boolean {
  return e.op === 'const' || e.op === 'index' || e.op === 'load';
}

function totalOf(term: Term, lookup: ArrayLookup): number {
  const shape = term.indices.map((i) => i.to);
  const values = new Float64Array(sizeOf(shape));
  tabulate(term.indices, shape, term.body, lookup, values);
  return tripCount(term.indices) === 0 ? 0 : values.reduce((sum, v) => sum + v, 0);
}

function rangesOf(indices: readonly Index[]): ReadonlyMap<IndexId, Index> {
  return new Map(indices.map((i) => [i.id, i]));
}

function asData(arrays: ReadonlyMap<ArrayId, ArrayDecl>, id: ArrayId): ArrayDecl {
  const decl = arrays.get(id);
  if (decl === undefined) throw new Error(`array ${id} is not declared`);
  return { ...decl, role: 'data' };
}

/** The statements that define parts of each array, in order. */
function partsPerArray(statements: readonly IrStatement[]): ReadonlyMap<ArrayId, Define[]> {
  const parts = new Map<ArrayId, Define[]>();
  for (const s of statements) {
    if (s.kind !== 'define') continue;
    const list = parts.get(s.array);
    if (list === undefined) parts.set(s.array, [s]);
    else list.push(s);
  }
  return parts;
}
