// The posteriors that are written for the peers too: our model, and the data that all of them read.
import { join } from 'node:path';
import { root } from '../tools.mjs';

const posteriordb = (name) => join(root, 'test/posteriors', name);
const own = (name) => join(root, 'bench/models', name);

const folders = {
  eight_schools: posteriordb('eight_schools-eight_schools_noncentered'),
  radon_noncentered: own('radon_noncentered'),
  seeds: own('seeds'),
  wells_dist: own('wells_dist'),
  irt_2pl: own('irt_2pl'),
  low_dim_gauss_mix: own('low_dim_gauss_mix'),
  gp_regr: posteriordb('gp_pois_regr-gp_regr'),
  nes: posteriordb('nes1980-nes'),
  garch11: posteriordb('garch-garch11'),
  diamonds: posteriordb('diamonds-diamonds'),
  arK: posteriordb('arK-arK'),
  blr: posteriordb('sblrc-blr'),
  kidscore_interaction: posteriordb('kidiq-kidscore_interaction'),
};

/** Those whose name holds one of `wanted`, or all. */
export function peerPosteriors(wanted = []) {
  return Object.entries(folders)
    .filter(([name]) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .map(([name, folder]) => ({
      name,
      model: join(folder, 'model.bayes'),
      data: join(folder, 'data.json'),
    }));
}
