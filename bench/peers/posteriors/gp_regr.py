import numpy as np


def pymc(d):
    import pymc as pm
    import pytensor.tensor as pt

    x = np.asarray(d['x'])
    D2 = (x[:, None] - x[None, :]) ** 2
    with pm.Model() as m:
        rho = pm.Gamma('rho', 25, 4)
        al = pm.HalfNormal('alpha', 2)
        s = pm.HalfNormal('sigma', 1)
        pm.MvNormal(
            'y',
            np.zeros(len(x)),
            cov=al**2 * pt.exp(-0.5 * D2 / rho**2) + s * np.eye(len(x)),
            observed=np.asarray(d['y']),
        )
    return m


def numpyro(d):
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as D

    x = np.asarray(d['x'])
    D2 = (x[:, None] - x[None, :]) ** 2
    y = np.asarray(d['y']).astype(float)

    def m():
        rho = numpyro.sample('rho', D.Gamma(25, 4))
        al = numpyro.sample('alpha', D.HalfNormal(2))
        s = numpyro.sample('sigma', D.HalfNormal(1))
        numpyro.sample(
            'y',
            D.MultivariateNormal(
                jnp.zeros(len(x)), al**2 * jnp.exp(-0.5 * D2 / rho**2) + s * jnp.eye(len(x))
            ),
            obs=y,
        )

    return m


stan = """data { int N; array[N] real x; vector[N] y; } parameters { real<lower=0> rho; real<lower=0> alpha; real<lower=0> sigma; }
model { matrix[N, N] L = cholesky_decompose(add_diag(gp_exp_quad_cov(x, alpha, rho), sigma)); rho ~ gamma(25, 4); alpha ~ normal(0, 2); sigma ~ normal(0, 1); y ~ multi_normal_cholesky(rep_vector(0, N), L); }"""
