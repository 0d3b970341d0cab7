import numpy as np


def lagged(d):
    y, lags = np.asarray(d['y']), d['K']
    return np.stack([y[lags - k - 1 : len(y) - k - 1] for k in range(lags)], 1), y[lags:]


def pymc(d):
    import pymc as pm

    x, y = lagged(d)
    with pm.Model() as m:
        alpha = pm.Normal('alpha', 0, 10)
        beta = pm.Normal('beta', 0, 10, shape=d['K'])
        sigma = pm.HalfCauchy('sigma', 2.5)
        pm.Normal('y', alpha + x @ beta, sigma, observed=y)
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    x, y = lagged(d)

    def m():
        alpha = numpyro.sample('alpha', D.Normal(0, 10))
        beta = numpyro.sample('beta', D.Normal(0, 10).expand([d['K']]))
        sigma = numpyro.sample('sigma', D.HalfCauchy(2.5))
        numpyro.sample('y', D.Normal(alpha + x @ beta, sigma), obs=y)

    return m


stan = """data { int K; int T; array[T] real y; }
parameters { real alpha; array[K] real beta; real<lower=0> sigma; }
model { alpha ~ normal(0, 10); beta ~ normal(0, 10); sigma ~ cauchy(0, 2.5);
 for (t in (K + 1):T) { real mu = alpha; for (k in 1:K) mu += beta[k] * y[t - k]; y[t] ~ normal(mu, sigma); } }"""
