/** Modes that no chain visited, through the command line. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';

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
    const { code, stdout } = await bayes(['sample', model, '--seed', '3']);
    expect(code).toBe(3);
    const [verdict, table] = stdout.split('hdi_3');
    expect(verdict).toMatch(/model\.bayes:1: No chain visited a mode that holds about (4\d|5\d) % /);
    expect(table).toContain('x ');
  });
});
