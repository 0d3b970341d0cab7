/** The machine that runs of this process use. */
import { randomInt } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import { version } from '../../package.json';
import { drawPriors } from '../predict/draw-priors.ts';
import type { RunMachine } from '../run/run-machine.ts';
import { createPool } from './worker-pool.ts';

const MAX_SEED = 2 ** 31 - 1;

/** @param workerFile the bundle of `worker.ts` */
export function thisMachine(workerFile: URL): RunMachine {
  return {
    pool: createPool(workerFile, availableParallelism()),
    freshSeed: () => randomInt(1, MAX_SEED),
    totalMemory: totalmem(),
    bayesVersion: version,
    drawPriors,
  };
}
