import numpy as np


def design(d):
    high_school, iq = np.asarray(d['mom_hs']), np.asarray(d['mom_iq'])
    return np.stack([np.ones(len(iq)), high_school, iq, high_school * iq], 1), np.asarray(d['kid_score'])


def pymc(d):
    import pymc as pm

    x, y = design(d)
    with pm.Model() as m:
        beta = pm.Flat('beta', shape=4)
        sigma = pm.HalfCauchy('sigma', 2.5)
        pm.Normal('y', x @ beta, sigma, observed=y)
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    x, y = design(d)

    def m():
        beta = numpyro.sample('beta', D.ImproperUniform(D.constraints.real_vector, (), (4,)))
        sigma = numpyro.sample('sigma', D.HalfCauchy(2.5))
        numpyro.sample('y', D.Normal(x @ beta, sigma), obs=y)

    return m


def data(d):
    x, y = design(d)
    return {'N': len(y), 'x': x.tolist(), 'y': y.tolist()}


stan = """data { int N; matrix[N, 4] x; vector[N] y; } parameters { vector[4] beta; real<lower=0> sigma; }
model { sigma ~ cauchy(0, 2.5); y ~ normal(x * beta, sigma); }"""
