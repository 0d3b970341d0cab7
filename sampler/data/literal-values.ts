/** Values written in the model itself: a number, a string, a list, nested lists. */
import type { Span } from '../../grammar/span.ts';
import type { Expr } from '../../grammar/syntax/ast.ts';
import { listCells } from './cells.ts';
import type { Cell, RawArray } from './raw-array.ts';

type InlineValue =
  | { readonly kind: 'ok'; readonly raw: RawArray }
  | { readonly kind: 'problem'; readonly message: string; readonly span: Span };

type Literal = { readonly cell: Cell } | null;

/** The value of a literal, or null where the expression is not one. */
function literal(expr: Expr): Literal {
  switch (expr.kind) {
    case 'number':
      return { cell: expr.text ?? expr.value };
    case 'string':
    case 'bool':
      return { cell: expr.value };
    case 'name':
      // A number where the type says that values may be infinite.
      if (expr.name === 'inf') return { cell: 'inf' };
      // The bare words that files use for a missing value.
      return /^(?:NA|NaN|nan|null)$/.test(expr.name) ? { cell: null } : null;
    case 'unary': {
      if (expr.op !== '-') return null;
      const inner = literal(expr.operand);
      const isNumber = expr.operand.kind === 'number' || expr.operand.kind === 'name';
      if (inner !== null && typeof inner.cell === 'string' && isNumber) return { cell: `-${inner.cell}` };
      return inner !== null && typeof inner.cell === 'number' ? { cell: -inner.cell } : null;
    }
    default:
      return null;
  }
}

/** Flattens a literal row-major; element lists must have equal lengths. */
export function readInline(expr: Expr): InlineValue {
  const shape: number[] = [];
  for (let level = expr; level.kind === 'list'; level = level.elements[0]) {
    shape.push(level.elements.length);
    if (level.elements.length === 0) return { kind: 'problem', message: 'an empty list', span: level.span };
  }
  const cells: Cell[] = [];
  const spans: Span[] = [];
  let problem: InlineValue | null = null;
  const visit = (node: Expr, depth: number): void => {
    if (problem !== null) return;
    if (depth < shape.length) {
      if (node.kind !== 'list') {
        problem = {
          kind: 'problem',
          message: `expected a list of length ${shape[depth]} here`,
          span: node.span,
        };
      } else if (node.elements.length !== shape[depth]) {
        const message = `lists of unequal length: ${shape[depth]} at first, ${node.elements.length} here`;
        problem = { kind: 'problem', message, span: node.span };
      } else for (const child of node.elements) visit(child, depth + 1);
      return;
    }
    const value = literal(node);
    if (value === null) {
      const found = node.kind === 'list' ? 'a list' : 'an expression';
      if (node.kind === 'name') {
        const message = `expected a literal (number, string or list), found the name \`${node.name}\`; a column of the file is written \`column("${node.name}")\``;
        problem = { kind: 'problem', message, span: node.span };
        return;
      }
      const message = `expected a literal (number, string or list), found ${found}; name an expression with \`let\``;
      problem = { kind: 'problem', message, span: node.span };
      return;
    }
    cells.push(value.cell);
    spans.push(node.span);
  };
  visit(expr, 0);
  if (problem !== null) return problem;
  return {
    kind: 'ok',
    raw: { cells: listCells(cells), shape, textual: false, place: (index) => ({ span: spans[index] }) },
  };
}
