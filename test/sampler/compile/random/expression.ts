/** Random expressions that are correct by construction, each with its meaning. */
import {
  add,
  apply,
  call,
  divide,
  logSumExp,
  multiply,
  number,
  positive,
  probability,
  subtract,
  tame,
} from './arithmetic.ts';
import { conditional } from './branches.ts';
import { type Expr, type Fun, type Scope, unionDims } from './meaning.ts';
import { contraction, pieces, reduction, sequence } from './reductions.ts';
import { leaf, unaries } from './references.ts';
import type { Tape } from './tape.ts';

export function expression(tape: Tape, scope: Scope, depth: number): Expr {
  if (depth <= 0) return leaf(tape, scope);
  const sub = (): Expr => expression(tape, scope, depth - 1);
  switch (tape.int(18)) {
    case 1:
    case 2:
      return add(sub(), sub());
    case 3:
      return subtract(sub(), sub());
    case 4:
    case 5: {
      const [x, y] = [sub(), sub()];
      return Math.max(-x.lo, x.hi) * Math.max(-y.lo, y.hi) > 200
        ? multiply(tame(x, 8), tame(y, 8))
        : multiply(x, y);
    }
    case 6:
      return divide(sub(), positive(tape, sub()));
    case 7:
    case 8:
      return tape.pick(unaries)(tape, sub());
    case 9:
      return conditional(tape, scope, depth);
    case 10:
    case 11:
      return reduction(tape, scope, depth);
    case 12:
      return contraction(tape, scope) ?? sub();
    case 13:
      return sequence(tape, scope) ?? sub();
    case 14: {
      const [x, y, z] = [sub(), sub(), sub()];
      switch (tape.int(6)) {
        case 0:
          return call('max', [x, y], [Math.max(x.lo, y.lo), Math.max(x.hi, y.hi)], Math.max);
        case 1:
          return call('min', [x, y], [Math.min(x.lo, y.lo), Math.min(x.hi, y.hi)], Math.min);
        case 2:
          return call(
            'log_sum_exp',
            [x, y, z],
            [Math.min(x.lo, y.lo), Math.max(x.hi, y.hi, z.hi) + 2],
            (...xs) => logSumExp(xs),
          );
        case 3: {
          const p = probability(x);
          const f = (a: number, b: number, c: number): number =>
            logSumExp([Math.log(a) + b, Math.log1p(-a) + c]);
          return call('log_mix', [p, tame(y, 20), tame(z, 20)], [-25, 21], f);
        }
        case 4:
          return call('clip', [x, number(-0.731), number(0.917)], [-0.731, 0.917], (a, b, c) =>
            Math.min(Math.max(a, b), c),
          );
        default: {
          const sd = positive(tape, z);
          const logpdf = (a: number, m: number, s: number): number =>
            -0.5 * ((a - m) / s) ** 2 - Math.log(s) - 0.5 * Math.log(2 * Math.PI);
          const write = ([a, m, s]: readonly Expr[]) => `logpdf(Normal(${m.text}, ${s.text}), ${a.text})`;
          const made = apply(write, 9, [tame(x, 5), tame(y, 5), sd], [-30, 2], logpdf);
          return { ...made, dims: unionDims([x.dims, unionDims([y.dims, sd.dims])]) };
        }
      }
    }
    case 15:
      return called(tape, scope, depth) ?? sub();
    case 16:
      return pieces(tape, scope, depth);
    default:
      return leaf(tape, scope);
  }
}

/** A function of the program's own, elementwise in its arguments. */
function called(tape: Tape, scope: Scope, depth: number): Expr | null {
  if (scope.functions.length === 0) return null;
  const fun: Fun = scope.functions[scope.functions.length - 1 - tape.int(scope.functions.length)];
  const given = fun.args.map(() => tame(expression(tape, scope, depth - 1), 3));
  // Only the first has dims, so that their order does not depend on the body.
  const args = given.map((e, i) => (i === 0 || e.dims.length === 0 ? e : number(0.4)));
  const isUsed = new RegExp(`\\b${fun.args[0]}\\b`).test(fun.body.text);
  return {
    text: `${fun.name}(${args.map((e) => e.text).join(', ')})`,
    level: 9,
    dims: isUsed ? args[0].dims : [],
    lo: fun.body.lo,
    hi: fun.body.hi,
    isData: fun.body.isData && args.every((e) => e.isData),
    value: (env) =>
      fun.body.value(Object.fromEntries(fun.args.map((name, i) => [name, () => args[i].value(env)]))),
  };
}
