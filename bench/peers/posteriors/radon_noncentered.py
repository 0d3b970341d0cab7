import numpy as np


def pymc(d):
    import pymc as pm

    c = np.asarray(d['county_idx']) - 1
    u = np.asarray(d['log_uppm'])
    f = np.asarray(d['floor_measure'])
    with pm.Model() as m:
        ar = pm.Normal('alpha_raw', 0, 1, shape=d['J'])
        b = pm.Normal('beta', 0, 10, shape=2)
        ma = pm.Normal('mu_alpha', 0, 10)
        sa = pm.HalfNormal('sigma_alpha', 1)
        sy = pm.HalfNormal('sigma_y', 1)
        pm.Normal('y', (ma + sa * ar)[c] + u * b[0] + f * b[1], sy, observed=np.asarray(d['log_radon']))
    return m


def numpyro(d):
    import numpyro
    import numpyro.distributions as D

    c = np.asarray(d['county_idx']) - 1
    u = np.asarray(d['log_uppm'])
    f = np.asarray(d['floor_measure'])
    y = np.asarray(d['log_radon'])

    def m():
        ar = numpyro.sample('alpha_raw', D.Normal(0, 1).expand([d['J']]))
        b = numpyro.sample('beta', D.Normal(0, 10).expand([2]))
        ma = numpyro.sample('mu_alpha', D.Normal(0, 10))
        sa = numpyro.sample('sigma_alpha', D.HalfNormal(1))
        sy = numpyro.sample('sigma_y', D.HalfNormal(1))
        numpyro.sample('y', D.Normal((ma + sa * ar)[c] + u * b[0] + f * b[1], sy), obs=y)

    return m


stan = """data { int N; int J; array[N] int county_idx; vector[N] log_uppm; vector[N] floor_measure; vector[N] log_radon; }
parameters { vector[J] alpha_raw; vector[2] beta; real mu_alpha; real<lower=0> sigma_alpha; real<lower=0> sigma_y; }
model { vector[J] alpha = mu_alpha + sigma_alpha * alpha_raw; alpha_raw ~ std_normal(); beta ~ normal(0, 10); mu_alpha ~ normal(0, 10); sigma_alpha ~ normal(0, 1); sigma_y ~ normal(0, 1);
 log_radon ~ normal(alpha[county_idx] + log_uppm * beta[1] + floor_measure * beta[2], sigma_y); }"""
