/** Named arrays in expressions: whole, gathered, an element; and functions of one number. */
import { Phi } from '../../../../sampler/compile/interpreter/special.ts';
import {
  apply,
  call,
  negate,
  number,
  operand,
  positive,
  probability,
  sigmoid,
  softplus,
  tame,
} from './arithmetic.ts';
import { type Atom, type Dim, type Env, type Expr, type Index, type Scope, unionDims } from './meaning.ts';
import type { Tape } from './tape.ts';

/** An element, a gather or the whole of an atom, with dims that the scope allows; null where there is none. */
export function reference(tape: Tape, scope: Scope, atom: Atom, depth = 2): Expr | null {
  const kept: string[] = [];
  const parts: { readonly axis: number; readonly position: Expr | null }[] = [];
  const gathers: (readonly string[])[] = [];
  const outside = new Set<string>();
  for (const [axis, dim] of atom.dims.entries()) {
    const whole = scope.ambient.includes(dim.name) && !outside.has(dim.name);
    if (whole && !tape.chance(25)) {
      kept.push(dim.name);
      outside.add(dim.name);
      parts.push({ axis, position: null });
      continue;
    }
    const position = positionIn(tape, scope, dim, depth);
    // A gathered dim beside a kept one of its name would be two axes of one name.
    if (position.dims.some((d) => kept.includes(d) || atom.dims.some((other) => other.name === d)))
      return null;
    gathers.push(position.dims);
    for (const d of position.dims) outside.add(d);
    parts.push({ axis, position });
  }
  if (kept.some((d, i) => kept.indexOf(d) !== i)) return null;
  const isWhole = parts.every((p) => p.position === null);
  const texts = parts.map((p) => p.position?.text ?? '..');
  while (texts.at(-1) === '..') texts.pop();
  const gathered = unionDims(gathers);
  const first = parts.findIndex((p) => p.position !== null && p.position.dims.length > 0);
  const dims: string[] = [];
  for (const [axis, part] of parts.entries()) {
    if (axis === first) dims.push(...gathered);
    if (part.position === null) dims.push(atom.dims[axis].name);
  }
  return {
    text: isWhole ? atom.name : `${atom.name}[${texts.join(', ')}]`,
    level: 9,
    dims,
    lo: atom.lo,
    hi: atom.hi,
    isData: atom.isData,
    value: (env) =>
      atom.at(
        parts.map((p) =>
          p.position === null ? (env[atom.dims[p.axis].name] as number) : p.position.value(env),
        ),
        env,
      ),
  };
}

/** A position on an axis; its value is 0-based, its text 1-based or a label. */
function positionIn(tape: Tape, scope: Scope, dim: Dim, depth: number): Expr {
  const base = { level: 9, dims: [], lo: 0, hi: dim.size - 1, isData: true } as const;
  const options: (() => Expr)[] = [];
  for (const index of scope.indices) {
    if (index.dim.name !== dim.name) continue;
    const at = (env: Env): number => env[index.name] as number;
    options.push(() => ({ ...base, text: index.name, value: at }));
    if (index.before > 0)
      options.push(() => ({
        ...base,
        text: `${index.name} - ${index.before}`,
        value: (env) => at(env) - index.before,
      }));
    if (index.after > 0)
      options.push(() => ({
        ...base,
        text: `${index.name} + ${index.after}`,
        value: (env) => at(env) + index.after,
      }));
  }
  for (const atom of depth > 0 ? scope.atoms : []) {
    if (atom.labelsOf !== dim.name || !atom.isData) continue;
    const gather = reference(tape, scope, atom, depth - 1);
    if (gather !== null) options.push(() => gather);
  }
  const fixed = (): Expr => {
    const p = tape.int(dim.size);
    const label = dim.labels?.[p];
    return {
      ...base,
      text: label !== undefined && tape.chance(60) ? `"${label}"` : String(p + 1),
      value: () => p,
    };
  };
  return options.length === 0 || tape.chance(15) ? fixed() : tape.pick(options)();
}

/** A number: data, parameters, what was derived from them, an index, a constant. */
export function leaf(tape: Tape, scope: Scope): Expr {
  const usable = scope.atoms.filter((a) => a.labelsOf === null && !a.isBool);
  for (let attempt = 0; attempt < 3 && usable.length > 0; attempt++) {
    // The last declared first, so that derived quantities, and thereby their parameters, are used.
    const atom = usable[usable.length - 1 - tape.int(usable.length)];
    const made = reference(tape, scope, atom);
    if (made !== null) return made;
  }
  if (scope.indices.length > 0 && tape.chance(50)) return indexNumber(tape.pick(scope.indices));
  return number(tape.real(-2, 2));
}

export function indexNumber(index: Index): Expr {
  return {
    text: index.name,
    level: 9,
    dims: [],
    lo: 1,
    hi: index.dim.size,
    isData: true,
    value: (env) => (env[index.name] as number) + 1,
  };
}

export const unaries: readonly ((tape: Tape, x: Expr) => Expr)[] = [
  (_, x) => negate(x),
  (_, x) => {
    const y = tame(x, 2);
    return call('exp', [y], [Math.exp(y.lo), Math.exp(y.hi)], Math.exp);
  },
  (tape, x) => {
    const y = positive(tape, x);
    return call('log', [y], [Math.log(y.lo), Math.log(y.hi)], Math.log);
  },
  (tape, x) => {
    const y = positive(tape, x);
    return call('sqrt', [y], [Math.sqrt(y.lo), Math.sqrt(y.hi)], Math.sqrt);
  },
  (_, x) => {
    const y = tame(x, 8);
    return call('square', [y], [0, Math.max(y.lo ** 2, y.hi ** 2)], (a) => a * a);
  },
  (_, x) => call('tanh', [x], [-1, 1], Math.tanh),
  (_, x) => call('sin', [x], [-1, 1], Math.sin),
  (_, x) => call('inv_logit', [tame(x, 6)], [0.002, 0.998], sigmoid),
  (_, x) => call('abs', [x], [0, Math.max(Math.abs(x.lo), Math.abs(x.hi))], Math.abs),
  (_, x) => call('Phi', [tame(x, 3)], [0.001, 0.999], Phi),
  (_, x) => call('log1p_exp', [x], [0, Math.max(1, x.hi + 1)], softplus),
  (_, x) => {
    const p = probability(x);
    return call('logit', [p], [-5, 5], (a) => Math.log(a / (1 - a)));
  },
  (tape, x) => {
    const y = tame(x, 3);
    const power = tape.pick([2, 3, 4, -1, -2, 0.5, 1.7]);
    const base = power > 0 && Number.isInteger(power) ? y : positive(tape, y);
    const ends = [base.lo ** power, base.hi ** power, power === 2 || power === 4 ? 0 : base.hi ** power];
    const write = ([e]: readonly Expr[]) => `${operand(e, 9)}^${power < 0 ? `(${power})` : power}`;
    return apply(write, 8, [base], [Math.min(...ends), Math.max(...ends)], (a) => a ** power);
  },
];
