/** A machine with two workers of the bundle and enough memory for any test. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createPool } from '../../../sampler/host/worker-pool.ts';
import { drawPriors } from '../../../sampler/predict/draw-priors.ts';
import type { RunMachine } from '../../../sampler/run/run-machine.ts';
import { root } from '../../bayes-command.ts';

const worker = pathToFileURL(join(root, 'dist', 'worker.js'));

export function testMachine(pool = createPool(worker, 2)): RunMachine {
  return { pool, freshSeed: () => 99, totalMemory: 2 ** 40, bayesVersion: 'test', drawPriors };
}
