/** The parts of a scalar expression. */
import type { ScalarExpr } from '../../grammar/ir.ts';

export function childrenOf(node: ScalarExpr): readonly ScalarExpr[] {
  switch (node.op) {
    case 'const':
    case 'index':
      return [];
    case 'load':
      return node.at;
    case 'unary':
      return [node.x];
    case 'binary':
      return [node.x, node.y];
    case 'ternary':
      return [node.x, node.y, node.z];
    case 'select':
      return [node.cond, node.then, node.else];
    case 'reduce':
      return node.index.segment === undefined
        ? [node.body]
        : [node.body, node.index.segment.start, node.index.segment.end];
  }
}
