/**
 * Inlines a definition's body where it is read, if that repeats no work: the body is trivial, or read once per
 * element. Everything computed in one loop then needs no array and no adjoint in memory.
 */
import type { ArrayId, Index, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import {
  binaryOperations,
  ternaryOperations,
  unaryOperations,
} from '../../../grammar/scalar-operations/index.ts';
import { childrenOf } from '../children.ts';
import { type Builder, rebuild, substituteIndices } from '../graph/builder.ts';
import { arrayOf, type Define, type PassProgram, sizeOf, stepsOf, tripCount } from './pass-program.ts';

interface Use {
  /** Evaluations of the body if it were inlined here. */
  readonly evaluations: number;
  /** Read in a term, at the position of the loop itself, over all of the array. */
  readonly elementwiseInTerm: boolean;
}

export function inline(w: PassProgram): PassProgram {
  const statements = [...w.statements];
  for (let at = 0; at < statements.length; at++) {
    const define = statements[at];
    if (define.kind !== 'define' || !coversArray(w, define) || !isExponential(define.body)) continue;
    for (let k = at + 1; k < statements.length; k++) {
      const s = statements[k];
      if (s.kind !== 'kernel') statements[k] = { ...s, body: replaceLogs(w.builder, s.body, define) };
    }
  }
  for (let at = 0; at < statements.length; at++) {
    const define = statements[at];
    if (define.kind !== 'define' || w.kept.has(define.array) || !coversArray(w, define)) continue;
    const later = statements.slice(at + 1);
    const uses = usesOf(later, define.array);
    if (uses === 'needed in memory' || uses.length === 0) continue;
    if (!worthInlining(w, define, uses)) continue;
    for (let k = at + 1; k < statements.length; k++) {
      const s = statements[k];
      if (s.kind !== 'kernel') statements[k] = { ...s, body: replaceLoads(w.builder, s.body, define) };
    }
  }
  return { ...w, statements };
}

function coversArray(w: PassProgram, define: Define): boolean {
  if (define.recurrent) return false;
  const { shape } = arrayOf(w, define.array);
  return define.indices.every((i, axis) => i.from === 0 && i.to === shape[axis]);
}

function worthInlining(w: PassProgram, define: Define, uses: readonly Use[]): boolean {
  const cost = costOf(define.body);
  if (cost === 0) return true;
  if (define.indices.length === 0) return false; // a scalar lives in a local: computed once, read anywhere
  const size = sizeOf(arrayOf(w, define.array).shape);
  const evaluations = uses.reduce((sum, u) => sum + u.evaluations, 0);
  if (evaluations <= size) return true;
  if (uses.every((u) => u.elementwiseInTerm)) return true; // the terms are fused and share it
  return cost <= 2 && evaluations <= 2 * size;
}

function usesOf(statements: readonly IrStatement[], array: ArrayId): readonly Use[] | 'needed in memory' {
  const uses: Use[] = [];
  for (const s of statements) {
    if (s.kind === 'kernel') {
      if (s.inputs.includes(array)) return 'needed in memory';
      continue;
    }
    const trips = tripCount(s.indices);
    const seen = new Set<ScalarExpr>();
    const visit = (e: ScalarExpr, times: number): void => {
      if (seen.has(e)) return;
      seen.add(e);
      if (e.op === 'load' && e.array === array) {
        const elementwise = s.kind === 'term' && times === trips && sameIndices(e.at, s.indices);
        uses.push({ evaluations: times, elementwiseInTerm: elementwise });
      }
      const inner = e.op === 'reduce' ? times * stepsOf(e.index) : times;
      for (const child of childrenOf(e)) visit(child, inner);
    };
    visit(s.body, trips);
  }
  return uses;
}

function sameIndices(at: readonly ScalarExpr[], indices: readonly Index[]): boolean {
  return (
    at.length === indices.length &&
    at.every((e, axis) => e.op === 'index' && e.index === indices[axis].id && indices[axis].from === 0)
  );
}

function replaceLoads(b: Builder, body: ScalarExpr, define: Define): ScalarExpr {
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const known = memo.get(e);
    if (known !== undefined) return known;
    let made: ScalarExpr;
    if (e.op === 'load' && e.array === define.array) {
      const at = e.at.map(visit);
      made = substituteIndices(b, define.body, new Map(define.indices.map((i, axis) => [i.id, at[axis]])));
    } else {
      made = rebuild(b, e, visit);
    }
    memo.set(e, made);
    return made;
  };
  return visit(b.canonical(body));
}

/** `exp` of something free, such as a positive parameter's unconstrained value. */
function isExponential(body: ScalarExpr): body is Extract<ScalarExpr, { op: 'unary' }> {
  return body.op === 'unary' && body.fn === 'exp' && costOf(body.x) === 0;
}

/** `log(sigma)` is the unconstrained value itself: no function call, and no digits lost. */
function replaceLogs(b: Builder, body: ScalarExpr, define: Define): ScalarExpr {
  const inner = define.body;
  if (!isExponential(inner)) return body;
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const known = memo.get(e);
    if (known !== undefined) return known;
    const made =
      e.op === 'unary' && e.fn === 'log' && e.x.op === 'load' && e.x.array === define.array
        ? substituteIndices(b, inner.x, new Map(define.indices.map((i, axis) => [i.id, at(e.x, axis)])))
        : rebuild(b, e, visit);
    memo.set(e, made);
    return made;
  };
  const at = (load: ScalarExpr, axis: number): ScalarExpr => (load.op === 'load' ? load.at[axis] : load);
  return visit(b.canonical(body));
}

/** Cost of evaluating a body, by the table of scalar operations; elements and constants are free. */
export function costOf(body: ScalarExpr): number {
  const seen = new Set<ScalarExpr>();
  let cost = 0;
  const visit = (e: ScalarExpr, times: number): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.op === 'load') return;
    if (e.op === 'unary') cost += times * unaryOperations[e.fn].cost;
    if (e.op === 'binary') cost += times * binaryOperations[e.fn].cost;
    if (e.op === 'ternary') cost += times * ternaryOperations[e.fn].cost;
    if (e.op === 'select') cost += times * 2;
    const inner = e.op === 'reduce' ? times * stepsOf(e.index) : times;
    for (const child of childrenOf(e)) visit(child, inner);
  };
  visit(body, 1);
  return cost;
}
