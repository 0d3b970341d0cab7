import numpy as np


def pymc(d):
    import pymc as pm

    with pm.Model() as m:
        a0, a1, a12, a2 = [pm.Normal(k, 0, 1000) for k in ('alpha0', 'alpha1', 'alpha12', 'alpha2')]
        tau = pm.Gamma('tau', 0.001, 0.001)
        b = pm.Normal('b', 0, 1 / tau**0.5, shape=d['I'])
        x1, x2 = (np.asarray(d['x1']), np.asarray(d['x2']))
        pm.Binomial(
            'y',
            np.asarray(d['N']),
            logit_p=a0 + a1 * x1 + a2 * x2 + a12 * x1 * x2 + b,
            observed=np.asarray(d['n']),
        )
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    x1, x2, N, n = (np.asarray(d['x1']), np.asarray(d['x2']), np.asarray(d['N']), np.asarray(d['n']))

    def m():
        a0, a1, a12, a2 = [
            numpyro.sample(k, D.Normal(0, 1000)) for k in ('alpha0', 'alpha1', 'alpha12', 'alpha2')
        ]
        tau = numpyro.sample('tau', D.Gamma(0.001, 0.001))
        b = numpyro.sample('b', D.Normal(0, 1 / tau**0.5).expand([d['I']]))
        numpyro.sample('y', D.BinomialLogits(a0 + a1 * x1 + a2 * x2 + a12 * x1 * x2 + b, N), obs=n)

    return m


stan = """data { int I; array[I] int n; array[I] int N; vector[I] x1; vector[I] x2; } transformed data { vector[I] x12 = x1 .* x2; }
parameters { real alpha0; real alpha1; real alpha12; real alpha2; real<lower=0> tau; vector[I] b; }
model { alpha0 ~ normal(0, 1000); alpha1 ~ normal(0, 1000); alpha2 ~ normal(0, 1000); alpha12 ~ normal(0, 1000); tau ~ gamma(.001, .001); b ~ normal(0, 1 / sqrt(tau)); n ~ binomial_logit(N, alpha0 + alpha1 * x1 + alpha2 * x2 + alpha12 * x12 + b); }"""
