/** Random parameters: bounds, simplexes, orders, matrices. */
import { add, number, operand, positive, tame } from './arithmetic.ts';
import { type Chosen, choose, locationScale, onPositives, onUnit, truncated } from './densities.ts';
import { addAtom, type Draft, fresh, scopeOf, shapeText, someDims, total } from './draft.ts';
import type { Dim, Expr } from './meaning.ts';
import { leaf } from './references.ts';

/** What follows a parameter's name, and roughly what its values lie within. */
interface Declared {
  readonly text: string;
  readonly lo: number;
  readonly hi: number;
  /** Null where the density is the interpreter's alone. */
  readonly prior: Chosen | null;
}

export function addParam(d: Draft): void {
  const { tape } = d;
  const name = fresh(d, 'a');
  const special = tape.int(10);
  const dims = tape.chance(60) ? someDims(d, 2) : [tape.pick(d.dims)].slice(tape.int(2));
  const isVector = special >= 8 && dims.length > 0;
  if (isVector && dims[dims.length - 1].size <= 5 && tape.chance(25)) {
    addMatrix(d, dims, name);
    return;
  }
  const { text, lo, hi, prior } = isVector ? vectorPrior(d, dims) : scalarPrior(d, dims, special);
  d.lines.push(`param ${name}${shapeText(dims)}${text}`);
  const values = addAtom(d, name, dims, lo, hi);
  d.params.set(name, { dims, values });
  if (prior === null) return;
  const { at } = d.atoms[d.atoms.length - 1];
  const value = (): number =>
    total(dims, (env, positions) =>
      prior.logDensity(at(positions, env), ...prior.args.map((a) => a.value(env))),
    );
  d.contributions.push({ label: `param ${name}`, value });
}

function scalarPrior(d: Draft, dims: readonly Dim[], special: number): Declared {
  const { tape } = d;
  const scope = scopeOf(d, dims);
  const argument = (): Expr => (tape.chance(40) ? leaf(tape, scope) : number(tape.real(-1, 1)));
  switch (special) {
    case 4:
    case 5: {
      const prior = choose(tape, onPositives, argument);
      return { text: ` ~ ${prior.text}`, lo: 0.2, hi: 4, prior };
    }
    case 6: {
      const prior = choose(tape, onUnit, argument);
      return { text: ` ~ ${prior.text}`, lo: 0.2, hi: 0.8, prior };
    }
    case 7: {
      const lo = tape.chance(60) ? tame(argument(), 3) : null;
      const width = lo === null || tape.chance(40) ? positive(tape, argument()) : null;
      const hi = width === null ? null : lo === null ? width : add(lo, width);
      const prior = truncated(tape, argument, lo, hi);
      const end = (e: Expr | null): string => (e === null ? '' : operand(e, 5));
      const range = { lo: lo?.lo ?? (hi?.lo ?? 0) - 4, hi: hi?.hi ?? (lo?.hi ?? 0) + 4 };
      return { text: ` ~ ${prior.text} in ${end(lo)}..${end(hi)}`, ...range, prior };
    }
    default: {
      const prior = choose(tape, locationScale, argument);
      return { text: ` ~ ${prior.text}`, lo: -1.5, hi: 1.5, prior };
    }
  }
}

/** Parameters that test their transform and uses of their values. */
function vectorPrior(d: Draft, dims: readonly Dim[]): Declared {
  const { tape } = d;
  const k = dims[dims.length - 1].size;
  const s = positive(tape, leaf(tape, scopeOf(d, dims.slice(0, -1)))).text;
  const listed = (f: (i: number) => number): string =>
    `[${Array.from({ length: k }, (_, i) => f(i)).join(', ')}]`;
  const options: readonly (readonly [text: string, lo: number, hi: number, least: number])[] = [
    [`: ordered ~ Normal(0, ${s})`, -1.5, 1.5 + 3 * k, 1],
    [`: positive_ordered ~ LogNormal(0, ${s})`, 0.2, 4 * k, 1],
    [`: ordered ~ Normal(0, ${s}) in -1..2`, -0.9, 1.9, 1],
    [` ~ ZeroSumNormal(${s})`, -3, 3, 2],
    [` ~ Dirichlet(${listed((i) => 1 + (i % 3))})`, 0.001, 1, 2],
    [` ~ GaussianRandomWalk(${s}, init = Normal(0, 1))`, -1.5, 1.5, 1],
    [`: sum_to_zero ~ Normal(0, ${s})`, -3, 3, 2],
    [`: unit_vector ~ Normal(0, ${s})`, -1, 1, 2],
    [`: simplex ~ Dirichlet(${listed(() => 2)})`, 0.001, 1, 2],
    [` ~ AR([0.4], ${s}, init = Normal(0, 1))`, -1.5, 1.5, 1],
  ];
  const [text, lo, hi] = tape.pick(options.filter(([, , , least]) => k >= least));
  return { text, lo, hi, prior: null };
}

function addMatrix(d: Draft, lead: readonly Dim[], name: string): void {
  const dims = [...lead, lead[lead.length - 1]];
  const k = dims[dims.length - 1].size;
  const identity = Array.from(
    { length: k },
    (_, i) => `[${Array.from({ length: k }, (_, j) => (i === j ? 1 : 0)).join(', ')}]`,
  );
  const prior = d.tape.pick([
    ' ~ LKJCholesky(2)',
    ' ~ LKJCorr(1.5)',
    `: cov ~ InverseWishart(${k + 3}, [${identity.join(', ')}])`,
  ]);
  d.lines.push(`param ${name}${shapeText(dims)}${prior}`);
  d.params.set(name, { dims, values: addAtom(d, name, dims, -3, 3) });
}
