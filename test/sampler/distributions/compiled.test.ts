/**
 * Every distribution on the way of a model: `logpdf(D(...), x)` lowered, interpreted and compiled to
 * WebAssembly. Values against the golden ones, gradients with respect to all continuous arguments and `x`
 * against finite differences of the log density, and never NaN inside the support.
 */
import { describe, expect, it } from 'vitest';
import type { Argument } from '../../../grammar/distributions/distribution.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import { bindArguments } from '../../../grammar/distributions/lookup.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import type { ModelInstance } from '../../../sampler/compile/model-instance.ts';
import type { Value } from '../../../sampler/distributions/evaluate-expression.ts';
import { type GoldenArgs, golden, isNear, show, toNumber } from '../../grammar/distributions/golden.ts';
import { compiled, gradientAt } from '../compile/compiled.ts';
import { type Datum, dataOf, irOf } from '../lower/model.ts';

interface Example {
  readonly name: string;
  readonly args: GoldenArgs;
  readonly points: readonly { readonly x: Value; readonly expected: number }[];
}

const examples: Example[] = [
  ...Object.entries(golden.scalar).flatMap(([name, { cases }]) => cases.map((c) => example(name, c))),
  ...golden.alternatives.map((c) => example(c.name, c)),
  ...Object.entries(golden.multivariate).flatMap(([name, cases]) => cases.map((c) => example(name, c))),
];

function example(
  name: string,
  c: {
    readonly args: GoldenArgs;
    readonly x: readonly Value[];
    readonly logDensity: readonly (number | string)[];
  },
): Example {
  return {
    name,
    args: c.args,
    points: c.x.map((x, i) => ({ x, expected: toNumber(c.logDensity[i] as number) })),
  };
}

const isList = (v: Value): v is readonly Value[] => Array.isArray(v);
const flat = (v: Value): number[] => (isList(v) ? v.flatMap(flat) : [Number(v)]);

function shape(v: Value): number[] {
  return isList(v) ? [v.length, ...shape(v[0])] : [];
}

const brackets = (v: Value) => (shape(v).length === 0 ? '' : `[${shape(v).join(', ')}]`);

/** The program, with what is continuous as unknowns; its position in the order of declaration. */
function programOf({ name, args }: Example, x: Value) {
  const d = distributions.get(name);
  const bound =
    d &&
    bindArguments(
      d,
      Object.keys(args).map((a) => ({ name: a })),
    );
  if (d === undefined || bound?.kind !== 'ok') throw new Error(`${name} does not take ${show(args)}`);
  const data: Record<string, Datum> = {};
  const declarations: string[] = [];
  const position: number[] = [];
  const declare = (variable: string, value: Value, discrete: boolean) => {
    // Matrices have constraints of their own, which free unknowns would leave.
    if (discrete || shape(value).length === 2) {
      declarations.push(`data { ${variable} : ${discrete ? 'int' : 'real'}${brackets(value)} }`);
      data[variable] = { values: flat(value), dims: shape(value), element: discrete ? 'int' : 'real' };
    } else {
      declarations.push(`param ${variable}${brackets(value)} ~ Flat()`);
      position.push(...flat(value));
    }
  };
  const given = Object.entries(args).map(([arg, value]) => {
    if (typeof value === 'object' && 'name' in value)
      return `${arg} = ${value.name}(${value.args.join(', ')})`;
    declare(
      `arg_${arg}`,
      value,
      isDiscrete(
        bound.signature.find((a) => a.name === arg),
        arg,
      ),
    );
    return `${arg} = arg_${arg}`;
  });
  declare('value', x, d.type === 'discrete');
  const text = `${declarations.join('\n')}\npotential lp = logpdf(${name}(${given.join(', ')}), value)`;
  return { text, data, position };
}

function isDiscrete(argument: Argument | undefined, arg: string): boolean {
  return argument?.domain === 'count' || argument?.domain === 'integer' || arg === 'edges';
}

interface Slopes {
  readonly left: number;
  readonly right: number;
  readonly central: number;
  readonly error: number;
}

/**
 * Finite differences, with the largest of three steps for which all points have a finite density. One-sided
 * differences that disagree mark a kink or a bound, where no gradient exists.
 */
function slopes(f: (x: number) => number, x: number): Slopes {
  const tried = [1e-4, 1e-5, 1e-6].map((relative) => slopesAt(f, x, relative * Math.max(1e-3, Math.abs(x))));
  return tried.find((s) => Number.isFinite(s.central)) ?? tried[0];
}

function slopesAt(f: (x: number) => number, x: number, h: number): Slopes {
  const at = (k: number) => f(x + k * h);
  const wide = (at(2) - at(-2)) / (4 * h);
  const narrow = (at(1) - at(-1)) / (2 * h);
  const noise = (1e-15 * Math.max(1, Math.abs(at(0)))) / h;
  return {
    left: (at(0) - at(-1)) / h,
    right: (at(1) - at(0)) / h,
    central: narrow + (narrow - wide) / 3,
    error: 10 * noise + 0.02 * Math.abs(narrow - wide),
  };
}

describe('compiled distributions', () => {
  it.each(examples.map((e) => [e.name, show(e.args), e] as const))('%s %s', async (name, _, e) => {
    // Where no point is data, one program serves them all.
    const built = new Map<string, { readonly ir: IrProgram; readonly instance: ModelInstance }>();
    const build = async (text: string, data: Readonly<Record<string, Datum>>) => {
      const key = JSON.stringify([text, data]);
      const known = built.get(key);
      if (known !== undefined) return known;
      const ir = irOf(text, dataOf({}, data));
      const made = { ir, instance: await compiled(ir) };
      built.set(key, made);
      return made;
    };
    for (const { x, expected } of e.points) {
      const { text, data, position } = programOf(e, x);
      const { ir, instance } = await build(text, data);
      const where = `${show(e.args)} at ${JSON.stringify(x)}`;
      const reference = interpret(ir, Float64Array.from(position));
      expect(
        isNear(reference.logDensity, Number.isFinite(expected) ? expected : '-inf', 1e-10),
        `${where}: ${reference.logDensity}, expected ${expected}`,
      ).toBe(true);

      const found = gradientAt(instance, position);
      expect(
        isNear(found.logDensity, Number.isFinite(expected) ? expected : '-inf', 1e-10),
        `${where}: WebAssembly ${found.logDensity}, expected ${expected}`,
      ).toBe(true);
      if (!Number.isFinite(expected)) continue;
      position.forEach((_value, k) => {
        const density = (v: number) =>
          interpret(
            ir,
            Float64Array.from(position, (p, i) => (i === k ? v : p)),
          ).logDensity;
        const s = slopes(density, position[k]);
        const [g, w] = [reference.gradient[k], found.gradient[k]];
        const message = `${where}: d/d${ir.unconstrainedNames[k]} ${g}, WebAssembly ${w}, differences ${s.central}`;
        // On a bound of an argument (p = 1, mu = 0) the derivative may be infinite, or exist on one side only.
        if (Number.isFinite(s.left) && Number.isFinite(s.right)) {
          expect(Number.isFinite(g), message).toBe(true);
          const scale = Math.max(1, Math.abs(s.central));
          if (Math.abs(s.left - s.right) < 0.05 * scale)
            expect(Math.abs(g - s.central), message).toBeLessThan(1e-6 * scale + s.error);
          expect(Math.abs(w - g), message).toBeLessThan(1e-9 * Math.max(1, Math.abs(g)));
        }
      });
    }
    expect(name).toBe(e.name);
  });
});
