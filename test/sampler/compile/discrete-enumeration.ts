/**
 * Discrete unknowns that are summed out, against enumeration: the same model in which they are observed data, over all
 * combinations of their values.
 */
import { expect, it } from 'vitest';
import { interpretGenerated, interpretValue } from '../../../sampler/compile/interpreter/index.ts';
import { type Datum, type Dims, dataOf, irOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

interface Unknown {
  readonly name: string;
  readonly dims: string;
  readonly prior: string;
  readonly lo: number;
  readonly hi: number;
  readonly size: number;
}

/** @param size the number of its elements */
export function unknown(
  name: string,
  dims: string,
  prior: string,
  [lo, hi]: readonly [number, number],
  size: number,
): Unknown {
  return { name, dims, prior, lo, hi, size };
}

export interface Case {
  readonly name: string;
  readonly unknowns: readonly Unknown[];
  readonly dims: Dims;
  readonly data: Readonly<Record<string, Datum | number>>;
  readonly before: string;
  readonly after: string;
  readonly position: readonly number[];
  /** Elements depend on each other. */
  readonly isChain?: boolean;
}

function* configurations(sizes: readonly { lo: number; hi: number; size: number }[]): Generator<number[][]> {
  const flat = sizes.flatMap(({ lo, hi, size }) => Array.from({ length: size }, () => ({ lo, hi })));
  const values = flat.map(({ lo }) => lo);
  for (;;) {
    const starts = sizes.map((_, k) => sizes.slice(0, k).reduce((sum, { size }) => sum + size, 0));
    yield sizes.map(({ size }, k) => values.slice(starts[k], starts[k] + size));
    let i = 0;
    while (i < flat.length && values[i] === flat[i].hi) values[i] = flat[i++].lo;
    if (i === flat.length) return;
    values[i]++;
  }
}

/** The dims of `[t in time]`. */
function named(dims: string): string {
  return dims.replaceAll(/\w+ in /g, '');
}

/** The log density, the probability of each value of each element, and of all values together. */
function enumerate(one: Case, position: readonly number[]) {
  const observed = one.unknowns.map(({ name, dims, prior }) => {
    const indices = dims.includes(' in ') ? dims : '';
    return `observe ${name}${indices} ~ ${prior.replace(/(.*) in (.*)\.\.(.*)/, 'Truncated($1, $2, $3)')}`;
  });
  const declared = `data { ${one.unknowns.map(({ name, dims }) => `${name} : int${named(dims)}`).join(' ')} }`;
  const text = `${one.before}\n${declared}\n${observed.join('\n')}\n${one.after}`;
  const all = [...configurations(one.unknowns)].map((values) => {
    const given = one.unknowns.map(({ name, dims }, k): [string, Datum] => [
      name,
      { values: values[k], dims: dims === '' ? [] : named(dims).slice(1, -1).split(', '), element: 'int' },
    ]);
    const ir = irOf(text, dataOf(one.dims, { ...one.data, ...Object.fromEntries(given) }));
    return { values, log: interpretValue(ir, Float64Array.from(position.slice(0, ir.dimension))) };
  });
  const most = Math.max(...all.map(({ log }) => (Number.isNaN(log) ? Number.NEGATIVE_INFINITY : log)));
  const mass = (chosen: typeof all): number =>
    chosen.reduce((sum, { log }) => sum + (Number.isNaN(log) ? 0 : Math.exp(log - most)), 0);
  const total = mass(all);
  const probabilities = one.unknowns.map(({ lo, hi, size }, k) =>
    Array.from({ length: size }, (_, i) =>
      Array.from(
        { length: hi - lo + 1 },
        (_, v) => mass(all.filter(({ values }) => values[k][i] === lo + v)) / total,
      ),
    ).flat(),
  );
  const together = all.map(({ values, log }) => ({
    values: values.flat(),
    probability: Number.isNaN(log) ? 0 : Math.exp(log - most) / total,
  }));
  return { logDensity: most + Math.log(total), probabilities, together };
}

/** Zeros where they do not vary. */
function standardise(values: Float64Array): Float64Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (sd === 0 ? 0 : (value - mean) / sd));
}

function summedOut(one: Case) {
  const params = one.unknowns.map(({ name, dims, prior }) => `param ${name}${dims} ~ ${prior}`);
  const told = one.unknowns.map(
    ({ name }) => `deterministic prob_${name} = prob(${name}) deterministic best_${name} = viterbi(${name})`,
  );
  const text = [one.before, ...params, one.after, ...told].join('\n');
  return irOf(text, dataOf(one.dims, one.data));
}

function countOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Room for all quantities. */
function outputsOf({ quantities }: ReturnType<typeof irOf>): Float64Array {
  return new Float64Array(quantities.reduce((sum, quantity) => sum + countOf(quantity), 0));
}

export function agreesWithEnumeration(one: Case): void {
  const ir = summedOut(one);
  const expected = enumerate(one, one.position);

  it('has the density of the enumeration, and its gradient', async () => {
    const position = Float64Array.from(one.position);
    expect(Math.abs(interpretValue(ir, position) - expected.logDensity)).toBeLessThan(1e-10);
    const found = gradientAt(await compiled(ir), position);
    expect(Math.abs(found.logDensity - expected.logDensity)).toBeLessThan(1e-10);
    for (const i of position.keys()) {
      const h = 1e-4;
      const near = (steps: number): number =>
        interpretValue(
          ir,
          position.map((x, j) => (i === j ? x + steps * h : x)),
        );
      const slope = (8 * (near(1) - near(-1)) - (near(2) - near(-2))) / (12 * h);
      expect(Math.abs(found.gradient[i] - slope)).toBeLessThan(1e-7 * Math.max(1, Math.abs(slope)));
    }
  });

  it('recovers the probabilities of the enumeration, and the most probable values', async () => {
    const values = interpretGenerated(ir, Float64Array.from(one.position));
    const quantity = (name: string): number[] => {
      const found = ir.quantities.find((q) => q.name === name);
      return [...(values.get(found?.array ?? -1) ?? [])];
    };
    for (const [k, { name }] of one.unknowns.entries()) {
      const found = quantity(`prob_${name}`);
      expect(found.length).toBe(expected.probabilities[k].length);
      for (const [i, p] of found.entries())
        expect(Math.abs(p - expected.probabilities[k][i])).toBeLessThan(1e-10);
    }
    const best = expected.together.reduce((a, b) => (b.probability > a.probability ? b : a));
    expect(one.unknowns.flatMap(({ name }) => quantity(`best_${name}`))).toEqual(best.values);
    const out = outputsOf(ir);
    (await compiled(ir)).constrain(Float64Array.from(one.position), out);
    let offset = 0;
    for (const q of ir.quantities) {
      const own = [...out.subarray(offset, offset + countOf(q))];
      offset += countOf(q);
      if (!/^(prob|best)_/.test(q.name)) continue;
      for (const [i, value] of quantity(q.name).entries()) expect(own[i]).toBeCloseTo(value, 11);
    }
  });

  it('draws values with these probabilities, the same in the module and the interpreter', async () => {
    const instance = await compiled(ir);
    const out = outputsOf(ir);
    let offset = 0;
    const places = new Map<string, number>();
    for (const { name, shape } of ir.quantities) {
      places.set(name, offset);
      offset += countOf({ shape });
    }
    const draws = 4000;
    const counted = expected.probabilities.map((p) => p.map(() => 0));
    const columns = one.unknowns.flatMap(({ size: elements }) =>
      Array.from({ length: elements }, () => new Float64Array(draws)),
    );
    for (let d = 0; d < draws; d++) {
      // So close that the probabilities are those of the position.
      const position = Float64Array.from(one.position, (x) => x + 1e-9 * d);
      instance.constrain(position, out);
      if (d < 3) {
        const values = interpretGenerated(ir, position);
        for (const { name, array, kind } of ir.quantities)
          if (kind === 'discrete') {
            const own = [...(values.get(array) ?? [])];
            const first = places.get(name) ?? 0;
            expect([...out.subarray(first, first + own.length)]).toEqual(own);
          }
      }
      let column = 0;
      for (const [k, { name, lo, hi, size: elements }] of one.unknowns.entries())
        for (let i = 0; i < elements; i++) {
          const value = out[(places.get(name) ?? 0) + i];
          counted[k][i * (hi - lo + 1) + value - lo]++;
          columns[column++][d] = value;
        }
    }
    // Given the other unknowns the elements of chains are drawn together, others independently.
    const drawn = new Map<string, number>();
    for (let d = 0; d < draws; d++) {
      const key = columns.map((column) => column[d]).join();
      drawn.set(key, (drawn.get(key) ?? 0) + 1);
    }
    for (const { values, probability: p } of one.isChain === true ? expected.together : [])
      expect(Math.abs((drawn.get(values.join()) ?? 0) - draws * p)).toBeLessThanOrEqual(
        4.5 * Math.sqrt(draws * p * (1 - p)) + 2,
      );
    if (one.isChain === true) expect(drawn.size).toBeLessThanOrEqual(expected.together.length);
    const standardised = columns.map(standardise);
    for (const [i, x] of standardised.entries())
      for (const y of one.isChain === true ? [] : standardised.slice(0, i))
        expect(Math.abs(x.reduce((sum, value, d) => sum + value * y[d], 0))).toBeLessThan(
          4.5 * Math.sqrt(draws),
        );
    for (const [k, probabilities] of expected.probabilities.entries())
      for (const [i, p] of probabilities.entries()) {
        // A value expected less than once may come twice: its count is not normal.
        const most = 4.5 * Math.sqrt(draws * p * (1 - p)) + 2;
        expect(Math.abs(counted[k][i] - draws * p)).toBeLessThanOrEqual(most);
      }
  });
}
