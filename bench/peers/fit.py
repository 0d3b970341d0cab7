"""Fits one posterior by one engine and prints a JSON object: what was used, seconds, gradients, effective draws.

usage: fit.py POSTERIOR ENGINE SEED DATA.json [DRAWS TUNE]

`seconds` is from before the engine's import to the summary of all parameters, `sampling` from the compiled model to the
last draw. Effective draws are ArviZ's bulk ESS of every parameter, the least of them. `tune` left out is the engine's
own default."""

import importlib
import json
import resource
import sys
import time

CHAINS = 4


def by_nutpie(model, seed, draws, tune, adaptation):
    import nutpie

    compiled = nutpie.compile_pymc_model(model)
    begun = time.perf_counter()
    fit = nutpie.sample(
        compiled,
        draws=draws,
        tune=tune,
        chains=CHAINS,
        seed=seed,
        adaptation=adaptation,
        progress_bar=False,
        save_warmup=True,
    )
    seconds = time.perf_counter() - begun
    steps = int(fit.sample_stats.n_steps.sum())
    tuning = int(fit.warmup_sample_stats.n_steps.sum())
    return nutpie.__version__, fit.posterior, seconds, tuning, steps


def nutpie(text, d, seed, draws, tune):
    return by_nutpie(text.pymc(d), seed, draws, tune, 'diag')


def nutpie_low_rank(text, d, seed, draws, tune):
    return by_nutpie(text.pymc(d), seed, draws, tune, 'low_rank')


def pymc(text, d, seed, draws, tune):
    import pymc

    options = dict(chains=CHAINS, random_seed=seed, progressbar=False, discard_tuned_samples=False)
    with text.pymc(d):
        begun = time.perf_counter()
        fit = pymc.sample(draws, tune=tune or 1000, compute_convergence_checks=False, **options)
        seconds = time.perf_counter() - begun
    tuning = int(fit.warmup_sample_stats.n_steps.sum())
    return pymc.__version__, fit.posterior, seconds, tuning, int(fit.sample_stats.n_steps.sum())


def by_numpyro(text, d, seed, draws, tune, chain_method):
    import jax
    import numpyro

    numpyro.enable_x64()
    numpyro.set_host_device_count(CHAINS)
    nuts = numpyro.infer.NUTS(text.numpyro(d))
    options = dict(num_chains=CHAINS, chain_method=chain_method, progress_bar=False)
    mcmc = numpyro.infer.MCMC(nuts, num_warmup=tune or 1000, num_samples=draws, **options)
    begun = time.perf_counter()
    mcmc.warmup(jax.random.PRNGKey(seed), extra_fields=('num_steps',), collect_warmup=True)
    tuning = int(mcmc.get_extra_fields()['num_steps'].sum())
    mcmc.run(mcmc.post_warmup_state.rng_key, extra_fields=('num_steps',))
    steps = int(mcmc.get_extra_fields()['num_steps'].sum())
    seconds = time.perf_counter() - begun
    return numpyro.__version__, mcmc.get_samples(group_by_chain=True), seconds, tuning, steps


def numpyro(text, d, seed, draws, tune):
    return by_numpyro(text, d, seed, draws, tune, 'parallel')


def numpyro_vectorized(text, d, seed, draws, tune):
    return by_numpyro(text, d, seed, draws, tune, 'vectorized')


def stan(text, d, seed, draws, tune):
    import stan as pystan

    tune = tune or 1000
    data = text.data(d) if hasattr(text, 'data') else d
    posterior = pystan.build(text.stan, data=data, random_seed=seed)
    begun = time.perf_counter()
    fit = posterior.sample(num_chains=CHAINS, num_warmup=tune, num_samples=draws, save_warmup=True)
    seconds = time.perf_counter() - begun
    values = fit._draws.transpose(2, 1, 0)  # chain, draw (tuning first), column
    names = fit.sample_and_sampler_param_names
    leapfrogs = values[:, :, names.index('n_leapfrog__')]
    parameters = values[:, tune:, len(names) :]
    kept = {name: parameters[:, :, k] for k, name in enumerate(fit.constrained_param_names)}
    tuning, steps = leapfrogs[:, :tune].sum(), leapfrogs[:, tune:].sum()
    return pystan.__version__, kept, seconds, int(tuning), int(steps)


ENGINES = dict(
    nutpie=nutpie,
    nutpie_low_rank=nutpie_low_rank,
    pymc=pymc,
    numpyro=numpyro,
    numpyro_vectorized=numpyro_vectorized,
    stan=stan,
)


def least_effective(draws):
    """The least bulk ESS of a mapping of parameters to draws of shape (chain, draw, …)."""
    import arviz
    import numpy as np

    least = np.inf
    for values in (draws[name] for name in draws):
        array = np.asarray(values, dtype=float)
        for column in array.reshape(*array.shape[:2], -1).transpose(2, 0, 1):
            least = min(least, float(arviz.ess({'x': column}, method='bulk')['x']))
    return least


def main():
    posterior, engine, seed, path = sys.argv[1:5]
    draws = int(sys.argv[5]) if len(sys.argv) > 5 else 1000
    tune = int(sys.argv[6]) if len(sys.argv) > 6 else None
    begun = time.perf_counter()
    text = importlib.import_module(f'posteriors.{posterior}')
    wanted = 'stan' if engine == 'stan' else 'numpyro' if engine.startswith('numpyro') else 'pymc'
    if not hasattr(text, wanted):
        print(json.dumps(dict(missing=f'no text of {posterior} for {wanted}')))
        return
    with open(path) as file:
        data = json.load(file)
    version, kept, sampling, tuning, steps = ENGINES[engine](text, data, int(seed), draws, tune)
    ess = least_effective(kept)
    print(
        json.dumps(
            dict(
                engine=engine,
                version=version,
                seconds=time.perf_counter() - begun,
                sampling=sampling,
                gradients_tune=tuning,
                gradients=tuning + steps,
                ess=ess,
                megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )
        )
    )


if __name__ == '__main__':
    main()
