/** The `run.json` of a run made by tests. */
import { RUN_VERSION, type RunInfo } from '../../../sampler/store/run-folder.ts';

export function runInfo(names: readonly string[], draws: number, chains: number): RunInfo {
  return {
    version: RUN_VERSION,
    state: 'running',
    model: 'test',
    modelText: 'param mu ~ Normal(0, 1)',
    modelPath: '/models/test.bayes',
    data: [],
    settings: {
      draws,
      tune: 5,
      chains,
      target_accept: 0.8,
      max_treedepth: 10,
      seed: 1,
      metric: 'diag_grad',
    },
    seed: 1,
    names,
    versions: { bayes: '0.0.0', node: '0' },
    started: '2000-01-01T00:00:00.000Z',
    finished: null,
  };
}
