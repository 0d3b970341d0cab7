/** Random reductions, contractions and functions along a dim. */
import { add, logSumExp, number, square, sum, tame } from './arithmetic.ts';
import { expression } from './expression.ts';
import type { Dim, Env, Expr, Index, Scope } from './meaning.ts';
import { indexNumber, leaf, reference } from './references.ts';
import type { Tape } from './tape.ts';

const reductions: readonly {
  name: string;
  least: number;
  f: (xs: readonly number[]) => number;
  range: (e: Expr, n: number) => [number, number];
}[] = [
  { name: 'sum', least: 1, f: sum, range: (e, n) => [n * e.lo, n * e.hi] },
  { name: 'mean', least: 1, f: (xs) => sum(xs) / xs.length, range: (e) => [e.lo, e.hi] },
  { name: 'log_sum_exp', least: 1, f: logSumExp, range: (e, n) => [e.lo, e.hi + Math.log(n)] },
  { name: 'max', least: 1, f: (xs) => Math.max(...xs), range: (e) => [e.lo, e.hi] },
  { name: 'min', least: 1, f: (xs) => Math.min(...xs), range: (e) => [e.lo, e.hi] },
  {
    name: 'prod',
    least: 1,
    f: (xs) => xs.reduce((a, b) => a * b, 1),
    range: (e, n) => [-(Math.max(-e.lo, e.hi) ** n), Math.max(-e.lo, e.hi) ** n],
  },
  { name: 'var', least: 2, f: variance, range: (e) => [0, (e.hi - e.lo) ** 2] },
  { name: 'sd', least: 3, f: (xs) => Math.sqrt(variance(xs)), range: (e) => [0, e.hi - e.lo] },
];

function variance(xs: readonly number[]): number {
  const centre = sum(xs) / xs.length;
  return sum(xs.map((x) => (x - centre) ** 2)) / (xs.length - 1);
}

/** A dimension, or a part of it that ends at an index or at a whole number of data, which may be none. */
function rangeOver(
  tape: Tape,
  scope: Scope,
  dim: Dim,
  how: string,
): { text: string; last: (env: Env) => number } {
  const whole = { text: dim.name, last: () => dim.size };
  if (how === 'var' || how === 'sd' || how === 'mean' || !tape.chance(35)) return whole;
  const outer = scope.indices.find((i) => i.dim.name === dim.name);
  if (outer !== undefined && tape.chance(60))
    return { text: `1..${outer.name}`, last: (env) => (env[outer.name] as number) + 1 };
  const least = how === 'sum' || how === 'prod' ? 0 : 1;
  const ends = scope.atoms.filter(
    (a) => a.isWhole && a.labelsOf === null && a.hi <= dim.size && a.lo >= least,
  );
  const end = ends.length === 0 ? null : reference(tape, { ...scope, ambient: [] }, tape.pick(ends));
  return end === null || end.dims.length > 0
    ? whole
    : { text: `1..${end.text}`, last: (env) => end.value(env) };
}

export function reduction(tape: Tape, scope: Scope, depth: number): Expr {
  const byIndex = scope.isFunction === true || tape.chance(60);
  const free = byIndex ? scope.dims : scope.dims.filter((d) => !scope.ambient.includes(d.name));
  if (free.length === 0) return leaf(tape, scope);
  const dim = tape.pick(free);
  const shaped = reductions.filter((r) => r.least <= dim.size && (r.name !== 'sd' || byIndex));
  const how = tape.chance(40) ? shaped[0] : tape.pick(shaped);
  const finish = (
    body: Expr,
    text: string,
    dims: readonly string[],
    values: (env: Env) => number[],
    count: number,
  ): Expr => {
    const [lo, hi] = how.range(body, count);
    return { text, level: 9, dims, lo, hi, isData: body.isData, value: (env) => how.f(values(env)) };
  };
  // The derivative of sd is not finite where all are equal.
  const limit = (e: Expr): Expr => (how.name === 'prod' ? add(number(1.1), tame(e, 0.9)) : tame(e, 20));
  if (byIndex) {
    const name = `${'ijk'[scope.indices.length % 3]}${scope.indices.length}`;
    const index: Index = { name, dim, before: 0, after: 0 };
    // The same dim may be there as a whole beside the index over it.
    const inner = { ...scope, indices: [...scope.indices, index] };
    const free = limit(expression(tape, inner, depth - 1));
    const body = how.name === 'sd' ? add(free, square(indexNumber(index))) : free;
    const { text: range, last } = rangeOver(tape, scope, dim, how.name);
    const values = (env: Env): number[] =>
      Array.from({ length: last(env) }, (_, p) => body.value({ ...env, [name]: p }));
    return finish(body, `${how.name}(${body.text} for ${name} in ${range})`, body.dims, values, dim.size);
  }
  const inner = { ...scope, ambient: [...scope.ambient, dim.name] };
  const body = limit(expression(tape, inner, depth - 1));
  if (!body.dims.includes(dim.name)) return body;
  const values = (env: Env): number[] =>
    Array.from({ length: dim.size }, (_, p) => body.value({ ...env, [dim.name]: p }));
  const rest = body.dims.filter((d) => d !== dim.name);
  const text =
    rest.length === 0 && tape.chance(50)
      ? `${how.name}(${body.text})`
      : `${how.name}(${body.text} over ${dim.name})`;
  return finish(body, text, rest, values, dim.size);
}

/** `X @ b` of two arrays by name. */
export function contraction(tape: Tape, scope: Scope): Expr | null {
  const whole = scope.atoms.filter((a) => a.labelsOf === null && !a.isBool && a.dims.length > 0);
  if (whole.length === 0) return null;
  const left = whole[whole.length - 1 - tape.int(whole.length)];
  const dim = left.dims[left.dims.length - 1];
  const fits = whole.filter((a) => a.dims.some((d) => d.name === dim.name));
  const right = fits[fits.length - 1 - tape.int(fits.length)];
  const at = right.dims.findIndex((d) => d.name === dim.name);
  const dims = [...left.dims.slice(0, -1), ...right.dims.filter((_, i) => i !== at)].map((d) => d.name);
  if (dims.some((d, i) => dims.indexOf(d) !== i || !scope.ambient.includes(d))) return null;
  const most = dim.size * Math.max(-left.lo, left.hi) * Math.max(-right.lo, right.hi);
  const read = (env: Env, p: number): number => {
    const own = (d: Dim): number => env[d.name] as number;
    const l = left.dims.map((d, i) => (i === left.dims.length - 1 ? p : own(d)));
    return (
      left.at(l, env) *
      right.at(
        right.dims.map((d, i) => (i === at ? p : own(d))),
        env,
      )
    );
  };
  return {
    text: `${left.name} @ ${right.name}`,
    level: 6,
    dims,
    lo: -most,
    hi: most,
    isData: left.isData && right.isData,
    value: (env) => sum(Array.from({ length: dim.size }, (_, p) => read(env, p))),
  };
}

/** Functions along the last dim of a named array. */
export function sequence(tape: Tape, scope: Scope): Expr | null {
  const vectors = scope.atoms.filter(
    (a) =>
      a.labelsOf === null &&
      !a.isBool &&
      a.dims.length > 0 &&
      new Set(a.dims).size === a.dims.length &&
      a.dims.every((d) => scope.ambient.includes(d.name)),
  );
  if (vectors.length === 0) return null;
  const atom = vectors[vectors.length - 1 - tape.int(vectors.length)];
  const last = atom.dims[atom.dims.length - 1];
  const line = (env: Env): number[] =>
    Array.from({ length: last.size }, (_, p) =>
      atom.at(
        atom.dims.map((d, i) => (i === atom.dims.length - 1 ? p : (env[d.name] as number))),
        env,
      ),
    );
  const made = (name: string, lo: number, hi: number, f: (xs: number[], p: number) => number): Expr => ({
    text: `${name}(${atom.name})`,
    level: 9,
    dims: atom.dims.map((d) => d.name),
    lo,
    hi,
    isData: atom.isData,
    value: (env) => f(line(env), env[last.name] as number),
  });
  const options = [
    () =>
      made('cumsum', last.size * Math.min(0, atom.lo), last.size * Math.max(0, atom.hi), (xs, p) =>
        sum(xs.slice(0, p + 1)),
      ),
    () => made('softmax', 0, 1, (xs, p) => Math.exp(xs[p] - logSumExp(xs))),
    () => made('sort', atom.lo, atom.hi, (xs, p) => [...xs].sort((a, b) => a - b)[p]),
    () => made('standardize', -3, 3, (xs, p) => (xs[p] - sum(xs) / xs.length) / Math.sqrt(variance(xs))),
  ];
  const distinct =
    atom.isData && atom.dims.length === 1 && last.size > 1 && line({}).some((x) => x !== line({})[0]);
  return options[tape.int(distinct ? 4 : atom.isData ? 3 : 2)]();
}

/** Reductions of slices, lists and arrays joined end to end: axes without a name. */
export function pieces(tape: Tape, scope: Scope, depth: number): Expr {
  if (scope.isFunction === true) return leaf(tape, scope);
  const vectors = scope.atoms.filter((a) => a.labelsOf === null && !a.isBool && a.dims.length === 1);
  const part = (): { readonly text: string; readonly of: readonly Expr[] } => {
    const kind = vectors.length === 0 ? 2 : tape.int(3);
    if (kind === 2) {
      const scalars = { ...scope, ambient: [] };
      const of = Array.from({ length: 1 + tape.int(3) }, () =>
        tame(expression(tape, scalars, depth - 1), 20),
      );
      return { text: `[${of.map((e) => e.text).join(', ')}]`, of };
    }
    const atom = tape.pick(vectors);
    const n = atom.dims[0].size;
    const from = kind === 0 ? 0 : tape.int(n);
    const to = kind === 0 ? n : from + 1 + tape.int(n - from);
    const { lo, hi, isData } = atom;
    const base = { text: '', level: 9, dims: [], lo, hi, isData };
    const of = Array.from({ length: to - from }, (_, i) => ({
      ...base,
      value: (env: Env) => atom.at([from + i], env),
    }));
    return { text: kind === 0 ? atom.name : `${atom.name}[${from + 1}..${to}]`, of };
  };
  const first = part();
  const second = tape.chance(60) ? part() : null;
  const all = [...first.of, ...(second?.of ?? [])].map((e) => e);
  const joined = second === null ? first.text : `concat(${first.text}, ${second.text})`;
  const isSum = tape.chance(50);
  const most = Math.max(...all.map((e) => Math.max(-e.lo, e.hi)));
  const f = (xs: readonly number[]): number => (isSum ? sum(xs) : logSumExp(xs));
  return {
    text: `${isSum ? 'sum' : 'log_sum_exp'}(${joined})`,
    level: 9,
    dims: [],
    lo: -most * all.length,
    hi: most * all.length + 3,
    isData: all.every((e) => e.isData),
    value: (env) => f(all.map((e) => e.value(env))),
  };
}
