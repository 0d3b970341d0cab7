import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../grammar/distributions/distribution.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import { bindArguments } from '../../../grammar/distributions/lookup.ts';
import { guardedLogDensity } from '../../../grammar/distributions/support.ts';
import { evaluateText, type Value } from '../../../sampler/distributions/evaluate-expression.ts';
import { type GoldenArgs, golden, isNear, show, toNumber } from './golden.ts';

/** Relative to max(1, |value|): the log of a density is a sum of terms of that size. */
const tolerance = 1e-10;

function environment(args: GoldenArgs, x: Value): Map<string, Value> {
  return new Map([...Object.entries(args), ['x', x]]);
}

/** The density of the parameterisation that the arguments' names choose. */
function densityOf(distribution: Distribution, args: GoldenArgs): string {
  const bound = bindArguments(
    distribution,
    Object.keys(args).map((name) => ({ name })),
  );
  if (bound.kind !== 'ok') throw new Error(JSON.stringify(bound.errors));
  return bound.parameterisation?.logDensity ?? distribution.logDensity;
}

function get(name: string): Distribution {
  const d = distributions.get(name);
  if (d === undefined) throw new Error(`no distribution ${name}`);
  return d;
}

describe('log densities against golden values', () => {
  it('has golden values of every distribution', () => {
    const known = [...Object.keys(golden.scalar), ...Object.keys(golden.multivariate)];
    expect(known.sort()).toEqual([...distributions.keys()].sort());
  });

  describe.each(Object.entries(golden.scalar))('%s', (name, { cases }) => {
    const d = get(name);
    it.each(cases.map((c) => [show(c.args), c] as const))('%s', (_, c) => {
      c.x.forEach((x, i) => {
        const found = evaluateText(guardedLogDensity(d), environment(c.args, x));
        expect(isNear(found, c.logDensity[i], tolerance), `${x}: ${found}, expected ${c.logDensity[i]}`).toBe(
          true,
        );
        // Inside the support the guard changes nothing.
        if (Number.isFinite(toNumber(c.logDensity[i])))
          expect(evaluateText(d.logDensity, environment(c.args, x))).toBe(found);
      });
    });
  });

  describe.each(Object.entries(golden.multivariate))('%s', (name, cases) => {
    it.each(cases.map((c) => [show(c.args), c] as const))('%s', (_, c) => {
      c.x.forEach((x, i) => {
        const found = evaluateText(densityOf(get(name), c.args), environment(c.args, x));
        expect(
          isNear(found, c.logDensity[i], tolerance),
          `${show(c.args, x)}: ${found}, expected ${c.logDensity[i]}`,
        ).toBe(true);
      });
    });
  });

  it.each(golden.alternatives.map((c) => [c.name, show(c.args), c] as const))('%s with %s', (name, _, c) => {
    const d = get(name);
    const bound = bindArguments(
      d,
      Object.keys(c.args).map((n) => ({ name: n })),
    );
    if (bound.kind !== 'ok' || bound.parameterisation === null) throw new Error('expected an alternative');
    const { logDensity, rewrite } = bound.parameterisation;
    expect(Object.keys(rewrite ?? {}).sort()).toEqual(d.arguments.map((a) => a.name).sort());
    c.x.forEach((x, i) => {
      const given = environment(c.args, x);
      if (logDensity !== undefined) {
        const found = evaluateText(logDensity, given);
        expect(isNear(found, c.logDensity[i], tolerance), `${x}: ${found}, expected ${c.logDensity[i]}`).toBe(
          true,
        );
      }
      const canonical = new Map<string, Value>([['x', x]]);
      for (const [argument, text] of Object.entries(rewrite ?? {}))
        canonical.set(argument, evaluateText(text, given));
      const found = evaluateText(d.logDensity, canonical);
      // The rewritten arguments lose digits in the tails (p near 1), which is why logDensity exists.
      if (logDensity === undefined)
        expect(isNear(found, c.logDensity[i], tolerance), `${x}: ${found}, expected ${c.logDensity[i]}`).toBe(
          true,
        );
      else if (Math.abs(toNumber(c.logDensity[i])) < 30)
        expect(isNear(found, c.logDensity[i], 1e-6)).toBe(true);
    });
  });
});

describe('cdf and moments of the table against golden values', () => {
  const scalars = Object.entries(golden.scalar);
  describe.each(scalars.filter(([name]) => get(name).cdf !== undefined))('%s', (name, { cases }) => {
    const d = get(name);
    it.each(cases.map((c) => [show(c.args), c] as const))(
      'cdf, its logarithm and that of its complement: %s',
      (_, c) => {
        expect(c.cdf).toBeDefined();
        c.x.forEach((x, i) => {
          const env = environment(c.args, x);
          const cdf = toNumber(c.cdf?.[i] ?? 'nan');
          const at = (text: string | undefined) =>
            text === undefined ? undefined : Number(evaluateText(text, env));
          const message = `x = ${x}, cdf ${cdf}`;
          expect(Math.abs(Number(at(d.cdf)) - cdf), message).toBeLessThan(1e-11);
          const logCdf = at(d.logCdf);
          // Golden cdfs below the smallest double are zero; the logarithm then only has to be far down.
          if (logCdf !== undefined) {
            if (cdf > 1e-300)
              expect(Math.abs(logCdf - Math.log(cdf)), message).toBeLessThan(1e-10 * Math.max(1, -logCdf));
            else expect(logCdf, message).toBeLessThan(-690);
          }
          const logCcdf = at(d.logCcdf);
          if (logCcdf !== undefined)
            expect(Math.abs(Math.exp(logCcdf) - (1 - cdf)), message).toBeLessThan(1e-11);
        });
      },
    );
  });

  it.each(scalars.filter(([name]) => get(name).mean !== undefined))(
    'mean and sd of %s',
    (name, { cases }) => {
      const d = get(name);
      for (const c of cases) {
        const env = environment(c.args, Number.NaN);
        if (d.mean !== undefined) {
          const found = evaluateText(d.mean, env);
          expect(
            isNear(found, c.mean ?? 'nan', 1e-9, 1e-6),
            `mean ${show(c.args)}: ${found}, expected ${c.mean}`,
          ).toBe(true);
        }
        // The far truncated normal loses digits by cancellation in its variance (a hover's value only).
        if (d.sd !== undefined) {
          const found = evaluateText(d.sd, env);
          const far = name === 'TruncatedNormal' && Number(c.sd) < 0.1;
          expect(
            isNear(found, c.sd ?? 'nan', far ? 1e-4 : 1e-9, 1e-6),
            `sd ${show(c.args)}: ${found}, expected ${c.sd}`,
          ).toBe(true);
        }
      }
    },
  );
});
