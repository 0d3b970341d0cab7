/** Exports a plot as a file, in print colours whatever the editor's theme. */
import type { FigureContext } from '../context.ts';
import { plotPng, plotSvg } from '../plots/draw-plot.ts';
import type { Plot, PlotSize } from '../plots/plot.ts';
import { printTheme } from '../theme.ts';

export async function exportPlot<Data>(
  context: FigureContext,
  plot: Plot<Data>,
  data: Data,
  size: PlotSize,
  format: 'svg' | 'png',
): Promise<void> {
  const spec = { ...plot.spec(data, printTheme, size), title: plot.title(data) };
  const withGround = { ...spec, config: { ...spec.config, background: printTheme.background }, padding: 12 };
  const content = format === 'svg' ? await plotSvg(withGround) : await plotPng(withGround);
  const saved = await context.source.save(
    fileName(`${context.model()} ${plot.title(data)}`, format),
    content,
  );
  if (saved !== null) context.announce(`Saved ${saved}`);
}

/** Letters, digits and dashes: good on every system. */
function fileName(title: string, extension: string): string {
  const name = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 80);
  return `${name === '' ? 'plot' : name}.${extension}`;
}
