/** A row in the table of plots with a view of their own, or a fixed place in a view. */
import type { Plot } from './plot.ts';
import { type Need, type PlotData, type PlotFigure, plotFigure } from './plot-figure.ts';

export interface PlotRoom {
  /** Pixels. */
  readonly height: number;
  /** Widest drawing in pixels; the space there is where not given. */
  readonly maxWidth?: number;
  /** Whether the plot's own title is shown above it; not where the context is clear. */
  readonly caption: boolean;
}

export interface ViewPlot<N extends Need> {
  readonly kind: string;
  /** Title of its section on the page. */
  readonly title: string;
  /** How to read it; null if its legend says so. */
  explanation(given: Pick<PlotData, N>): string | null;
  room(given: Pick<PlotData, N>): PlotRoom;
  readonly figure: PlotFigure<N>;
}

interface About<N extends Need> {
  readonly kind: string;
  readonly title: string;
  readonly explanation: string | null | ((given: Pick<PlotData, N>) => string);
  readonly room: PlotRoom | ((given: Pick<PlotData, N>) => PlotRoom);
}

/** `plot` is drawn from `data` of what `needs` names. */
export function viewPlot<Data extends object, const N extends Need>(
  plot: Plot<Data>,
  needs: readonly N[],
  data: Parameters<typeof plotFigure<Data, N>>[2],
  { kind, title, explanation, room }: About<NoInfer<N>>,
): ViewPlot<N> {
  return {
    kind,
    title,
    explanation: (given) => (typeof explanation === 'function' ? explanation(given) : explanation),
    room: (given) => (typeof room === 'function' ? room(given) : room),
    figure: plotFigure<Data, N>(plot, needs, data),
  };
}
