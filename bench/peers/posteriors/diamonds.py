import numpy as np


def pymc(d):
    import pymc as pm

    X = np.asarray(d['X'])[:, 1:]
    Xc = X - X.mean(0)
    with pm.Model() as m:
        b = pm.Normal('b', 0, 1, shape=24)
        i = pm.StudentT('Intercept', nu=3, mu=8, sigma=10)
        s = pm.HalfStudentT('sigma', nu=3, sigma=10)
        pm.Normal('y', i + Xc @ b, s, observed=np.asarray(d['Y']))
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    X = np.asarray(d['X'])[:, 1:]
    Xc = X - X.mean(0)
    y = np.asarray(d['Y'])

    def m():
        b = numpyro.sample('b', D.Normal(0, 1).expand([24]))
        i = numpyro.sample('Intercept', D.StudentT(3, 8, 10))
        s = numpyro.sample('sigma', D.FoldedDistribution(D.StudentT(3, 0, 10)))
        numpyro.sample('y', D.Normal(i + Xc @ b, s), obs=y)

    return m


def data(d):
    return {
        'N': d['N'],
        'X': (np.asarray(d['X'])[:, 1:] - np.asarray(d['X'])[:, 1:].mean(0)).tolist(),
        'y': d['Y'],
    }


stan = """data { int N; matrix[N, 24] X; vector[N] y; } parameters { vector[24] b; real Intercept; real<lower=0> sigma; } model { b ~ normal(0, 1); Intercept ~ student_t(3, 8, 10); sigma ~ student_t(3, 0, 10); y ~ normal_id_glm(X, Intercept, b, sigma); }"""
