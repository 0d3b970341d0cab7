/** Draws of a distribution of the program, from its line `draw = …`: closures over plain numbers, made once. */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import { operatorFns } from '../../grammar/scalar-operations/index.ts';
import { namedConstants } from '../../grammar/scope/named-constants.ts';
import type { CallExpr, Expr, FunStatement } from '../../grammar/syntax/ast.ts';
import { applyScalar, binaryFunction, unaryFunction } from '../math/scalar-operations.ts';
import type { DrawnSampler, Rng } from './distribution-sampler.ts';
import { openUniform } from './distribution-sampler.ts';

/** A number computed from the values of the names in view. */
type Compute = (values: ArrayLike<number>, rng: Rng) => number;

interface Names {
  /** The place of each name among the values. */
  readonly places: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, FunStatement>;
}

/** Undefined where it has no `draw =`. */
export function ownSampler({ name, arguments: args, own }: Distribution): DrawnSampler | undefined {
  if (own?.draw === undefined) return undefined;
  const functions = new Map(own.functions.map((fn) => [fn.name.name, fn]));
  const places = new Map(args.map((argument, i) => [argument.name, i]));
  return { kind: 'drawn', name, draw: compute(own.draw, { places, functions }) };
}

function compute(expr: Expr, names: Names): Compute {
  switch (expr.kind) {
    case 'number': {
      const { value } = expr;
      return () => value;
    }
    case 'bool': {
      const value = expr.value ? 1 : 0;
      return () => value;
    }
    case 'name': {
      const place = names.places.get(expr.name);
      const constant = namedConstants.get(expr.name) ?? Number.NaN;
      return place === undefined ? () => constant : (values) => values[place];
    }
    case 'unary': {
      const of = unaryFunction(expr.op === '-' ? 'neg' : 'not');
      const operand = compute(expr.operand, names);
      return (values, rng) => of(operand(values, rng));
    }
    case 'binary': {
      if (expr.op === '@') return () => Number.NaN;
      const of = binaryFunction(operatorFns[expr.op]);
      const left = compute(expr.left, names);
      const right = compute(expr.right, names);
      return (values, rng) => of(left(values, rng), right(values, rng));
    }
    case 'if': {
      const condition = compute(expr.condition, names);
      const yes = compute(expr.then, names);
      const no = compute(expr.else, names);
      return (values, rng) => (condition(values, rng) !== 0 ? yes(values, rng) : no(values, rng));
    }
    case 'call':
      return computeCall(expr, names);
    default:
      // The checker refuses all others.
      return () => Number.NaN;
  }
}

function computeCall({ callee: { name }, args }: CallExpr, names: Names): Compute {
  const fn = names.functions.get(name);
  if (fn === undefined && name === 'uniform') return (_, rng) => openUniform(rng);
  if (fn === undefined && name === 'normal') return (_, rng) => rng.normal();
  const parts = args.map((arg) => compute(arg.value, names));
  if (fn === undefined) {
    return (values, rng) =>
      applyScalar(
        name,
        parts.map((part) => part(values, rng)),
      );
  }
  // Each argument is computed once, in the order in which it is given.
  const at = args.map((arg, i) =>
    arg.name === undefined ? i : fn.params.findIndex((param) => param.name.name === arg.name?.name),
  );
  const body = compute(fn.body, {
    ...names,
    places: new Map(fn.params.map((param, i) => [param.name.name, i])),
  });
  return (values, rng) => {
    const own = new Float64Array(parts.length);
    for (let i = 0; i < parts.length; i++) own[at[i]] = parts[i](values, rng);
    return body(own, rng);
  };
}
