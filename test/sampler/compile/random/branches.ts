/** Random conditions and branches. */
import { apply, call, multiply, number, operand, tame } from './arithmetic.ts';
import { expression } from './expression.ts';
import { type Env, type Expr, type Scope, unionDims } from './meaning.ts';
import { indexNumber, leaf, reference } from './references.ts';
import type { Tape } from './tape.ts';

function condition(tape: Tape, scope: Scope, depth: number): Expr {
  const truth = (x: boolean): number => (x ? 1 : 0);
  switch (tape.int(6)) {
    case 1: {
      const flags = scope.atoms.filter((a) => a.isBool);
      const flag = flags.length === 0 ? null : reference(tape, scope, tape.pick(flags));
      if (flag !== null) return flag;
      break;
    }
    case 2: {
      if (scope.indices.length === 0) break;
      const at = indexNumber(tape.pick(scope.indices));
      const [op, f] = tape.pick(comparisons);
      const to = number(1 + tape.int(at.hi));
      return apply(
        ([a, b]) => `${a.text} ${op} ${b.text}`,
        4,
        [at, to],
        [0, 1],
        (a, b) => truth(f(a, b)),
      );
    }
    case 3: {
      if (depth <= 0) break;
      const [word, level, f] = tape.pick([
        ['and', 2, (a: number, b: number) => a * b] as const,
        ['or', 1, (a: number, b: number) => Math.max(a, b)] as const,
      ]);
      const parts = [condition(tape, scope, depth - 1), condition(tape, scope, depth - 1)];
      const write = ([a, b]: readonly Expr[]) => `${operand(a, level)} ${word} ${operand(b, level + 1)}`;
      return apply(write, level, parts, [0, 1], f);
    }
    case 4: {
      const labels = scope.atoms.filter((a) => a.labelsOf !== null && a.isData);
      if (labels.length === 0) break;
      const atom = tape.pick(labels);
      const dim = scope.dims.find((d) => d.name === atom.labelsOf);
      const made = reference(tape, scope, atom);
      if (made === null || dim === undefined) break;
      const p = tape.int(dim.size);
      const label = dim.labels === null ? String(p + 1) : `"${dim.labels[p]}"`;
      const eq = tape.chance(70);
      return {
        ...apply(
          ([a]) => `${a.text} ${eq ? '==' : '!='} ${label}`,
          4,
          [made],
          [0, 1],
          (a) => truth((a === p) === eq),
        ),
      };
    }
    case 5: {
      if (depth <= 0) break;
      return apply(
        ([a]) => `not ${operand(a, 3)}`,
        3,
        [condition(tape, scope, depth - 1)],
        [0, 1],
        (a) => 1 - a,
      );
    }
    default:
      break;
  }
  // Almost never equal, so that finite differences do not cross the branch.
  const x = leaf(tape, scope);
  const y = number(tape.real(-1, 1) + 0.0137);
  const [op, f] = tape.pick(comparisons.slice(2));
  return apply(
    ([a, b]) => `${operand(a, 5)} ${op} ${operand(b, 5)}`,
    4,
    [x, y],
    [0, 1],
    (a, b) => truth(f(a, b)),
  );
}

type Test = readonly [string, (a: number, b: number) => boolean];

const comparisons: readonly Test[] = [
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
  ['<', (a, b) => a < b],
  ['<=', (a, b) => a <= b],
  ['>', (a, b) => a > b],
  ['>=', (a, b) => a >= b],
];

export function conditional(tape: Tape, scope: Scope, depth: number): Expr {
  // Under a test of an index its neighbours exist.
  const index = scope.indices.find((i) => i.dim.size > 1 && i.before === 0 && i.after === 0);
  if (index !== undefined && tape.chance(50)) {
    const forward = tape.chance(40);
    const near = { ...index, before: forward ? 0 : 1, after: forward ? 1 : 0 };
    const inner = { ...scope, indices: scope.indices.map((i) => (i === index ? near : i)) };
    const edge = forward ? index.dim.size : 1;
    const [x, y] = [expression(tape, inner, depth - 1), expression(tape, scope, depth - 1)];
    const atEdge = (env: Env): boolean => (env[index.name] as number) + 1 === edge;
    const made = apply(
      (es) => es.map((e) => e.text).join(''),
      0,
      [x, y],
      [Math.min(x.lo, y.lo), Math.max(x.hi, y.hi)],
      (a) => a,
    );
    const branches = { value: (env: Env) => (atEdge(env) ? y.value(env) : x.value(env)) };
    if (tape.chance(50))
      return {
        ...made,
        ...branches,
        dims: unionDims([y.dims, x.dims]),
        text: `if ${index.name} == ${edge} then ${y.text} else ${x.text}`,
      };
    const test = forward ? `${index.name} < size(${index.dim.name})` : `${index.name} > 1`;
    return { ...made, ...branches, text: `if ${test} then ${x.text} else ${y.text}` };
  }
  if (tape.chance(25)) return guardedPole(tape, scope, depth);
  const c = condition(tape, scope, 1);
  const x = expression(tape, scope, depth - 1);
  const y = expression(tape, scope, depth - 1);
  const write = ([a, b, d]: readonly Expr[]) => `if ${a.text} then ${b.text} else ${d.text}`;
  const range = [Math.min(x.lo, y.lo), Math.max(x.hi, y.hi)] as const;
  const made = apply(write, 0, [c, x, y], range, (a, b, d) => (a !== 0 ? b : d));
  return { ...made, value: (env) => (c.value(env) !== 0 ? x.value(env) : y.value(env)) };
}

/** A function that is defined only where the condition holds. */
function guardedPole(tape: Tape, scope: Scope, depth: number): Expr {
  const at = leaf(tape, scope);
  const hi = Math.max(at.hi, 0.1);
  const [name, f] = tape.pick([
    ['log', Math.log],
    ['sqrt', Math.sqrt],
  ] as const);
  const inside = call(name, [at], [f(0.01), f(hi)], f);
  const x = multiply(tame(expression(tape, scope, depth - 1), 10), inside);
  const y = expression(tape, scope, depth - 1);
  const made = apply(
    ([a, b, d]) => `if ${operand(a, 5)} > 0.0137 then ${b.text} else ${d.text}`,
    0,
    [at, x, y],
    [Math.min(x.lo, y.lo), Math.max(x.hi, y.hi)],
    (a) => a,
  );
  return { ...made, value: (env) => (at.value(env) > 0.0137 ? x.value(env) : y.value(env)) };
}
