import numpy as np


def numpyro(d):
    import jax
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as D

    y = np.asarray(d['y'])

    def m():
        mu = numpyro.sample('mu', D.ImproperUniform(D.constraints.real, (), ()))
        a0 = numpyro.sample('alpha0', D.ImproperUniform(D.constraints.positive, (), ()))
        a1 = numpyro.sample('alpha1', D.Uniform(0, 1))
        b1 = numpyro.sample('beta1_raw', D.Uniform(0, 1)) * (1 - a1)
        numpyro.factor('j', jnp.log1p(-a1))

        def step(s, yp):
            s2 = jnp.sqrt(a0 + a1 * (yp - mu) ** 2 + b1 * s**2)
            return (s2, s2)

        _, s = jax.lax.scan(step, jnp.asarray(d['sigma1'] * 1.0), y[:-1])
        s = jnp.concatenate([jnp.array([d['sigma1']]), s])
        numpyro.sample('y', D.Normal(mu, s), obs=y)

    return m


stan = """data { int T; array[T] real y; real<lower=0> sigma1; } parameters { real mu; real<lower=0> alpha0; real<lower=0,upper=1> alpha1; real<lower=0,upper=(1-alpha1)> beta1; }
model { array[T] real sigma; sigma[1] = sigma1; for (t in 2:T) sigma[t] = sqrt(alpha0 + alpha1 * square(y[t-1] - mu) + beta1 * square(sigma[t-1])); y ~ normal(mu, sigma); }"""
