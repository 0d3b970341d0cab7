import { describe, expect, it } from 'vitest';
import { dataOf, halfCauchyLog, irOf, logDensityAt, normalLog, quantitiesAt } from './model.ts';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const halfNormalLog = (x: number, sigma: number): number => Math.LN2 + normalLog(x, 0, sigma);

describe('a hierarchical regression with a gather', () => {
  const text = `
    dim home, county
    data {
      log_radon : real[home]
      basement : int[home]
      county_of : county[home]
    }
    param mu_a ~ Normal(0, 10)
    param sigma_a ~ HalfNormal(1)
    param a[county] ~ Normal(mu_a, sigma_a)
    param b ~ Normal(0, 10)
    param sigma ~ HalfNormal(1)
    let mu = a[county_of] + b * basement
    observe log_radon ~ Normal(mu, sigma)
  `;
  const y = [1.2, 0.3, -0.4, 2.2, 0.9];
  const basement = [0, 1, 1, 0, 0];
  const county = [1, 3, 2, 3, 1];
  const data = dataOf(
    { home: 5, county: ['Aitkin', 'Anoka', 'Becker'] },
    {
      log_radon: { values: y, dims: ['home'] },
      basement: { values: basement, dims: ['home'] },
      county_of: { values: county, dims: ['home'], labelsOf: 'county' },
    },
  );
  const ir = irOf(text, data);
  const position = [0.7, -0.3, 0.1, 1.4, -0.8, 0.55, 0.2];

  it('has the density of the closed form', () => {
    const [muA, logSigmaA, a1, a2, a3, b, logSigma] = position;
    const a = [a1, a2, a3];
    const [sigmaA, sigma] = [Math.exp(logSigmaA), Math.exp(logSigma)];
    const expected =
      normalLog(muA, 0, 10) +
      halfNormalLog(sigmaA, 1) +
      logSigmaA +
      sum(a.map((x) => normalLog(x, muA, sigmaA))) +
      normalLog(b, 0, 10) +
      halfNormalLog(sigma, 1) +
      logSigma +
      sum(y.map((x, i) => normalLog(x, a[county[i] - 1] + b * basement[i], sigma)));
    expect(logDensityAt(ir, position)).toBeCloseTo(expected, 11);
  });

  it('names elements by label and keeps one loop per term', () => {
    expect(ir.unconstrainedNames).toEqual([
      'mu_a', 'sigma_a__log', 'a[Aitkin]', 'a[Anoka]', 'a[Becker]', 'b', 'sigma__log',
    ]); // biome-ignore format: one list
    const likelihood = ir.statements.filter((s) => s.kind === 'term' && s.role === 'likelihood');
    expect(likelihood).toHaveLength(1);
    expect(likelihood[0].kind === 'term' && likelihood[0].indices.map((i) => [i.from, i.to])).toEqual([
      [0, 5],
    ]);
    expect(likelihood[0].origin.label).toBe('observe log_radon');
    expect(text.slice(likelihood[0].origin.span.start, likelihood[0].origin.span.end)).toBe(
      'observe log_radon ~ Normal(mu, sigma)',
    );
  });

  it('describes the observation for predictive draws', () => {
    const [observation] = ir.observations;
    expect(observation.name).toBe('log_radon');
    expect(observation.shape).toEqual([5]);
    expect(observation.distribution).toMatchObject({ kind: 'plain', name: 'Normal' });
    expect(quantitiesAt(ir, position)).toMatchObject({ sigma: [Math.exp(0.2)], a: [0.1, 1.4, -0.8] });
  });
});

describe('eight schools, non-centred', () => {
  const y = [28, 8, -3, 7, -1, 1, 18, 12];
  const sigma = [15, 10, 16, 11, 9, 11, 10, 18];
  const ir = irOf(
    `data { J : int  y : real[J]  sigma : real[J] }
     param mu ~ Normal(0, 5)
     param tau ~ HalfCauchy(5)
     param theta_trans[J] ~ Normal(0, 1)
     deterministic theta = mu + tau * theta_trans
     observe y ~ Normal(theta, sigma)`,
    dataOf({ J: 8 }, { J: 8, y: { values: y, dims: ['J'] }, sigma: { values: sigma, dims: ['J'] } }),
  );

  it('has the density of the closed form', () => {
    const z = [0.1, -0.2, 0.3, 0.4, -0.5, 0.6, -0.7, 0.8];
    const [mu, logTau] = [4.4, 1.1];
    const tau = Math.exp(logTau);
    const expected =
      normalLog(mu, 0, 5) +
      halfCauchyLog(tau, 5) +
      logTau +
      sum(z.map((x) => normalLog(x, 0, 1))) +
      sum(y.map((x, j) => normalLog(x, mu + tau * z[j], sigma[j])));
    expect(logDensityAt(ir, [mu, logTau, ...z])).toBeCloseTo(expected, 10);
    const { theta } = quantitiesAt(ir, [mu, logTau, ...z]);
    expect(theta[3]).toBeCloseTo(mu + tau * z[3], 12);
    expect(ir.quantities.map((q) => q.name)).toEqual(['mu', 'tau', 'theta_trans', 'theta']);
  });
});

describe('time series', () => {
  const y = [0.1, 0.5, -0.3, 0.8, 0.2, -0.6, 0.4, 0.3];

  it('observes over a range of positions (autoregression of order 3)', () => {
    const ir = irOf(
      `data { K : int  T : int  y : real[T] }
       param alpha ~ Normal(0, 10)
       param beta[K] ~ Normal(0, 10)
       param sigma ~ HalfCauchy(2.5)
       observe y[t in (K + 1)..T] ~ Normal(alpha + sum(beta[k] * y[t - k] for k in 1..K), sigma)`,
      dataOf({ K: 3, T: 8 }, { K: 3, T: 8, y: { values: y, dims: ['T'] } }),
    );
    const [alpha, b1, b2, b3, logSigma] = [0.2, 0.5, -0.1, 0.3, -0.4];
    const beta = [b1, b2, b3];
    const sigma = Math.exp(logSigma);
    let expected = normalLog(alpha, 0, 10) + sum(beta.map((b) => normalLog(b, 0, 10)));
    expected += halfCauchyLog(sigma, 2.5) + logSigma;
    for (let t = 3; t < 8; t++) {
      expected += normalLog(y[t], alpha + sum(beta.map((b, k) => b * y[t - 1 - k])), sigma);
    }
    expect(logDensityAt(ir, [alpha, ...beta, logSigma])).toBeCloseTo(expected, 11);
    expect(ir.observations[0].shape).toEqual([5]);
    expect(ir.observations[0].dims[0].labels).toEqual(['4', '5', '6', '7', '8']);
  });

  it('computes recurrences (moving average of errors)', () => {
    const ir = irOf(
      `dim time
       data { y : real[time] }
       param mu ~ Normal(0, 10)
       param phi ~ Normal(0, 2)
       param theta ~ Normal(0, 2)
       param sigma ~ HalfCauchy(2.5)
       let err[t in time] = y[t] - (if t == 1 then mu + phi * mu else mu + phi * y[t - 1] + theta * err[t - 1])
       observe (err) ~ Normal(0, sigma)`,
      dataOf({ time: 8 }, { y: { values: y, dims: ['time'] } }),
    );
    const [mu, phi, theta, logSigma] = [0.3, 0.6, -0.4, 0.1];
    const sigma = Math.exp(logSigma);
    const err: number[] = [];
    y.forEach((value, t) => {
      err.push(value - (t === 0 ? mu + phi * mu : mu + phi * y[t - 1] + theta * err[t - 1]));
    });
    const expected =
      normalLog(mu, 0, 10) +
      normalLog(phi, 0, 2) +
      normalLog(theta, 0, 2) +
      halfCauchyLog(sigma, 2.5) +
      logSigma +
      sum(err.map((e) => normalLog(e, 0, sigma)));
    expect(logDensityAt(ir, [mu, phi, theta, logSigma])).toBeCloseTo(expected, 11);
    const recurrences = ir.statements.filter((s) => s.kind === 'define' && s.recurrent);
    expect(recurrences).toHaveLength(1);
  });

  it('takes flat ranges that depend on earlier parameters (GARCH)', () => {
    const ir = irOf(
      `dim time
       data { sigma1 : real  y : real[time] }
       param mu ~ Flat()
       param alpha0 ~ HalfFlat()
       param alpha1 ~ Flat() in 0..1
       param beta1 ~ Flat() in 0..(1 - alpha1)
       let sigma[t in time] = if t == 1 then sigma1 else sqrt(alpha0 + alpha1 * (y[t - 1] - mu)^2 + beta1 * sigma[t - 1]^2)
       observe y ~ Normal(mu, sigma)`,
      dataOf({ time: 8 }, { sigma1: { values: [0.5], element: 'real' }, y: { values: y, dims: ['time'] } }),
    );
    const [mu, u0, u1, u2] = [0.3, -0.6, 0.4, -1.1];
    const logistic = (u: number): number => 1 / (1 + Math.exp(-u));
    const a0 = Math.exp(u0);
    const a1 = logistic(u1);
    const b1 = (1 - a1) * logistic(u2);
    const jacobian = u0 + Math.log(a1 * (1 - a1)) + Math.log((1 - a1) * logistic(u2) * (1 - logistic(u2)));
    const scale = [0.5];
    for (let t = 1; t < 8; t++)
      scale.push(Math.sqrt(a0 + a1 * (y[t - 1] - mu) ** 2 + b1 * scale[t - 1] ** 2));
    const expected = jacobian + sum(y.map((value, t) => normalLog(value, mu, scale[t])));
    expect(logDensityAt(ir, [mu, u0, u1, u2])).toBeCloseTo(expected, 11);
  });

  it('sums out hidden states by the forward recurrence', () => {
    const ir = irOf(
      `dim time, state
       data { y : real[time] }
       param Theta[state, state] ~ Dirichlet([1, 1])
       param m[state]: positive_ordered ~ Normal([3, 10], 1)
       let alpha[t in time, k in state] =
         if t == 1 then logpdf(Normal(m[k], 1), y[1])
         else log_sum_exp(alpha[t - 1, j] + log(Theta[j, k]) for j in state) + logpdf(Normal(m[k], 1), y[t])
       potential forward = log_sum_exp(alpha[size(time), k] for k in state)`,
      dataOf({ time: 8, state: 2 }, { y: { values: y.map((v) => v + 4), dims: ['time'] } }),
    );
    const [u1, u2, m1, m2] = [0.3, -0.7, 1.1, 1.6];
    const logistic = (u: number): number => 1 / (1 + Math.exp(-u));
    const theta = [u1, u2].map((u) => [logistic(u), 1 - logistic(u)]);
    const m = [Math.exp(m1), Math.exp(m1) + Math.exp(m2)];
    let forward = m.map((mean) => Math.exp(normalLog(y[0] + 4, mean, 1)));
    for (let t = 1; t < 8; t++) {
      forward = [0, 1].map(
        (k) => (forward[0] * theta[0][k] + forward[1] * theta[1][k]) * Math.exp(normalLog(y[t] + 4, m[k], 1)),
      );
    }
    const expected =
      sum(theta.map(([p, q]) => Math.log(p * q))) +
      m1 +
      m2 +
      normalLog(m[0], 3, 1) +
      normalLog(m[1], 10, 1) +
      Math.log(sum(forward));
    expect(logDensityAt(ir, [u1, u2, m1, m2])).toBeCloseTo(expected, 10);
  });
});
