/**
 * The only file that imports Vega at run time; loaded by `draw-plot.ts` on first use. Vega's expressions are
 * interpreted, since the page does not allow `eval`.
 */
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';

/** SVG within the container. */
export async function draw(container: HTMLElement, spec: TopLevelSpec): Promise<{ finalize(): void }> {
  const view = makeView(spec);
  // Yields to the browser between creating and drawing, which take about equally long.
  await new Promise((resolve) => setTimeout(resolve, 0));
  await view.initialize(container).runAsync();
  return { finalize: () => view.finalize() };
}

function makeView(spec: TopLevelSpec): View {
  const { spec: vega } = compile(spec, { logger: quiet });
  // Nothing is loaded: data are in the specification.
  return new View(parse(vega, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'svg',
    loader: noLoader,
    tooltip: () => {},
  });
}

/** One SVG document, as text. */
export async function svgOf(spec: TopLevelSpec): Promise<string> {
  const view = makeView(spec);
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Twice as many pixels as on the screen. */
const PNG_SCALE = 2;

export async function pngOf(spec: TopLevelSpec): Promise<Uint8Array> {
  const view = makeView(spec);
  try {
    const canvas = await view.toCanvas(PNG_SCALE);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('the picture could not be made');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    view.finalize();
  }
}

const refuse = () => Promise.reject(new Error('plots load nothing'));
const noLoader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** Silences Vega-Lite's warnings, which are for authors of specifications. */
const quiet = {
  level: () => quiet,
  error: () => quiet,
  warn: () => quiet,
  info: () => quiet,
  debug: () => quiet,
};
