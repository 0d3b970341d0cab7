import numpy as np


def pymc(d):
    import pymc as pm

    with pm.Model() as m:
        mu = pm.Normal('mu', 0, 5)
        tau = pm.HalfCauchy('tau', 5)
        z = pm.Normal('z', 0, 1, shape=8)
        pm.Normal('y', mu + tau * z, np.asarray(d['sigma']), observed=np.asarray(d['y']))
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    def m():
        mu = numpyro.sample('mu', D.Normal(0, 5))
        tau = numpyro.sample('tau', D.HalfCauchy(5))
        z = numpyro.sample('z', D.Normal(0, 1).expand([8]))
        numpyro.sample(
            'y', D.Normal(mu + tau * z, np.asarray(d['sigma'])), obs=np.asarray(d['y']).astype(float)
        )

    return m


stan = """data { int J; vector[J] y; vector<lower=0>[J] sigma; } parameters { real mu; real<lower=0> tau; vector[J] z; }
model { mu ~ normal(0, 5); tau ~ cauchy(0, 5); z ~ normal(0, 1); y ~ normal(mu + tau * z, sigma); }"""
