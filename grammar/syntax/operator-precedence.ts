import type { BinaryOp, UnaryExpr } from './ast.ts';

/** Binding strength of the operators, weakest first; `if` binds weaker than all of them. */
const binary: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '@': 6,
  '^': 8,
};

const unary: Readonly<Record<UnaryExpr['op'], number>> = { not: 3, '-': 7 };

export function precedenceOfBinary(op: BinaryOp): number {
  return binary[op];
}

export function precedenceOfUnary(op: UnaryExpr['op']): number {
  return unary[op];
}

export function isRightAssociative(op: BinaryOp): boolean {
  return op === '^';
}

export function isComparison(op: BinaryOp): boolean {
  return binary[op] === 4;
}
