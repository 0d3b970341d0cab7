/** Shared subexpressions: since equal expressions are one object, the tree of an expression can be exponentially larger. */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';

/** Operations of an expression written out as a tree. */
export function treeSize(expr: ScalarExpr, known: Map<ScalarExpr, number> = new Map()): number {
  const found = known.get(expr);
  if (found !== undefined) return found;
  const size = childrenOf(expr).reduce((total, child) => total + treeSize(child, known), 1);
  known.set(expr, size);
  return size;
}

/**
 * The parts that occur more than once in an expression whose tree has more than `most` operations, inner parts first.
 * Numbers, indices and elements do not count.
 */
export function sharedParts(expr: ScalarExpr, most: number): readonly ScalarExpr[] {
  if (treeSize(expr) <= most) return [];
  const uses = new Map<ScalarExpr, number>();
  const childrenFirst: ScalarExpr[] = [];
  const visit = (node: ScalarExpr): void => {
    const before = uses.get(node) ?? 0;
    uses.set(node, before + 1);
    if (before > 0) return;
    for (const child of childrenOf(node)) visit(child);
    childrenFirst.push(node);
  };
  visit(expr);
  return childrenFirst.filter((node) => (uses.get(node) ?? 0) > 1 && !isAtom(node));
}

function isAtom({ op }: ScalarExpr): boolean {
  return op === 'const' || op === 'index' || op === 'load';
}
