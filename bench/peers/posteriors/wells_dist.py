import numpy as np


def pymc(d):
    import pymc as pm

    with pm.Model() as m:
        b = pm.Flat('beta', shape=2)
        pm.Bernoulli('y', logit_p=b[0] + b[1] * np.asarray(d['dist']), observed=np.asarray(d['switched']))
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    x = np.asarray(d['dist'])
    y = np.asarray(d['switched'])

    def m():
        b = numpyro.sample('beta', D.ImproperUniform(D.constraints.real_vector, (), (2,)))
        numpyro.sample('y', D.BernoulliLogits(b[0] + b[1] * x), obs=y)

    return m


stan = """data { int N; array[N] int switched; vector[N] dist; } transformed data { matrix[N,1] x; x[:,1] = dist; }
parameters { real a; vector[1] b; } model { switched ~ bernoulli_logit_glm(x, a, b); }"""
