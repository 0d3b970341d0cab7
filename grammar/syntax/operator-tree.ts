/** Builds a tree from a flat row of operands and operators (Dijkstra's shunting yard). */
import type { IToken } from 'chevrotain';
import type { Span } from '../span.ts';
import type { BinaryOp, Expr, UnaryExpr } from './ast.ts';
import {
  isComparison,
  isRightAssociative,
  precedenceOfBinary,
  precedenceOfUnary,
} from './operator-precedence.ts';
import { endOf, spanOfToken } from './tokens.ts';

/** Maximum height of an expression tree: recursive walks cannot overflow the stack. */
export const MAX_HEIGHT = 1000;

/** An error that does not stop the parser. */
export interface Complaint {
  readonly kind: 'comparisonChain' | 'dimSize' | 'tooHigh' | 'notWord';
  readonly span: Span;
  readonly expected?: string;
  readonly found?: string;
}

interface Pending {
  readonly op: BinaryOp | UnaryExpr['op'];
  readonly unary: boolean;
  readonly precedence: number;
  readonly span: Span;
}

/** Stacks of pending operands and operators. */
export class OperatorTree {
  height = 0;
  private readonly operands: Expr[] = [];
  // The outer extent of each operand, parentheses included, and its height.
  private readonly extents: { start: number; end: number; height: number }[] = [];
  private readonly pending: Pending[] = [];
  private readonly complaints: Complaint[];

  private readonly isIdle: boolean;

  constructor(complaints: Complaint[], isIdle: boolean) {
    this.complaints = complaints;
    this.isIdle = isIdle;
  }

  operand(node: Expr, start: number, last: IToken, height: number): void {
    this.operands.push(node);
    this.extents.push({ start, end: endOf(last), height });
  }

  prefix(token: IToken): void {
    if (this.isIdle) return;
    const op = token.image === '-' ? '-' : 'not';
    this.pending.push({ op, unary: true, precedence: precedenceOfUnary(op), span: spanOfToken(token) });
  }

  infix(token: IToken): void {
    if (this.isIdle) return;
    const op = token.image as BinaryOp;
    const precedence = precedenceOfBinary(op);
    while (this.pending.length > 0) {
      const top = this.pending[this.pending.length - 1];
      if (top.precedence < precedence) break;
      if (top.precedence === precedence && isRightAssociative(op)) break;
      this.reduce();
    }
    this.pending.push({ op, unary: false, precedence, span: spanOfToken(token) });
  }

  finish(): Expr {
    while (this.pending.length > 0) this.reduce();
    const { height, ...extent } = this.extents[0];
    this.height = height;
    if (height > MAX_HEIGHT) {
      this.complaints.push({ kind: 'tooHigh', span: extent });
      this.height = 1;
      return { kind: 'error', span: extent };
    }
    return this.operands[0];
  }

  private reduce(): void {
    const { op, unary, span: opSpan } = this.pending.pop() as Pending;
    const right = this.operands.pop() as Expr;
    const rightExtent = this.extents.pop() as { start: number; end: number; height: number };
    if (unary) {
      const span = { start: opSpan.start, end: rightExtent.end };
      this.operands.push({ kind: 'unary', op: op as UnaryExpr['op'], operand: right, span });
      this.extents.push({ ...span, height: rightExtent.height + 1 });
      return;
    }
    const left = this.operands.pop() as Expr;
    const leftExtent = this.extents.pop() as { start: number; end: number; height: number };
    const binaryOp = op as BinaryOp;
    const inParens = leftExtent.start !== left.span.start;
    if (isComparison(binaryOp) && left.kind === 'binary' && isComparison(left.op) && !inParens) {
      this.complaints.push({ kind: 'comparisonChain', span: opSpan, found: binaryOp });
    }
    const span = { start: leftExtent.start, end: rightExtent.end };
    this.operands.push({ kind: 'binary', op: binaryOp, opSpan, left, right, span });
    this.extents.push({ ...span, height: Math.max(leftExtent.height, rightExtent.height) + 1 });
  }
}
