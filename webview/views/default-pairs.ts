/** The default choice of quantities for the pairs plot. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';

const COUNT = 4;

/**
 * If draws diverged: scales first (positive scalars), where funnels narrow, and an element or two of the arrays named
 * in the verdict. Else the scalars, in the order of the model.
 */
export function choosePairs(report: SampleReport): readonly string[] {
  const { summary, diagnostics } = report;
  const varying = summary.filter(({ sd }) => sd > 0);
  const scalars = varying.filter(({ name }) => !name.includes('['));
  if (diagnostics.divergences === 0) return namesOf([...scalars, ...varying], COUNT);
  const named = diagnostics.reasons.find(({ code }) => code === 'divergences')?.names ?? [];
  const elements = named.flatMap((name) =>
    varying.filter((row) => row.name === name || row.name.startsWith(`${name}[`)).slice(0, 2),
  );
  const scales = scalars.filter(({ hdi_3 }) => hdi_3 >= 0);
  return namesOf([...scales.slice(0, 2), ...elements.slice(0, 2), ...scalars, ...varying], COUNT);
}

function namesOf(rows: readonly SummaryRow[], count: number): readonly string[] {
  return [...new Set(rows.map(({ name }) => name))].slice(0, count);
}
