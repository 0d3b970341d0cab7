/** Finding nodes of the syntax tree by position. */
import type { Node, Program } from '../grammar/syntax/ast.ts';
import { children } from '../grammar/syntax/walk.ts';
import { touches } from './ranges.ts';

/** The nodes around an offset, outermost first, the program itself left out. */
export function pathAt(program: Program, offset: number): Node[] {
  const path: Node[] = [];
  let siblings: readonly Node[] = program.statements;
  for (;;) {
    const inside = siblings.filter((node) => touches(node.span, offset));
    // Between two neighbours the one that starts here wins: the cursor stands before its first letter.
    const next = inside.find((node) => node.span.start === offset && node.span.end > offset) ?? inside.at(0);
    if (next === undefined) return path;
    path.push(next);
    siblings = children(next);
  }
}
