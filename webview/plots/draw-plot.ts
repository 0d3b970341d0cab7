/** Draws a specification on the page as SVG, or exports it to a file. Vega is loaded on first use. */
import type { TopLevelSpec } from 'vega-lite';

const runtime = () => import('./vega-runtime.ts');

export interface DrawnPlot {
  finalize(): void;
}

export async function drawPlot(container: HTMLElement, spec: TopLevelSpec): Promise<DrawnPlot> {
  return (await runtime()).draw(container, spec);
}

/** One SVG document, as text. */
export async function plotSvg(spec: TopLevelSpec): Promise<string> {
  return (await runtime()).svgOf(spec);
}

export async function plotPng(spec: TopLevelSpec): Promise<Uint8Array> {
  return (await runtime()).pngOf(spec);
}
