/** Random likelihoods. */
import {
  add,
  divide,
  multiply,
  negate,
  number,
  positive,
  probability,
  subtract,
  sum,
  tame,
} from './arithmetic.ts';
import { addMissing } from './data.ts';
import {
  type Chosen,
  censored,
  choose,
  locationScale,
  mixture,
  mixtureOver,
  normalAround,
  onCounts,
  onFlags,
  onPositives,
  truncated,
} from './densities.ts';
import {
  addAtom,
  bind,
  type Draft,
  dimsNamed,
  fill,
  fresh,
  literal,
  scopeOf,
  shapeText,
  someDims,
  total,
} from './draft.ts';
import { expression } from './expression.ts';
import {
  type Atom,
  type Dim,
  type Env,
  type Expr,
  type Index,
  type Scope,
  stored,
  unionDims,
} from './meaning.ts';
import { leaf, reference } from './references.ts';
import type { Tape } from './tape.ts';

/** Mostly linear in the parameters, as regressions are: their sums of squares have shortcuts. */
function predictor(d: Draft, scope: Scope): Expr {
  const { tape } = d;
  if (tape.chance(15)) return expression(tape, scope, 1 + tape.int(3));
  const data = (): Expr => {
    const atoms = d.atoms.filter((a) => a.isData && a.labelsOf === null);
    return reference(tape, scope, tape.pick(atoms)) ?? number(tape.real(-2, 2));
  };
  const unknown = (): Expr => {
    const derived = d.atoms.filter((a) => !a.isData);
    const plain = derived.filter((a) => d.params.has(a.name));
    const atoms = tape.chance(75) ? plain : derived;
    return reference(tape, scope, atoms[atoms.length - 1 - tape.int(atoms.length)]) ?? leaf(tape, scope);
  };
  const item = (): Expr => {
    switch (tape.int(6)) {
      case 1:
      case 2:
        return multiply(data(), unknown());
      case 3:
        return multiply(unknown(), data());
      case 4:
        return tape.chance(50) ? divide(unknown(), number(tape.real(0.5, 3) + 0.25)) : negate(unknown());
      case 5: {
        const axes = d.atoms
          .filter((a) => !a.isData)
          .flatMap((a) => a.dims.filter((x) => d.dims.includes(x)));
        const dim = tape.pick(axes.length === 0 ? d.dims : axes);
        const index: Index = { name: 'j', dim, before: 0, after: 0 };
        const inner = { ...scope, indices: [...scope.indices, index] };
        const over = (a: Atom): boolean => a.dims.includes(dim);
        const all = d.atoms.filter((a) => a.isData && a.labelsOf === null);
        const atoms = all.some(over) ? all.filter(over) : all;
        const x = reference(tape, inner, tape.pick(atoms)) ?? number(1);
        const params = d.atoms.filter((a) => !a.isData && (axes.length === 0 || over(a)));
        const b = reference(tape, inner, tape.pick(params)) ?? number(1);
        const body = multiply(x, b);
        const value = (env: Env): number =>
          sum(Array.from({ length: dim.size }, (_, p) => body.value({ ...env, j: p })));
        return {
          ...body,
          level: 9,
          text: `sum(${body.text} for j in ${dim.name})`,
          lo: dim.size * body.lo,
          hi: dim.size * body.hi,
          value,
        };
      }
      default:
        return unknown();
    }
  };
  let made = item();
  const count = tape.int(4);
  for (let i = 0; i < count; i++) made = tape.chance(30) ? subtract(made, item()) : add(made, item());
  return made;
}

/** Components by an index over the dim of a simplex; null where there is none. */
function mixtureOfIndex(d: Draft): Chosen | null {
  const { tape } = d;
  const simplexes = d.atoms.filter((a) => a.lo === 0.001 && a.hi === 1 && a.dims.length === 1);
  if (simplexes.length === 0 || !tape.chance(60)) return null;
  const weights = tape.pick(simplexes);
  const [dim] = weights.dims;
  const scope = scopeOf(d, [], [{ name: 'h', dim, before: 0, after: 0 }]);
  const w: Expr = { ...number(0.5), text: '', value: (env) => weights.at([env.h as number], env) };
  const m = tame(leaf(tape, scope), 20);
  const s = positive(tape, leaf(tape, scope));
  return mixtureOver(weights.name, 'h', dim.size, w, m, s);
}

/** The distribution of a datum of some kind, its arguments made by `make`. */
function likelihood(d: Draft, kind: number, make: () => Expr, lo: number, hi: number): Chosen {
  const { tape } = d;
  // A weight of each row would be a second axis of the list.
  const weight = (): Expr => {
    const w = probability(make());
    return w.dims.length === 0 ? w : number(0.3);
  };
  switch (kind) {
    case 1:
      return choose(tape, onPositives, make);
    case 2:
      return choose(tape, onCounts, make);
    case 3:
      return choose(tape, onFlags, make);
    case 4:
      return (
        mixtureOfIndex(d) ??
        mixture(weight(), choose(tape, locationScale, make), choose(tape, locationScale, make))
      );
    case 5: {
      const ends = [number(lo - 0.5), number(hi + 0.5)];
      const which = tape.int(3);
      const chosen = truncated(tape, make, which === 1 ? null : ends[0], which === 2 ? null : ends[1]);
      const named =
        which === 0
          ? `${ends[0].text}, ${ends[1].text}`
          : which === 1
            ? `hi = ${ends[1].text}`
            : `lo = ${ends[0].text}`;
      return { ...chosen, text: `Truncated(${chosen.text}, ${named})` };
    }
    case 6: {
      const scales = d.atoms.filter((a) => a.labelsOf === null && !a.isBool && a.lo > 0.1 && a.hi < 50);
      const scope = scopeOf(d, []);
      const scale =
        scales.length === 0 ? number(0.7) : (reference(tape, scope, tape.pick(scales)) ?? number(0.7));
      return normalAround(tame(make(), 300), scale.dims.length === 0 ? scale : number(0.7));
    }
    case 7:
      return censored(
        tame(make(), 4),
        add(positive(tape, tame(make(), 1)), number(0.5)),
        lo + 0.25,
        hi - 0.25,
      );
    default:
      return choose(tape, locationScale, make);
  }
}

export function addObserve(d: Draft): void {
  const { tape } = d;
  const kind = tape.pick([0, 6, 6, 6, 6, 1, 2, 3, 4, 5, 7]);
  const dims = someDims(d, 2);
  const name = fresh(d, 'y');
  const { values, at } = stored(dims);
  const draw = [
    (t: Tape) => t.real(-3, 3),
    (t: Tape) => t.real(0.2, 4),
    (t: Tape) => t.int(6),
    (t: Tape) => t.int(2),
    (t: Tape) => t.real(-3, 3),
    (t: Tape) => t.real(-3, 3),
    (t: Tape) => t.real(-3, 3),
    (t: Tape) => t.real(-3, 3),
  ][kind];
  fill(tape, values, draw);
  const isWhole = kind === 2 || kind === 3;
  const someMissing = [0, 1, 6].includes(kind) && dims.length > 0 && values.length > 1 && tape.chance(25);
  if (someMissing) addMissing(d, name, dims, values, kind === 1);
  else
    d.lines.push(
      `data { ${name} : ${isWhole ? 'int' : 'real'}${shapeText(dims)} = ${literal(values, dims, String)} }`,
    );
  const byIndex = dims.length > 0 && tape.chance(40);
  const indices = byIndex ? bind(dims) : [];
  const scope = byIndex ? scopeOf(d, [], indices) : scopeOf(d, dims);
  const make = (): Expr => (tape.chance(70) ? predictor(d, scope) : leaf(tape, scope));
  const chosen = likelihood(d, kind, make, Math.min(...values), Math.max(...values));
  // Part of the datum, where it is by index.
  const from = byIndex && dims[0].size > 1 && tape.chance(30) ? 1 : 0;
  const domain = (i: Index, axis: number): string =>
    axis === 0 && from === 1 ? `2..${i.dim.size}` : i.dim.name;
  const target = byIndex
    ? `${name}[${indices.map((i, axis) => `${i.name} in ${domain(i, axis)}`).join(', ')}]`
    : name;
  d.lines.push(`observe ${target} ~ ${chosen.text}`);
  const key = (dim: Dim, axis: number): string => (byIndex ? indices[axis].name : dim.name);
  const value = (): number =>
    total(dims, (_, positions) => {
      if (dims.length > 0 && positions[0] < from) return 0;
      const env = Object.fromEntries(dims.map((dim, i) => [key(dim, i), positions[i]]));
      return chosen.logDensity(at(positions), ...chosen.args.map((a) => a.value(env)));
    });
  d.contributions.push({ label: `observe ${name}`, value });
  if (tape.chance(30)) {
    const range = { lo: Math.min(...values), hi: Math.max(...values) };
    d.atoms.push({
      name,
      dims,
      ...range,
      at,
      isData: !someMissing,
      isWhole: false,
      isBool: false,
      labelsOf: null,
    });
  }
}

/** Labels, by logits along the last dim of an array, or by cutpoints. */
export function addOrdinal(d: Draft): void {
  const { tape } = d;
  const [name, cut] = [fresh(d, 'y'), fresh(d, 'cut')];
  const rows = someDims(d, 1);
  const { values, at } = stored(rows);
  const logits = d.atoms.filter(
    (a) =>
      !a.isData &&
      !a.isBool &&
      a.dims.length === rows.length + 1 &&
      d.dims.includes(a.dims[rows.length]) &&
      rows.every((r, i) => a.dims[i] === r) &&
      a.hi - a.lo < 50 &&
      !rows.includes(a.dims[rows.length]),
  );
  const shape = shapeText(rows);
  if (logits.length > 0 && tape.chance(60)) {
    const atom = tape.pick(logits);
    const last = atom.dims[rows.length];
    fill(tape, values, (t) => t.int(last.size));
    const show = (p: number): string => (last.labels === null ? String(p + 1) : `"${last.labels[p]}"`);
    d.lines.push(`data { ${name} : ${last.name}${shape} = ${literal(values, rows, show)} }`);
    d.lines.push(`observe ${name} ~ Categorical(logits = ${atom.name})`);
    const value = (): number =>
      total(rows, (_, positions) => {
        const all = Array.from({ length: last.size }, (_, k) => atom.at([...positions, k], {}));
        const high = Math.max(...all);
        return all[at(positions)] - high - Math.log(sum(all.map((x) => Math.exp(x - high))));
      });
    d.contributions.push({ label: `observe ${name}`, value });
    return;
  }
  fill(tape, values, (t) => 1 + t.int(3));
  const cuts: Dim = { name: '2', size: 2, labels: null };
  d.lines.push(`param ${cut}[2]: ordered ~ Normal(0, 2)`);
  const cutValues = addAtom(d, cut, [cuts], -1.5, 4.8);
  d.params.set(cut, { dims: [cuts], values: cutValues });
  const eta = tame(predictor(d, scopeOf(d, rows)), 4);
  d.lines.push(`data { ${name} : int${shape} = ${literal(values, rows, String)} }`);
  d.lines.push(`observe ${name} ~ OrderedLogistic(${eta.text}, ${cut})`);
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const value = (): number =>
    total(rows, (env, positions) => {
      const ends = [Number.NEGATIVE_INFINITY, ...cutValues, Number.POSITIVE_INFINITY];
      const e = eta.value(env);
      const y = at(positions);
      return Math.log(sigmoid(ends[y] - e) - sigmoid(ends[y - 1] - e));
    });
  d.contributions.push({ label: `observe ${name}`, value });
}

/** `observe (E) ~ Normal(…)`: its label counts lines, so that each stands on its own. */
export function addResidual(d: Draft): void {
  const { tape } = d;
  const dims = someDims(d, 2);
  const scope = scopeOf(d, dims);
  const e = tame(add(predictor(d, scope), number(0.5)), 40);
  const inner = scopeOf(d, dimsNamed(d, e.dims));
  const chosen = choose(tape, locationScale, () => leaf(tape, inner));
  d.lines.push(`observe (${e.text}) ~ ${chosen.text}`);
  const line = d.lines.join('\n').split('\n').length;
  const own = dimsNamed(d, unionDims([e.dims]));
  const value = (): number =>
    total(own, (env) => chosen.logDensity(e.value(env), ...chosen.args.map((a) => a.value(env))));
  d.contributions.push({ label: `observe residual@${line}`, value });
}
