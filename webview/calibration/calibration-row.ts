/** A row of a calibration: its p-value in words, and both plots of its ranks. */
import type { CalibrationReport, CalibrationRow } from '../../sampler/report/calibration-report.ts';
import { shapeWords } from '../../sampler/report/calibration-words.ts';
import { probabilityText } from '../../sampler/stats/probability-text.ts';
import type { FigureContext } from '../context.ts';
import { h } from '../dom.ts';
import { figureOf } from '../parts/figure.ts';
import { sentence } from '../parts/sentence.ts';
import type { Item } from '../parts/virtual-items.ts';
import { calibrationPlots } from '../plots/calibration-plots.ts';
import type { SimulatedRanks } from '../plots/plot-figure.ts';

/** Pixels, with both plots beside each other. */
export const ITEM_HEIGHT = 232;

export function simulatedOf({ draws, band, level }: CalibrationReport, row: CalibrationRow): SimulatedRanks {
  const { name, ranks, passes } = row;
  return { name, ranks, passes, draws, band, level };
}

export function createRow(context: FigureContext, report: CalibrationReport, row: CalibrationRow): Item {
  const given = { simulated: simulatedOf(report, row) };
  const figures = [calibrationPlots.difference, calibrationPlots.ranks].map((plot) =>
    figureOf(context, plot, given),
  );
  return {
    element: h(
      'div',
      { class: 'plot-row calibration-row' },
      h('h3', { class: 'item-title', text: `${row.passes ? '' : '⚠ '}${row.name}` }),
      h('p', { class: 'facts', text: factsOf(row) }),
      ...figures.map(({ element }) => element),
    ),
    dispose() {
      for (const figure of figures) figure.dispose();
    },
  };
}

function factsOf(row: CalibrationRow): string {
  const words = shapeWords(row);
  const all = `${probabilityText(row.p_adjusted)} over all rows`;
  return `p ${equals(row.p_value)} (${all}). ${sentence(words.charAt(0).toUpperCase() + words.slice(1))}`;
}

function equals(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${probabilityText(p)}`;
}
