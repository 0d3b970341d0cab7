/**
 * Splits loops at index values that the body compares with (`if t == 1 then … else …`), so that each
 * part is free of the branch: what is invariant in a branch can then be hoisted, and recurrences run
 * without a test per step.
 */
import type { Index, IndexId, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import { type Builder, rebuild, substituteIndices } from '../graph/builder.ts';
import type { PassProgram } from './pass-program.ts';

const MOST_PARTS = 8;

export function peel(w: PassProgram): PassProgram {
  return { ...w, statements: w.statements.flatMap((s) => peelStatement(w.builder, s)) };
}

function peelStatement(b: Builder, statement: IrStatement): IrStatement[] {
  if (statement.kind === 'kernel') return [statement];
  const recurrent = statement.kind === 'define' && statement.recurrent;
  for (let axis = 0; axis < statement.indices.length; axis++) {
    const index = statement.indices[axis];
    const cuts = [...cutsOf(statement.body, index)].sort((x, y) => x - y);
    if (cuts.length === 0 || cuts.length + 1 > MOST_PARTS) continue;
    // In a recurrence only the first index may be cut: its order is the order of evaluation.
    if (recurrent && axis > 0) continue;
    const bounds = [index.from, ...cuts, index.to];
    const parts: IrStatement[] = [];
    for (let k = 0; k + 1 < bounds.length; k++) {
      const part: Index = { id: index.id, from: bounds[k], to: bounds[k + 1] };
      const body = decide(b, statement.body, part);
      const indices = statement.indices.map((i, at) => (at === axis ? part : i));
      parts.push(...peelStatement(b, { ...statement, indices, body }));
    }
    return parts;
  }
  return [statement];
}

/** Positions where a comparison of the index with a constant changes its outcome, inside the range. */
function cutsOf(body: ScalarExpr, index: Index): Set<number> {
  const cuts = new Set<number>();
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    const test = comparisonWith(e, index.id);
    if (test !== undefined) {
      const { at, fn } = test;
      const edges =
        fn === 'eq' || fn === 'ne'
          ? [Math.ceil(at), Math.floor(at) + 1]
          : fn === 'lt' || fn === 'ge'
            ? [Math.ceil(at)]
            : [Math.floor(at) + 1];
      for (const edge of edges) if (edge > index.from && edge < index.to) cuts.add(edge);
    }
    childrenOf(e).forEach(visit);
  };
  visit(body);
  return cuts;
}

interface Comparison {
  readonly fn: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
  /** The index value it is compared with. */
  readonly at: number;
}

/** `index + c1 <op> c2`, in either order. */
function comparisonWith(e: ScalarExpr, index: IndexId): Comparison | undefined {
  if (e.op !== 'binary') return undefined;
  if (!['eq', 'ne', 'lt', 'le', 'gt', 'ge'].includes(e.fn)) return undefined;
  const fn = e.fn as Comparison['fn'];
  // `c - index`, in a recurrence that runs backwards.
  const behind = e.x.op === 'binary' && e.x.fn === 'sub' && e.x.x.op === 'const' ? e.x : undefined;
  const offset = behind === undefined ? undefined : offsetOf(behind.y, index);
  if (behind?.x.op === 'const' && offset !== undefined && e.y.op === 'const')
    return { fn: mirrored(fn), at: behind.x.value - e.y.value - offset };
  const left = offsetOf(e.x, index);
  const right = offsetOf(e.y, index);
  if (left !== undefined && e.y.op === 'const') return { fn, at: e.y.value - left };
  if (right !== undefined && e.x.op === 'const') return { fn: mirrored(fn), at: e.x.value - right };
  return undefined;
}

function offsetOf(e: ScalarExpr, index: IndexId): number | undefined {
  if (e.op === 'index') return e.index === index ? 0 : undefined;
  if (e.op !== 'binary' || (e.fn !== 'add' && e.fn !== 'sub')) return undefined;
  if (e.y.op === 'const') {
    const inner = offsetOf(e.x, index);
    return inner === undefined ? undefined : e.fn === 'add' ? inner + e.y.value : inner - e.y.value;
  }
  if (e.x.op === 'const' && e.fn === 'add') {
    const inner = offsetOf(e.y, index);
    return inner === undefined ? undefined : inner + e.x.value;
  }
  return undefined;
}

function mirrored(fn: Comparison['fn']): Comparison['fn'] {
  const mirror = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const;
  return mirror[fn];
}

/** The body on a range where every such comparison has one outcome. */
function decide(b: Builder, body: ScalarExpr, range: Index): ScalarExpr {
  if (range.to === range.from + 1)
    return substituteIndices(b, body, new Map([[range.id, b.constant(range.from)]]));
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const known = memo.get(e);
    if (known !== undefined) return known;
    const test = comparisonWith(e, range.id);
    const made = test === undefined ? rebuild(b, e, visit) : b.constant(holds(test, range.from) ? 1 : 0);
    memo.set(e, made);
    return made;
  };
  return visit(b.canonical(body));
}

function holds({ fn, at }: Comparison, value: number): boolean {
  switch (fn) {
    case 'eq':
      return value === at;
    case 'ne':
      return value !== at;
    case 'lt':
      return value < at;
    case 'le':
      return value <= at;
    case 'gt':
      return value > at;
    case 'ge':
      return value >= at;
  }
}
