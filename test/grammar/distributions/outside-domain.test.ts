/**
 * A density is not finite where an argument lies outside its domain, whatever the value: a chain must not pass through
 * a negative rate at rows whose count is 0, and a posterior must not have mass there.
 */
import { describe, expect, it } from 'vitest';
import type { Domain } from '../../../grammar/distributions/distribution.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import { guardedLogDensity, outsideDomains } from '../../../grammar/distributions/support.ts';
import { evaluateText, type Value } from '../../../sampler/distributions/evaluate-expression.ts';
import { golden, show, toNumber } from './golden.ts';

const outside: Partial<Record<Domain, readonly number[]>> = {
  positive: [-0.05, -0.7, -1, -3.2],
  nonnegative: [-0.05, -0.7, -1, -3.2],
  unit: [-0.05, -0.7, 1.05, 2.5],
};

const cases = Object.entries(golden.scalar).flatMap(([name, entry]) =>
  (distributions.get(name)?.arguments ?? []).flatMap(({ name: argument, domain }) =>
    (outside[domain] ?? []).map((value) => [name, argument, value, entry.cases] as const),
  ),
);

describe('a log density', () => {
  it.each(cases)('of %s is not finite where %s is %d', (name, argument, value, golden) => {
    const d = distributions.get(name);
    if (d === undefined) throw new Error(name);
    const everywhere = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY };
    const outside = outsideDomains(d.arguments, () => everywhere);
    const text = `if ${outside} then log(0) else (${guardedLogDensity(d)})`;
    const finite = golden.flatMap(({ args, x }) =>
      x.flatMap((at) => {
        const given = new Map<string, Value>([...Object.entries(args), ['x', at], [argument, value]]);
        const found = toNumber(evaluateText(text, given) as never);
        return Number.isFinite(found) || found === Number.POSITIVE_INFINITY
          ? [`${show(args)} at ${at}: ${found}`]
          : [];
      }),
    );
    expect(finite).toEqual([]);
  });
});
