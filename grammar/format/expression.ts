/** Layouts of expressions. Each takes exactly the expression's own tokens from the cursor, parentheses included. */
import type {
  Arg,
  BinaryExpr,
  Binder,
  CallExpr,
  Expr,
  IfExpr,
  IndexExpr,
  ListExpr,
  Range,
} from '../syntax/ast.ts';
import { precedenceOfBinary } from '../syntax/operator-precedence.ts';
import { unreachable } from '../unreachable.ts';
import { type Doc, fill, group, join, line, nest, softline } from './pretty-printer.ts';
import type { Cursor } from './token-cursor.ts';

export function expression(cursor: Cursor, node: Expr): Doc {
  return [cursor.takeLeading(), uncommented(cursor, node)];
}

function uncommented(cursor: Cursor, node: Expr): Doc {
  // Parentheses are not nodes; those before the node's first character surround it.
  if (cursor.peek() === '(' && cursor.offset < node.span.start) {
    const open = cursor.take();
    const inner = expression(cursor, node);
    return group(open, nest(softline, inner), softline, cursor.take());
  }
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'bool':
    case 'name':
      return cursor.take();
    case 'list':
      return list(cursor, node);
    case 'unary': {
      const sign = cursor.take();
      return [sign, node.op === 'not' ? ' ' : '', expression(cursor, node.operand)];
    }
    case 'binary':
      return binary(cursor, node);
    case 'if':
      return conditional(cursor, node);
    case 'index':
      return index(cursor, node);
    case 'call':
      return call(cursor, node);
    case 'error':
      throw new RangeError('a program with mistakes has no layout');
    default:
      return unreachable(node);
  }
}

/** `a + b - c` breaks before all operators of the same precedence, or before none. */
function binary(cursor: Cursor, node: BinaryExpr): Doc {
  if (node.op === '^') {
    const base = expression(cursor, node.left);
    const sign = cursor.take();
    return [base, sign, expression(cursor, node.right)];
  }
  const [first, ...rest] = chain(cursor, node);
  return group(first, nest(...rest));
}

function chain(cursor: Cursor, node: BinaryExpr): Doc[] {
  const { left, right, op } = node;
  const isParenthesised = cursor.peek() === '(' && cursor.offset < left.span.start;
  const continues =
    !isParenthesised &&
    left.kind === 'binary' &&
    precedenceOfBinary(left.op) === precedenceOfBinary(op) &&
    left.op !== '^';
  const start = continues ? chain(cursor, left) : [expression(cursor, left)];
  const sign = cursor.take();
  return [...start, line, sign, ' ', expression(cursor, right)];
}

/** `if … then …` with each `else` on a line of its own where not all fit on one. */
function conditional(cursor: Cursor, node: IfExpr): Doc {
  const parts: Doc[] = [];
  let branch: Expr = node;
  while (branch.kind === 'if' && !(cursor.peek() === '(' && cursor.offset < branch.span.start)) {
    const word = cursor.take();
    const condition = expression(cursor, branch.condition);
    const then = cursor.take();
    parts.push(word, ' ', condition, ' ', then, ' ', expression(cursor, branch.then), line);
    parts.push(cursor.take(), ' ');
    branch = branch.else;
  }
  return group(...parts, expression(cursor, branch));
}

function index(cursor: Cursor, node: IndexExpr): Doc {
  const target = expression(cursor, node.target);
  const open = cursor.take();
  const args = separated(cursor, node.args, (arg) => rangeOrExpression(cursor, arg));
  return [target, group(open, nest(softline, args), softline, cursor.take())];
}

function rangeOrExpression(cursor: Cursor, node: Range | Expr): Doc {
  return node.kind === 'range' ? range(cursor, node) : expression(cursor, node);
}

export function range(cursor: Cursor, node: Range): Doc {
  const lo = node.lo === undefined ? [] : expression(cursor, node.lo);
  // `2. ..3` would read as `2 .. .3`.
  const isPoint = node.lo?.kind === 'number' && cursor.lastEndsWithPoint();
  const dots = cursor.take();
  return [lo, isPoint ? ' ' : '', dots, node.hi === undefined ? [] : expression(cursor, node.hi)];
}

function call(cursor: Cursor, node: CallExpr): Doc {
  const callee = cursor.take();
  const open = cursor.take();
  if (node.args.length === 0) return [callee, open, cursor.take()];
  const args = separated(cursor, node.args, (arg) => argument(cursor, arg));
  return [callee, group(open, nest(softline, args), softline, cursor.take())];
}

function argument(cursor: Cursor, node: Arg): Doc {
  const parts: Doc[] = [];
  if (node.name !== undefined) {
    const name = cursor.take();
    parts.push(name, ' ', cursor.take(), ' ');
  }
  parts.push(expression(cursor, node.value));
  if (node.over !== undefined) {
    parts.push(
      ' ',
      cursor.take(),
      ' ',
      separated(cursor, node.over, () => cursor.take(), ' '),
    );
  }
  if (node.by !== undefined) parts.push(' ', cursor.take(), ' ', expression(cursor, node.by));
  if (node.binders !== undefined) {
    const word = cursor.take();
    parts.push(
      nest(
        line,
        word,
        ' ',
        node.binders.map((one, i) => (i === 0 ? binder(cursor, one) : nextBinder(cursor, one))),
      ),
    );
  }
  return group(...parts);
}

/** `, j in b` or ` for j in b` */
function nextBinder(cursor: Cursor, node: Binder): Doc {
  const gap = cursor.peek() === ',' ? [] : [' '];
  return [gap, cursor.take(), ' ', binder(cursor, node)];
}

export function binder(cursor: Cursor, node: Binder): Doc {
  const name = cursor.take();
  const word = cursor.take();
  return [name, ' ', word, ' ', rangeOrExpression(cursor, node.domain)];
}

/** A list of plain values is filled; other lists that do not fit on one line have one item per line. */
function list(cursor: Cursor, node: ListExpr): Doc {
  const open = cursor.take();
  if (node.elements.length === 0) return [open, cursor.take()];
  const isPlain = node.elements.every(isAtom);
  if (!isPlain) {
    const elements = separated(cursor, node.elements, (element) => expression(cursor, element));
    return group(open, nest(softline, elements), softline, cursor.take());
  }
  const items = node.elements.flatMap((element, i): Doc[] => {
    const value = expression(cursor, element);
    return i === node.elements.length - 1 ? [value] : [[value, cursor.take()], line];
  });
  return group(open, nest(softline, fill(items)), softline, cursor.take());
}

function isAtom(node: Expr): boolean {
  if (node.kind === 'unary') return isAtom(node.operand);
  return node.kind === 'number' || node.kind === 'string' || node.kind === 'bool' || node.kind === 'name';
}

/** Items with commas, which the cursor has between them. */
export function separated<Item>(
  cursor: Cursor,
  items: readonly Item[],
  layout: (item: Item) => Doc,
  gap: Doc = line,
): Doc {
  const docs = items.map((item, i) => {
    const doc = layout(item);
    return i === items.length - 1 ? doc : [doc, cursor.take()];
  });
  return join(docs, gap);
}
