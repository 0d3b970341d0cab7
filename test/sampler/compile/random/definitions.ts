/** Random definitions: expressions, comprehensions, recurrences, functions, terms of the density. */
import { call, multiply, number, operand, sum, tame } from './arithmetic.ts';
import { bind, type Draft, define, dimsNamed, fresh, scopeOf, someDims, total } from './draft.ts';
import { expression } from './expression.ts';
import { type Atom, type Env, type Expr, eachPosition, type Scope, stored, unionDims } from './meaning.ts';
import { leaf } from './references.ts';

export function addLet(d: Draft, keyword = 'let'): void {
  const { tape } = d;
  const name = fresh(d, 'v');
  const e = tame(expression(tape, scopeOf(d, someDims(d, 2)), 1 + tape.int(4)), 30);
  d.lines.push(`${keyword} ${name} = ${e.text}`);
  const values = define(d, name, dimsNamed(d, e.dims), e, (dim) => dim.name);
  if (keyword === 'deterministic') d.deterministics.set(name, { dims: e.dims, values: () => values });
}

export function addDeterministic(d: Draft): void {
  if (d.tape.chance(30)) addComprehension(d, 'deterministic');
  else addLet(d, 'deterministic');
}

export function addComprehension(d: Draft, keyword = 'let'): void {
  const { tape } = d;
  const name = fresh(d, 'c');
  const dims = someDims(d, 2);
  if (dims.length === 0) dims.push(tape.pick(d.dims));
  if (dims.length === 1 && dims[0].size < 6 && tape.chance(20)) dims.push(dims[0]);
  const indices = bind(dims);
  // An element may be a vector.
  const rest =
    dims.length === 1 && tape.chance(20) ? d.dims.filter((dim) => dim !== dims[0]).slice(0, 1) : [];
  const e = tame(expression(tape, scopeOf(d, rest, indices), 1 + tape.int(4)), 30);
  const all = [...dims, ...dimsNamed(d, e.dims)];
  d.lines.push(
    `${keyword} ${name}[${indices.map((i) => `${i.name} in ${i.dim.name}`).join(', ')}] = ${e.text}`,
  );
  const values = define(d, name, all, e, (dim, axis) => indices[axis]?.name ?? dim.name);
  if (keyword === 'deterministic')
    d.deterministics.set(name, { dims: all.map((dim) => dim.name), values: () => values });
}

/** `r[t] = if t == 1 then E else F(r[t - 1])`, by one or two steps, with or without a second index. */
export function addRecurrence(d: Draft): void {
  const { tape } = d;
  const name = fresh(d, 'r');
  const dims = [tape.pick(d.dims)];
  const second = tape.pick(d.dims);
  if (second !== dims[0] && tape.chance(30)) dims.push(second);
  const [time, other] = bind(dims);
  const indices = other === undefined ? [time] : [time, other];
  const scope = scopeOf(d, [], indices);
  const lag = tape.chance(25) ? 2 : 1;
  const start = tame(expression(tape, scope, 1 + tape.int(2)), 4);
  const drift = tame(expression(tape, scope, 1 + tape.int(3)), 4);
  const factor = tape.chance(50) ? number(0.5) : multiply(number(0.5), tame(leaf(tape, scope), 1));
  const { values, at } = stored(dims);
  const how = tape.int(4);
  const back = (env: Env, by: number, state?: number): number => {
    const p = (env[time.name] as number) - by;
    return at(other === undefined ? [p] : [p, state ?? (env[other.name] as number)]);
  };
  const own = other === undefined ? '' : `, ${other.name}`;
  const previous = `${name}[${time.name} - 1${own}]`;
  const rest = lag === 2 ? ` - 0.3 * ${name}[${time.name} - 2${own}]` : '';
  const more = (env: Env): number => (lag === 2 ? 0.3 * back(env, 2) : 0);
  const f = operand(factor, 6);
  const [text, step]: [string, (env: Env) => number] =
    other !== undefined && how === 1
      ? [
          `log_sum_exp(${f} * ${name}[${time.name} - 1, s] + ${operand(drift, 6)} for s in ${other.dim.name}) - log(size(${other.dim.name}))${rest}`,
          (env) => {
            const xs = Array.from(
              { length: other.dim.size },
              (_, s) => factor.value(env) * back(env, 1, s) + drift.value(env),
            );
            const high = Math.max(...xs);
            return high + Math.log(sum(xs.map((x) => Math.exp(x - high)))) - Math.log(xs.length) - more(env);
          },
        ]
      : how === 2
        ? [
            `tanh(${previous}) * ${f} + ${operand(drift, 6)}${rest}`,
            (env) => Math.tanh(back(env, 1)) * factor.value(env) + drift.value(env) - more(env),
          ]
        : [
            `${f} * ${previous} + ${operand(drift, 6)}${rest}`,
            (env) => factor.value(env) * back(env, 1) + drift.value(env) - more(env),
          ];
  const first = lag === 1 ? `${time.name} == 1` : `${time.name} <= 2`;
  const flip = tape.chance(30);
  const body = flip
    ? `if ${time.name} > ${lag} then ${text} else ${start.text}`
    : `if ${first} then ${start.text} else ${text}`;
  d.lines.push(`let ${name}[${indices.map((i) => `${i.name} in ${i.dim.name}`).join(', ')}] = ${body}`);
  d.fills.push(() => {
    let flat = 0;
    eachPosition(dims, (positions) => {
      const env = Object.fromEntries(indices.map((i, axis) => [i.name, positions[axis]]));
      values[flat++] = positions[0] < lag ? start.value(env) : step(env);
    });
  });
  const kind = { isData: false, isWhole: false, isBool: false, labelsOf: null };
  d.atoms.push({ name, dims, lo: -40, hi: 40, at, ...kind });
}

export function addPotential(d: Draft): void {
  const { tape } = d;
  const name = fresh(d, 'p');
  const dims = someDims(d, 2);
  if (dims.length > 0 && tape.chance(50)) {
    const indices = bind(dims);
    const e = tame(expression(tape, scopeOf(d, [], indices), 1 + tape.int(4)), 30);
    d.lines.push(
      `potential ${name} = sum(${e.text} for ${indices.map((i) => `${i.name} in ${i.dim.name}`).join(', ')})`,
    );
    const value = (): number =>
      total(dims, (_, positions) =>
        e.value(Object.fromEntries(indices.map((i, axis) => [i.name, positions[axis]]))),
      );
    d.contributions.push({ label: `potential ${name}`, value });
    return;
  }
  const e = tame(expression(tape, scopeOf(d, dims), 1 + tape.int(4)), 30);
  d.lines.push(`potential ${name} = ${e.text}`);
  d.contributions.push({
    label: `potential ${name}`,
    value: () => total(dimsNamed(d, e.dims), (env) => e.value(env)),
  });
}

export function addFunction(d: Draft): void {
  const { tape } = d;
  const name = fresh(d, 'f');
  const args = ['u', 'w'].slice(0, 1 + tape.int(2)).map((a) => `${a}${d.next}`);
  const kind = { dims: [], lo: -3, hi: 3, isData: true, isWhole: false, isBool: false, labelsOf: null };
  const atoms = args.map(
    (arg): Atom => ({ ...kind, name: arg, at: (_, env) => (env[arg] as (env: Env) => number)(env) }),
  );
  const global = d.atoms.filter((a) => tape.chance(a.dims.length === 0 ? 30 : 15));
  const scope: Scope = {
    dims: d.dims,
    atoms: [...global, ...atoms],
    ambient: [],
    indices: [],
    functions: d.functions,
    isFunction: true,
  };
  const body = tame(expression(tape, scope, 1 + tape.int(3)), 10);
  d.lines.push(`fun ${name}(${args.join(', ')}) = ${body.text}`);
  d.functions.push({ name, args, body });
}

/** A definition that is undefined in places, and another that reads it elsewhere. */
export function addGuarded(d: Draft): void {
  const { tape } = d;
  const [inner, outer] = [fresh(d, 's'), fresh(d, 'v')];
  const at = leaf(tape, scopeOf(d, someDims(d, 2)));
  const f = tape.pick([Math.log, Math.sqrt]);
  const undefinedPart = call(f === Math.log ? 'log' : 'sqrt', [at], [-5, 5], f);
  const dims = dimsNamed(d, at.dims);
  d.lines.push(`let ${inner} = ${undefinedPart.text}`);
  define(d, inner, dims, undefinedPart, (dim) => dim.name);
  // Read here only.
  d.atoms.pop();
  const other = tame(expression(tape, scopeOf(d, dims), 1 + tape.int(2)), 20);
  const x = multiply(number(1.5), { ...undefinedPart, text: inner, level: 9 });
  const e: Expr = {
    text: `if ${operand(at, 5)} > 0.0137 then ${x.text} else ${other.text}`,
    level: 0,
    dims: unionDims([at.dims, x.dims, other.dims]),
    lo: -20,
    hi: 20,
    isData: false,
    value: (env) => (at.value(env) > 0.0137 ? x.value(env) : other.value(env)),
  };
  d.lines.push(`let ${outer} = ${e.text}`);
  define(d, outer, dimsNamed(d, e.dims), e, (dim) => dim.name);
}
