/** The interface of a plot: a pure function from data to a Vega-Lite specification, and a text alternative. */
import type { TopLevelSpec } from 'vega-lite';
import type { PlotTheme } from '../theme.ts';

/** Pixels of the drawing area. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

export interface Plot<Data> {
  /** For file names: `trace`, `rank`. */
  readonly id: string;
  title(data: Data): string;
  /** Text alternative of the plot. */
  describe(data: Data): string;
  spec(data: Data, theme: PlotTheme, size: PlotSize): TopLevelSpec;
}

type Config = NonNullable<TopLevelSpec['config']>;

/** Quiet axes, no frame, the editor's font and colours. */
export function config(theme: PlotTheme): Config {
  const isStrong = theme.kind === 'high-contrast' || theme.kind === 'high-contrast-light';
  return {
    background: 'transparent',
    // Width and height include the axes (for single views only).
    autosize: { type: 'fit', contains: 'padding' },
    padding: 2,
    font: theme.font,
    // Numbers are grouped as in the page's tables.
    locale: { number: { decimal: '.', thousands: '\u202f', grouping: [3], currency: ['', ''] } },
    view: { stroke: null },
    // The description is on the figure around the drawing.
    aria: false,
    axis: {
      labelColor: theme.muted,
      titleColor: theme.muted,
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: 'normal',
      titlePadding: 6,
      domainColor: isStrong ? theme.foreground : theme.grid,
      tickColor: isStrong ? theme.foreground : theme.grid,
      tickSize: 4,
      gridColor: theme.grid,
      gridWidth: 1,
      labelOverlap: true,
      labelLimit: 260,
    },
    axisX: { grid: false, tickCount: 6 },
    axisY: { domain: false, ticks: false, labelPadding: 4, tickCount: 4 },
    legend: {
      labelColor: theme.muted,
      titleColor: theme.muted,
      labelFontSize: 11,
      titleFontSize: 11,
      titleFontWeight: 'normal',
      symbolStrokeWidth: 2,
      symbolSize: 60,
    },
    title: {
      color: theme.foreground,
      fontSize: 12,
      fontWeight: 600,
      anchor: 'start',
      offset: 6,
    },
    header: { labelColor: theme.muted, titleColor: theme.muted, labelFontSize: 11 },
    // Plots receive only finite numbers, so Vega's checks of each value, which are interpreted, are switched off.
    mark: { invalid: 'show' },
    line: { strokeCap: 'round', strokeJoin: 'round' },
  };
}

export const SCHEMA = 'https://vega.github.io/schema/vega-lite/v6.json';

/** Common start of specifications of a single view. */
export function frame(theme: PlotTheme, { width, height }: PlotSize) {
  return { $schema: SCHEMA, width, height, config: config(theme) };
}

/** The colour of chains 1 … `chains`, by the field `chain`. */
export function chainColor(theme: PlotTheme, chains: number) {
  const domain = Array.from({ length: chains }, (_, chain) => chain + 1);
  const range = domain.map((_, chain) => theme.chains[chain % theme.chains.length]);
  return { field: 'chain', type: 'nominal', scale: { domain, range }, legend: null } as const;
}

/** The colour of each of several runs, by the field `run`. */
export function runColor(theme: PlotTheme, runs: readonly string[]) {
  const range = runs.map((_, k) => theme.chains[k % theme.chains.length]);
  const scale = { domain: [...runs], range };
  return { field: 'run', type: 'nominal', scale, legend: { title: null, orient: 'top' } } as const;
}

/** The axis of a quantity's values: the field `value` over their range. */
export function valueAxis(range: readonly [number, number] | null) {
  const domain = range === null ? {} : { domain: [...range] };
  return {
    field: 'value',
    type: 'quantitative',
    scale: { zero: false, nice: false, ...domain },
    axis: { title: null },
  } as const;
}

/** A number in a sentence. */
export function inWords(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'no finite number';
}
