/**
 * Definitions that are read in branches. Where the branch is not taken they may be undefined, as `s = sqrt(a)`
 * is in `if a > 0 then s else 0`, and a zero adjoint times an infinite derivative is NaN. Their backward code
 * therefore runs only where the adjoint is not zero.
 */
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import {
  binaryOperations,
  ternaryOperations,
  unaryOperations,
} from '../../../grammar/scalar-operations/index.ts';
import { childrenOf } from '../children.ts';
import type { PassProgram } from '../passes/pass-program.ts';
import { arraysLoaded, arraysRead } from '../passes/prune.ts';

export function guardedArrays(w: PassProgram): ReadonlySet<ArrayId> {
  const read = readInBranches(w);
  for (const s of [...w.statements].reverse()) {
    const made = s.kind === 'define' ? s.array : s.kind === 'kernel' ? s.output : null;
    if (made !== null && read.has(made)) for (const id of arraysRead(s)) read.add(id);
  }
  const undefinedSomewhere = partialArrays(w);
  return new Set([...read].filter((id) => undefinedSomewhere.has(id)));
}

function readInBranches(w: PassProgram): Set<ArrayId> {
  const read = new Set<ArrayId>();
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.op === 'select')
      for (const branch of [e.then, e.else]) for (const id of arraysLoaded(branch)) read.add(id);
    childrenOf(e).forEach(visit);
  };
  for (const s of w.statements) if (s.kind !== 'kernel') visit(s.body);
  return read;
}

/** Arrays with elements that may not be finite, or whose derivative may not be. */
function partialArrays(w: PassProgram): ReadonlySet<ArrayId> {
  const partial = new Set<ArrayId>();
  const known = new Map<ScalarExpr, boolean>();
  const isPartial = (e: ScalarExpr): boolean => {
    const found = known.get(e);
    if (found !== undefined) return found;
    const own =
      (e.op === 'load' && partial.has(e.array)) ||
      (e.op === 'unary' && !unaryOperations[e.fn].total) ||
      (e.op === 'binary' && !binaryOperations[e.fn].total) ||
      (e.op === 'ternary' && !ternaryOperations[e.fn].total) ||
      (e.op === 'reduce' && e.fn !== 'sum');
    const made = own || childrenOf(e).some(isPartial);
    known.set(e, made);
    return made;
  };
  for (const s of w.statements) {
    if (s.kind === 'kernel') partial.add(s.output);
    else if (s.kind === 'define' && isPartial(w.builder.canonical(s.body))) partial.add(s.array);
  }
  return partial;
}
