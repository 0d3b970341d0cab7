import { describe, expect, it } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import { guardedLogDensity } from '../../../grammar/distributions/support.ts';
import { evaluateText, type Value } from '../../../sampler/distributions/evaluate-expression.ts';
import { samplers } from '../../../sampler/distributions/index.ts';
import { integrate } from '../../../sampler/distributions/integrate.ts';
import { golden, show } from './golden.ts';

const cases = Object.entries(golden.scalar).flatMap(([name, entry]) => {
  const sampler = samplers.get(name);
  const d = distributions.get(name);
  return sampler?.kind === 'scalar' && d !== undefined
    ? entry.cases.map((c) => [name, show(c.args), { sampler, d, args: c.args }] as const)
    : [];
});

describe('densities are normalised', () => {
  it.each(cases)('%s %s', (_name, _args, { sampler, d, args }) => {
    const canonical = d.arguments.map((a) => Number(args[a.name]));
    const text = guardedLogDensity(d);
    const density = (x: number) =>
      Math.exp(Number(evaluateText(text, new Map<string, Value>([...Object.entries(args), ['x', x]]))));
    if (d.type === 'discrete') {
      const from = Math.min(0, sampler.quantile(1e-300, canonical));
      const to = sampler.quantile(1 - 1e-10, canonical);
      let total = 0;
      for (let k = from; k <= to; k++) total += density(k);
      expect(Math.abs(total - sampler.cdf(to, canonical))).toBeLessThan(1e-9);
      expect(total).toBeGreaterThan(1 - 1.1e-10 - 1e-9);
      return;
    }
    // From quantile to quantile, so that tails and infinite densities at a bound are left to the cdf.
    const at = (p: number) => sampler.quantile(p, canonical);
    const [low, high] = [at(1e-6), at(1 - 1e-6)];
    const breaks = [1e-3, 0.05, 0.3, 0.5, 0.7, 0.95, 0.999].map(at);
    // The hurdle's zero is a point mass, not a density.
    const atom = low === 0 ? sampler.cdf(0, canonical) : 0;
    const integral = integrate(density, low === 0 ? at(atom + 1e-6) : low, high, breaks, 1e-10);
    const expected = 1 - 1e-6 - (low === 0 ? atom + 1e-6 : 1e-6);
    expect(Math.abs(integral - expected)).toBeLessThan(1e-8);
  });
});
