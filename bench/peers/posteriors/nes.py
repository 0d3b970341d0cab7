import numpy as np


def design(d):
    a = np.asarray(d['age_discrete'])
    c = lambda k: np.asarray(d[k]).astype(float)
    return (
        np.stack(
            [
                np.ones(len(a)),
                c('real_ideo'),
                c('race_adj'),
                a == 2,
                a == 3,
                a == 4,
                c('educ1'),
                c('gender'),
                c('income'),
            ],
            1,
        ).astype(float),
        c('partyid7'),
    )


def pymc(d):
    import pymc as pm

    X, y = design(d)
    with pm.Model() as m:
        b = pm.Flat('beta', shape=9)
        s = pm.HalfFlat('sigma')
        pm.Normal('y', X @ b, s, observed=y)
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    X, y = design(d)

    def m():
        b = numpyro.sample('beta', D.ImproperUniform(D.constraints.real_vector, (), (9,)))
        s = numpyro.sample('sigma', D.ImproperUniform(D.constraints.positive, (), ()))
        numpyro.sample('y', D.Normal(X @ b, s), obs=y)

    return m


def data(d):
    return {'N': d['N'], 'X': design(d)[0].tolist(), 'y': design(d)[1].tolist()}


stan = """data { int N; matrix[N, 9] X; vector[N] y; } parameters { vector[9] beta; real<lower=0> sigma; } model { y ~ normal_id_glm(X, 0, beta, sigma); }"""
