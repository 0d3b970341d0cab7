// Fits by other engines, each in a process of its own: `BAYES_PYTHON` names a Python that has some of nutpie, pymc,
// numpyro and pystan, and arviz.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = join(dirname(fileURLToPath(import.meta.url)), 'fit.py');
/** A fit that takes longer is given up. */
const LIMIT_MS = Number(process.env.BAYES_LIMIT ?? 600) * 1000;

const modules = {
  nutpie: ['nutpie', 'pymc'],
  nutpie_low_rank: ['nutpie', 'pymc'],
  numpyro: ['numpyro'],
  numpyro_vectorized: ['numpyro'],
  pymc: ['pymc'],
  stan: ['stan'],
};

/** The engines that can run here; none without `BAYES_PYTHON`. */
export function installedEngines() {
  const python = process.env.BAYES_PYTHON;
  if (python === undefined) return [];
  const looked =
    'import importlib.util as u, sys; print(*[n for n in sys.argv[1:] if u.find_spec(n) is not None])';
  const names = ['arviz', ...new Set(Object.values(modules).flat())];
  const { stdout, status } = spawnSync(python, ['-c', looked, ...names], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`BAYES_PYTHON: ${python} cannot be run`);
  const found = new Set(stdout.trim().split(' '));
  if (!found.has('arviz'))
    throw new Error(`BAYES_PYTHON: ${python} has no arviz, which counts effective draws`);
  return Object.keys(modules).filter((engine) => modules[engine].every((name) => found.has(name)));
}

/** What `fit.py` prints, or `{ missing }` with the reason. `tune` left out is the engine's own default. */
export function fitByPeer(posterior, engine, seed, draws, tune) {
  const args = [script, posterior.name, engine, String(seed), posterior.data, String(draws)];
  if (tune !== undefined) args.push(String(tune));
  const { stdout, stderr, status, signal } = spawnSync(process.env.BAYES_PYTHON, args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 1 << 28,
  });
  if (signal !== null) return { missing: `not done in ${LIMIT_MS / 1000} s` };
  if (status !== 0) return { missing: stderr.trim().split('\n').at(-1) };
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
