/** A plot on the page: rendered from a queue, redrawn when its size or the theme changes, exported. */
import type { FigureContext } from '../context.ts';
import { button } from '../controls.ts';
import { h, setAttributes, setText } from '../dom.ts';
import type { DrawnPlot } from '../plots/draw-plot.ts';
import { drawPlot } from '../plots/draw-plot.ts';
import type { Plot } from '../plots/plot.ts';
import type { Need, PlotData } from '../plots/plot-figure.ts';
import type { PlotRoom, ViewPlot } from '../plots/view-plot.ts';
import { exportPlot } from './export-plot.ts';

interface FigureOptions extends Omit<PlotRoom, 'height'> {
  /** Pixels; a function where it depends on the room there is. */
  readonly height: number | (() => number);
}

export interface Figure<Data> {
  readonly element: HTMLElement;
  show(data: Data): void;
  /** Shows a message in place of the plot. */
  say(message: string): void;
  dispose(): void;
}

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

export function createFigure<Data>(
  context: FigureContext,
  plot: Plot<Data>,
  { height, maxWidth = Number.POSITIVE_INFINITY, caption }: FigureOptions,
): Figure<Data> {
  const canvas = h('div', { class: 'plot-canvas', attrs: { role: 'img', 'aria-label': 'plot' } });
  const heightNow = () => (typeof height === 'number' ? height : height());
  if (typeof height === 'number') canvas.style.minHeight = `${height}px`;
  const message = h('p', { class: 'plot-message', attrs: { hidden: true } });
  const title = h('figcaption', { class: caption ? '' : 'visually-hidden' });
  const tools = h('div', { class: 'plot-tools', attrs: { hidden: true } });
  const element = h(
    'figure',
    { class: 'plot' },
    h('div', { class: 'plot-head' }, title, tools),
    canvas,
    message,
  );

  let data: Data | null = null;
  let drawn: DrawnPlot | null = null;
  let drawnWidth = 0;
  let takeBack = () => {};
  let isDisposed = false;

  const width = () => Math.floor(Math.min(maxWidth, canvas.clientWidth));
  for (const format of ['SVG', 'PNG'] as const) {
    const save = () => {
      if (data === null) return;
      const size = { width: Math.max(320, width()), height: heightNow() };
      void exportPlot(context, plot, data, size, format === 'SVG' ? 'svg' : 'png');
    };
    tools.append(button(format, save, { label: `Save this plot as ${format}`, title: `Save as ${format}` }));
  }

  async function draw(): Promise<void> {
    const shown = data;
    if (isDisposed || shown === null || width() < 60) return;
    drawnWidth = width();
    setText(title, plot.title(shown));
    // Yields to the browser after each step: description, specification, drawing.
    setAttributes(canvas, { 'aria-label': plot.describe(shown) });
    await turn();
    const spec = plot.spec(shown, context.theme(), { width: drawnWidth, height: heightNow() });
    await turn();
    // The canvas is one image with a description; its parts are hidden from screen readers.
    const place = h('div', { attrs: { 'aria-hidden': true } });
    const next = await drawPlot(place, spec);
    if (isDisposed || data !== shown) {
      next.finalize();
      return;
    }
    drawn?.finalize();
    drawn = next;
    canvas.replaceChildren(place);
    canvas.hidden = false;
    message.hidden = true;
    tools.hidden = false;
  }

  function schedule(): void {
    takeBack();
    takeBack = context.queue.add(async () => {
      try {
        await draw();
      } catch (error) {
        say('This plot could not be drawn.');
        context.source.reportError(`${plot.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }

  function say(text: string): void {
    data = null;
    setText(message, text);
    message.hidden = false;
    canvas.hidden = true;
    tools.hidden = true;
  }

  const endTheme = context.onTheme(() => {
    if (data !== null) schedule();
  });
  const resize = new ResizeObserver(() => {
    if (data !== null && Math.abs(width() - drawnWidth) > 2) schedule();
  });
  resize.observe(canvas);

  return {
    element,
    show(next) {
      data = next;
      canvas.hidden = false;
      message.hidden = true;
      schedule();
    },
    say,
    dispose() {
      isDisposed = true;
      takeBack();
      endTheme();
      resize.disconnect();
      drawn?.finalize();
    },
  };
}

/** The figure of a row, drawn from `given`; the row gives the size, unless the view does. */
export function figureOf<N extends Need>(
  context: FigureContext,
  row: ViewPlot<N>,
  given: Pick<PlotData, N>,
  options: Partial<FigureOptions> = {},
): Figure<never> {
  const { place, fill } = row.figure.open((plot) =>
    createFigure(context, plot, { ...row.room(given), ...options }),
  );
  fill(given);
  return place;
}
