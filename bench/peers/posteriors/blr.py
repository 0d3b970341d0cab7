import numpy as np


def pymc(d):
    import pymc as pm

    with pm.Model() as m:
        beta = pm.Normal('beta', 0, 10, shape=d['D'])
        sigma = pm.HalfNormal('sigma', 10)
        pm.Normal('y', np.asarray(d['X']) @ beta, sigma, observed=np.asarray(d['y']))
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    x, y = np.asarray(d['X']), np.asarray(d['y'])

    def m():
        beta = numpyro.sample('beta', D.Normal(0, 10).expand([d['D']]))
        sigma = numpyro.sample('sigma', D.HalfNormal(10))
        numpyro.sample('y', D.Normal(x @ beta, sigma), obs=y)

    return m


stan = """data { int N; int D; matrix[N, D] X; vector[N] y; } parameters { vector[D] beta; real<lower=0> sigma; }
model { beta ~ normal(0, 10); sigma ~ normal(0, 10); y ~ normal(X * beta, sigma); }"""
