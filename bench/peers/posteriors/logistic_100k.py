import numpy as np


def pymc(d):
    import pymc as pm

    with pm.Model() as m:
        a = pm.Normal('a', 0, 2.5)
        b = pm.Normal('b', 0, 2.5, shape=20)
        pm.Bernoulli('y', logit_p=a + np.asarray(d['X']) @ b, observed=np.asarray(d['y']))
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    X, y = (np.asarray(d['X']), np.asarray(d['y']))

    def m():
        a = numpyro.sample('a', D.Normal(0, 2.5))
        b = numpyro.sample('b', D.Normal(0, 2.5).expand([20]))
        numpyro.sample('y', D.BernoulliLogits(a + X @ b), obs=y)

    return m


stan = """data { int N; matrix[N, 20] X; array[N] int y; } parameters { real a; vector[20] b; } model { a ~ normal(0, 2.5); b ~ normal(0, 2.5); y ~ bernoulli_logit_glm(X, a, b); }"""
