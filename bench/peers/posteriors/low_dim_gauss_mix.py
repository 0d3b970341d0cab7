import numpy as np


def pymc(d):
    import pymc as pm

    with pm.Model() as m:
        start = {'transform': pm.distributions.transforms.ordered, 'initval': np.array([-1.0, 1.0])}
        mu = pm.Normal('mu', 0, 2, shape=2, **start)
        sigma = pm.HalfNormal('sigma', 2, shape=2)
        theta = pm.Beta('theta', 5, 5)
        parts = [pm.Normal.dist(mu[0], sigma[0]), pm.Normal.dist(mu[1], sigma[1])]
        pm.Mixture('y', w=pm.math.stack([theta, 1 - theta]), comp_dists=parts, observed=np.asarray(d['y']))
    return m


def numpyro(d):
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as D
    from jax.scipy.special import logsumexp

    y = np.asarray(d['y'])

    def m():
        mu = numpyro.sample('mu', D.ImproperUniform(D.constraints.ordered_vector, (), (2,)))
        numpyro.factor('prior_of_mu', D.Normal(0, 2).log_prob(mu).sum())
        sigma = numpyro.sample('sigma', D.HalfNormal(2).expand([2]))
        theta = numpyro.sample('theta', D.Beta(5, 5))
        weights = jnp.log(jnp.stack([theta, 1 - theta]))
        numpyro.factor('y', logsumexp(weights + D.Normal(mu, sigma).log_prob(y[:, None]), axis=1).sum())

    return m


stan = """data { int N; vector[N] y; }
parameters { ordered[2] mu; vector<lower=0>[2] sigma; real<lower=0,upper=1> theta; }
model { sigma ~ normal(0, 2); mu ~ normal(0, 2); theta ~ beta(5, 5);
 for (n in 1:N) target += log_mix(theta, normal_lpdf(y[n] | mu[1], sigma[1]), normal_lpdf(y[n] | mu[2], sigma[2])); }"""
