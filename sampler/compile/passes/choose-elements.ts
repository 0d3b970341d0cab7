/**
 * Rewrites an element at a position unknown at compile time, `a[g[i]]` where `g` is drawn, as a sum over all positions
 * that selects the element, because positions in the emitted code are tables of integers. Outside the range the value
 * is NaN.
 */
import type { ArrayId, Index, IndexId, IrProgram, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';

/** @param isUnknown arrays that depend on what is drawn. */
export function chooseElements(program: IrProgram, isUnknown: (array: ArrayId) => boolean): IrProgram {
  const shapeOf = new Map(program.arrays.map(({ id, shape }) => [id, shape]));
  let nextIndex = 1 + Math.max(-1, ...[...program.statements, ...program.generated].map(largestIndex));
  const freshIndex = (to: number): Index => ({ id: nextIndex++, from: 0, to });

  const chosen = (array: ArrayId, at: readonly ScalarExpr[]): ScalarExpr => {
    const axis = at.findIndex((position) => loadsUnknown(position, isUnknown));
    if (axis < 0) return { op: 'load', array, at };
    const size = shapeOf.get(array)?.[axis] ?? 0;
    const position = at[axis];
    const index = freshIndex(size);
    const here: ScalarExpr = { op: 'index', index: index.id };
    const body: ScalarExpr = {
      op: 'select',
      cond: { op: 'binary', fn: 'eq', x: here, y: position },
      then: chosen(
        array,
        at.map((other, i) => (i === axis ? here : other)),
      ),
      else: constant(0),
    };
    const isInside: ScalarExpr = {
      op: 'binary',
      fn: 'and',
      x: { op: 'binary', fn: 'ge', x: position, y: constant(0) },
      y: { op: 'binary', fn: 'lt', x: position, y: constant(size) },
    };
    return {
      op: 'select',
      cond: isInside,
      then: { op: 'reduce', fn: 'sum', index, body },
      else: constant(Number.NaN),
    };
  };

  const done = new Map<ScalarExpr, ScalarExpr>();
  const rewrite = (e: ScalarExpr): ScalarExpr => {
    const known = done.get(e);
    if (known !== undefined) return known;
    const made = step(e);
    done.set(e, made);
    return made;
  };
  const step = (e: ScalarExpr): ScalarExpr => {
    switch (e.op) {
      case 'const':
      case 'index':
        return e;
      case 'load':
        return chosen(e.array, e.at.map(rewrite));
      case 'unary':
        return { ...e, x: rewrite(e.x) };
      case 'binary':
        return { ...e, x: rewrite(e.x), y: rewrite(e.y) };
      case 'ternary':
        return { ...e, x: rewrite(e.x), y: rewrite(e.y), z: rewrite(e.z) };
      case 'select':
        return { ...e, cond: rewrite(e.cond), then: rewrite(e.then), else: rewrite(e.else) };
      case 'reduce':
        return { ...e, body: rewrite(e.body) };
    }
  };
  const rewriteStatement = (s: IrStatement): IrStatement =>
    s.kind === 'kernel' || !isAffected(s.body, isUnknown) ? s : { ...s, body: rewrite(s.body) };
  return {
    ...program,
    statements: program.statements.map(rewriteStatement),
    generated: program.generated.map(rewriteStatement),
  };
}

function constant(value: number): ScalarExpr {
  return { op: 'const', value };
}

type IsUnknown = (array: ArrayId) => boolean;

function loadsUnknown(e: ScalarExpr, isUnknown: IsUnknown): boolean {
  return some(e, (node) => node.op === 'load' && isUnknown(node.array));
}

/** Whether an element is loaded at an unknown place. */
function isAffected(e: ScalarExpr, isUnknown: IsUnknown): boolean {
  return some(e, (node) => node.op === 'load' && node.at.some((at) => loadsUnknown(at, isUnknown)));
}

function some(e: ScalarExpr, holds: (node: ScalarExpr) => boolean): boolean {
  const seen = new Set<ScalarExpr>();
  const visit = (node: ScalarExpr): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return holds(node) || childrenOf(node).some(visit);
  };
  return visit(e);
}

function largestIndex(statement: IrStatement): IndexId {
  if (statement.kind === 'kernel') return -1;
  let largest = Math.max(-1, ...statement.indices.map(({ id }) => id));
  some(statement.body, (node) => {
    if (node.op === 'reduce') largest = Math.max(largest, node.index.id);
    return false;
  });
  return largest;
}
