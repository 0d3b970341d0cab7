/** Runs that the tests of a file share, and what `bayes loo` says of them. */
import type { LooReport } from '../../../sampler/report/loo-report.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import type { Workspace } from './workspace.ts';

type Kept = SampleReport & { readonly draws_by_name: Readonly<Record<string, readonly number[][]>> };

/** @param here of all tests of the file. */
export function keptModels(here: Workspace) {
  const made = new Map<string, Promise<Kept>>();
  return {
    /** Runs stay for all tests: one of the same name is sampled once. */
    keep(name: string, text: string): Promise<Kept> {
      const run = async () => {
        here.write(`${name}.bayes`, text);
        const args = ['sample', `${name}.bayes`, '--out', name, '--draws-format', 'json'];
        return (await bayesJson<Kept>(args, here.folder())).value;
      };
      const kept = made.get(name) ?? run();
      made.set(name, kept);
      return kept;
    },
    looOf: async (name: string): Promise<LooReport> =>
      (await bayesJson<LooReport>(['loo', name], here.folder())).value,
    warned: async (...args: readonly string[]) => {
      const { code, stderr, stdout } = await bayes(args, here.folder());
      return { code, stderr, stdout };
    },
  };
}

/** Log density of Normal(mu, sigma). */
export const logNormal = (y: number, mu: number, sigma: number) =>
  -0.5 * ((y - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
