/** Expands a formula of the table in the caller's representation: IR nodes, loop code, numbers. */
import type { Expr } from '../syntax/ast.ts';
import { parseExpression } from '../syntax/parse.ts';
import {
  type BinaryFn,
  binaryOperations,
  composedOperations,
  operatorFns,
  type TernaryFn,
  ternaryOperations,
  type UnaryFn,
  unaryOperations,
} from './index.ts';

export interface ScalarAlgebra<V> {
  constant(value: number): V;
  unary(fn: UnaryFn, x: V): V;
  binary(fn: BinaryFn, x: V, y: V): V;
  ternary(fn: TernaryFn, x: V, y: V, z: V): V;
  select(cond: V, then: V, otherwise: V): V;
}

const parsed = new Map<string, Expr>();

/** Each text is parsed once. */
function parsedText(text: string): Expr {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const { expr, diagnostics } = parseExpression(text);
  if (diagnostics.length > 0) throw new Error(`the table of scalar operations has a mistake: ${text}`);
  parsed.set(text, expr);
  return expr;
}

/** @throws Error where the text uses what is neither in `names` nor in the table: a mistake of the table. */
export function expand<V>(algebra: ScalarAlgebra<V>, text: string, names: ReadonlyMap<string, V>): V {
  const visit = (e: Expr): V => {
    switch (e.kind) {
      case 'number':
        return algebra.constant(e.value);
      case 'name': {
        const value = names.get(e.name);
        if (value === undefined) throw new Error(`\`${e.name}\` has no value in \`${text}\``);
        return value;
      }
      case 'unary':
        return algebra.unary(e.op === '-' ? 'neg' : 'not', visit(e.operand));
      case 'binary':
        if (e.op === '@') break;
        return algebra.binary(operatorFns[e.op], visit(e.left), visit(e.right));
      case 'if':
        return algebra.select(visit(e.condition), visit(e.then), visit(e.else));
      case 'call':
        return apply(
          algebra,
          e.callee.name,
          e.args.map((arg) => visit(arg.value)),
        );
      default:
        break;
    }
    throw new Error(`the table of scalar operations cannot use ${e.kind} in \`${text}\``);
  };
  return visit(parsedText(text));
}

/** The operation of this name of some values: its definition, where it has one. */
export function apply<V>(algebra: ScalarAlgebra<V>, name: string, args: readonly V[]): V {
  const row = composedOperations.get(name);
  if (row !== undefined && row.arguments.length === args.length)
    return expand(algebra, row.definition, new Map(row.arguments.map((a, i) => [a.name, args[i]])));
  if (isUnary(name) && args.length === 1) return algebra.unary(name, args[0]);
  if (isBinary(name) && args.length === 2) return algebra.binary(name, args[0], args[1]);
  if (isTernary(name) && args.length === 3) return algebra.ternary(name, args[0], args[1], args[2]);
  throw new Error(`there is no scalar operation ${name} of ${args.length} arguments`);
}

function isUnary(name: string): name is UnaryFn {
  return Object.hasOwn(unaryOperations, name);
}
function isBinary(name: string): name is BinaryFn {
  return Object.hasOwn(binaryOperations, name);
}
function isTernary(name: string): name is TernaryFn {
  return Object.hasOwn(ternaryOperations, name);
}
