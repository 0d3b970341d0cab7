/** Modes that an approximation misses, which k-hat cannot see, through the command line. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApproximationReport } from '../../../sampler/report/approximation-report.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();
const far = join(root, 'test/cases/two-far-modes/model.bayes');
const copied = 'param x ~ Flat()\npotential p = log_mix(0.5, -0.5 * (x + 5)^2, -0.5 * (x - 5)^2)\n';

describe('a mode that an approximation misses', () => {
  it.each([['advi'], ['pathfinder'], ['laplace']])('makes the result of %s provisional', async (command) => {
    const { code, value } = await bayesJson<ApproximationReport>([command, far, '--seed', '1']);
    expect(code).toBe(3);
    const { pass, reasons, message } = value.verdict;
    expect(pass).toBe(false);
    expect(reasons.map((reason) => reason.code)).toEqual(['unvisited-mode']);
    expect(reasons[0]).toMatchObject({ names: ['x'], line: 0 });
    expect(reasons[0].message).toMatch(/ misses a mode that holds about (49|50|51) % /);
    expect(message).toContain('lies close to a part of the posterior only');
    const [{ at, mass }] = value.diagnostics?.modes.unvisited ?? [];
    expect(Math.abs(at.x - (value.summary[0].mean > 15 ? 0 : 30))).toBeLessThan(0.5);
    expect(mass).toBeCloseTo(0.5, 1);
    // Beside those of the method: at most 4000 for ascents, and what confirms one mode.
    expect(value.timing.gradients_scout).toBeGreaterThan(100);
    expect(value.timing.gradients_scout).toBeLessThan(20_000);
  });

  it('is told in the text before the table, and kept with the run for the page', async () => {
    const args = ['laplace', far, '--seed', '1', '--out', here.path('run')];
    const { stdout } = await bayes(args);
    const [verdict, table] = stdout.split('hdi_97');
    expect(verdict).toMatch(
      /Laplace’s approximation misses a mode .*\n +next: Sample with NUTS; if only one/,
    );
    expect(table).toContain('x ');
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    const { reasons, modes } = opened.run.report?.diagnostics ?? {};
    expect(reasons?.map(({ code }) => code)).toEqual(['approximation', 'unvisited-mode']);
    expect(modes?.unvisited).toHaveLength(1);
  });

  it('is a notice where it is a copy, and none where there is one mode', async () => {
    here.write('m.bayes', copied);
    const { stdout, stderr } = await bayes(['laplace', 'm.bayes', '--seed', '1'], here.folder());
    expect(stderr + stdout).toMatch(/symmetric-modes .* with the sign of x turned/);
    here.write('m.bayes', 'param x ~ Normal(3, 1)\n');
    const { code, value } = await bayesJson<ApproximationReport>(['laplace', 'm.bayes'], here.folder());
    expect(code).toBe(0);
    expect(value.diagnostics).toEqual({ modes: { unvisited: [], symmetries: [] } });
  });
});
