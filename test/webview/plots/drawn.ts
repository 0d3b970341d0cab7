/** Plots without a browser: a specification compiled as on the page, with its data and marks. */

import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect } from 'vitest';
import type { QuantityDraws } from '../../../webview/data/draws-cache.ts';
import type { Plot, PlotSize } from '../../../webview/plots/plot.ts';
import type { Need, PlotData, PlotFigure } from '../../../webview/plots/plot-figure.ts';
import { type PlotTheme, printTheme, type ThemeKind } from '../../../webview/theme.ts';

export const size: PlotSize = { width: 480, height: 150 };

/** Unusual colours, so that plots that ignore the theme are detected. */
export function themeOf(kind: ThemeKind): PlotTheme {
  const isDark = kind === 'dark' || kind === 'high-contrast';
  return {
    ...printTheme,
    kind,
    background: isDark ? '#101112' : '#fdfcfb',
    foreground: isDark ? '#e1e2e3' : '#212223',
    muted: isDark ? '#a1a2a3' : '#616263',
    grid: isDark ? '#313233' : '#d1d2d3',
    reference: isDark ? '#f1f2f3' : '#111213',
  };
}

export const themes: readonly PlotTheme[] = (
  ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const
).map(themeOf);

interface Item {
  readonly marktype?: string;
  readonly name?: string;
  readonly items?: readonly Item[];
  readonly stroke?: string | null;
  readonly fill?: string | null;
  readonly x?: number;
  readonly y?: number;
  readonly text?: unknown;
  readonly role?: string;
}

export interface DrawnMarks {
  /** Items of each kind of mark, axes and legends left out: a line is one item for each of its series. */
  readonly marks: Readonly<Record<string, readonly (readonly Item[])[]>>;
  /** Every colour that is drawn. */
  readonly colors: ReadonlySet<string>;
  readonly texts: readonly string[];
}

/**
 * What Vega-Lite says of concatenated views, which do not fit themselves, of lists whose lines have a height
 * of their own, and of dashes on the line of an area.
 */
const harmless: ReadonlySet<string> = new Set([
  'Autosize "fit" only works for single views and layered views.',
  'Dropping "fit-y" because spec has discrete height.',
  'strokeDash dropped as it is incompatible with "area".',
]);

/** Runs the specification; warnings of Vega-Lite are errors. */
export async function draw(spec: TopLevelSpec): Promise<DrawnMarks> {
  const warnings: string[] = [];
  const logger = {
    level: () => logger,
    error: (...args: readonly unknown[]) => {
      warnings.push(args.join(' '));
      return logger;
    },
    warn: (...args: readonly unknown[]) => {
      warnings.push(args.join(' '));
      return logger;
    },
    info: () => logger,
    debug: () => logger,
  };
  const vega = compile(spec, { logger: logger as never }).spec;
  const view = new View(parse(vega, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'none',
  });
  await view.runAsync();
  const marks: Record<string, (readonly Item[])[]> = {};
  const colors = new Set<string>();
  const texts: string[] = [];
  const walk = (item: Item): void => {
    for (const color of [item.stroke, item.fill]) if (typeof color === 'string') colors.add(color);
    if (item.text !== undefined) texts.push(String(item.text));
    if (item.marktype !== undefined && item.marktype !== 'group' && item.role === 'mark') {
      marks[item.marktype] ??= [];
      marks[item.marktype].push(item.items ?? []);
    }
    for (const child of item.items ?? []) walk(child);
  };
  walk((view.scenegraph() as unknown as { readonly root: Item }).root);
  view.finalize();
  expect(warnings.filter((warning) => !harmless.has(warning))).toEqual([]);
  return { marks, colors, texts };
}

/** In every theme: drawn without a warning, and in no colour that is Vega's own. */
export async function expectDrawnInEveryTheme<Data>(plot: Plot<Data>, data: Data): Promise<void> {
  for (const theme of themes) {
    const { marks, colors } = await draw(plot.spec(data, theme, size));
    const where = `${plot.id}, ${theme.kind}`;
    expect(Object.values(marks).flat().flat().length, where).toBeGreaterThan(0);
    for (const own of ['#4c78a8', 'steelblue', 'black', '#000', '#888', '#ddd'])
      expect(colors, `${where}: ${own}`).not.toContain(own);
  }
}

/** `value(chain, draw)` of each draw, chain by chain. */
export function drawsOf(
  chains: number,
  drawsPerChain: number,
  value: (chain: number, draw: number) => number,
  name = 'mu',
): QuantityDraws {
  const values = Float64Array.from({ length: chains * drawsPerChain }, (_, i) =>
    value(Math.floor(i / drawsPerChain), i % drawsPerChain),
  );
  return { name, chains, drawsPerChain, values };
}

export interface Filled {
  readonly plot: Plot<unknown>;
  /** Data of the plot; null if there is a message in its place. */
  readonly shown: unknown;
  readonly said: string | null;
}

/** A figure of a table, filled with what it asks for of `given` and nothing else. */
export function fillFigure<N extends Need>({ needs, open }: PlotFigure<N>, given: Pick<PlotData, N>): Filled {
  let filled: Filled | null = null;
  const { fill } = open((plot) => ({
    show: (shown: unknown) => {
      filled = { plot: plot as unknown as Plot<unknown>, shown, said: null };
    },
    say: (said: string) => {
      filled = { plot: plot as unknown as Plot<unknown>, shown: null, said };
    },
  }));
  fill(Object.fromEntries(needs.map((need) => [need, given[need]])) as unknown as Pick<PlotData, N>);
  if (filled === null) throw new Error('neither drawn nor explained');
  return filled;
}
