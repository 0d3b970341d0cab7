import numpy as np


def pymc(d):
    import pymc as pm

    with pm.Model() as m:
        st = pm.HalfCauchy('sigma_theta', 2)
        th = pm.Normal('theta', 0, st, shape=d['J'])
        sa = pm.HalfCauchy('sigma_a', 2)
        a = pm.LogNormal('a', 0, sa, shape=d['I'])
        mb = pm.Normal('mu_b', 0, 5)
        sb = pm.HalfCauchy('sigma_b', 2)
        b = pm.Normal('b', mb, sb, shape=d['I'])
        pm.Bernoulli('y', logit_p=a[:, None] * (th[None, :] - b[:, None]), observed=np.asarray(d['y']))
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    y = np.asarray(d['y'])

    def m():
        st = numpyro.sample('sigma_theta', D.HalfCauchy(2))
        th = numpyro.sample('theta', D.Normal(0, st).expand([d['J']]))
        sa = numpyro.sample('sigma_a', D.HalfCauchy(2))
        a = numpyro.sample('a', D.LogNormal(0, sa).expand([d['I']]))
        mb = numpyro.sample('mu_b', D.Normal(0, 5))
        sb = numpyro.sample('sigma_b', D.HalfCauchy(2))
        b = numpyro.sample('b', D.Normal(mb, sb).expand([d['I']]))
        numpyro.sample('y', D.BernoulliLogits(a[:, None] * (th[None, :] - b[:, None])), obs=y)

    return m


stan = """data { int I; int J; array[I, J] int y; } parameters { real<lower=0> sigma_theta; vector[J] theta; real<lower=0> sigma_a; vector<lower=0>[I] a; real mu_b; real<lower=0> sigma_b; vector[I] b; }
model { sigma_theta ~ cauchy(0, 2); theta ~ normal(0, sigma_theta); sigma_a ~ cauchy(0, 2); a ~ lognormal(0, sigma_a); mu_b ~ normal(0, 5); sigma_b ~ cauchy(0, 2); b ~ normal(mu_b, sigma_b);
 for (i in 1:I) y[i] ~ bernoulli_logit(a[i] * (theta - b[i])); }"""
