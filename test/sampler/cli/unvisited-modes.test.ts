/** Modes that no chain visited, through the command line. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();
const threeComponents = `dim k = 3
dim row
data { y : real[row] = [-9, -8, -8.5, -7.6, -9.2, 0.4, 0.5, 1, -0.3, 0.2, -0.6, 9, 8, 8.5, 9.5, 8.8, 9.1, 8.2, 7.9, 8.6] }
param w[k] ~ Dirichlet([2, 2, 2])
param m[k] ~ Normal(0, 10)
observe y ~ Mixture(w over k, Normal(m[k], 1))
sample { init = { m = [-8.5, 0, 8.6] } }
`;
const model = join(root, 'test/cases/two-far-modes/model.bayes');

describe('a mode that no chain visited', () => {
  it('makes the result provisional, with its place and its share', async () => {
    const { code, value } = await bayesJson<SampleReport>(['sample', model, '--seed', '3']);
    expect(code).toBe(3);
    const { pass, reasons, modes } = value.diagnostics;
    expect(pass).toBe(false);
    expect(reasons.map((reason) => reason.code)).toEqual(['unvisited-mode']);
    expect(modes?.unvisited).toHaveLength(1);
    const [{ at, mass }] = modes?.unvisited ?? [];
    expect(Math.abs(at.x - (value.summary[0].mean > 15 ? 0 : 30))).toBeLessThan(0.5);
    expect(mass).toBeGreaterThan(0.45);
    expect(mass).toBeLessThan(0.55);
  });

  it('is told in the text, before the table', async () => {
    const { code, stdout, stderr } = await bayes(['sample', model, '--seed', '3']);
    expect(code).toBe(3);
    // After the chains, before the report.
    expect(stderr).toMatch(/chain \d: done.*\nlooking for modes that no chain visited\n$/);
    const [verdict, table] = stdout.split('hdi_3');
    expect(verdict).toMatch(/model\.bayes:1: No chain visited a mode that holds about (4\d|5\d) % /);
    expect(table).toContain('x ');
  });
});

describe('components of a mixture whose weights are a simplex of three', () => {
  it('trade places: copies, none of which is a mode that was not visited', async () => {
    here.write('m.bayes', threeComponents);
    const args = ['sample', 'm.bayes', '--seed', '1', '--draws', '1000', '--tune', '500'];
    const { value } = await bayesJson<SampleReport>(args, here.folder());
    const { reasons, modes } = value.diagnostics;
    expect(reasons.map(({ code }) => code)).not.toContain('unvisited-mode');
    expect(modes?.unvisited).toEqual([]);
    // The first part of the stick is in them, which no exchange of coordinates moves.
    expect(modes?.symmetries.some(({ kind, at }) => kind === 'exchange' && 'm[1]' in at)).toBe(true);
  });
});
