/**
 * A small plot of a density: SVG for hovers that show images, else block characters. Colours are readable on light
 * and dark backgrounds, since an image does not have access to the theme.
 */

export interface Curve {
  readonly kind: 'density' | 'mass';
  /** Increasing; for a mass function the integers. */
  readonly x: readonly number[];
  /** Same length; need not be normalised. */
  readonly y: readonly number[];
  /** The central interval that is drawn darker, with its ends labelled. */
  readonly interval?: readonly [number, number];
  /** Distance of neighbouring bars; 1 by default. */
  readonly step?: number;
  /** Values labelled below where there is no interval; the first and last of `x` by default. */
  readonly ends?: readonly [number, number];
}

const WIDTH = 280;
const HEIGHT = 92;
const PAD = 10;
const BASE = HEIGHT - 18;
const TOP = 6;
const BLUE = '#3b8eea';
const GREY = '#8a8a8a';

/** The image as a data URI, or undefined where there is nothing to draw. */
export function sketchUri(curve: Curve): string | undefined {
  const svg = sketchSvg(curve);
  return svg && `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

export function sketchSvg(curve: Curve): string | undefined {
  const { x, y, interval, step = 1, ends = [x[0], x[x.length - 1]] } = curve;
  const peak = Math.max(...y.filter(Number.isFinite));
  if (x.length < 2 || !(peak > 0) || !(x[x.length - 1] > x[0])) return undefined;
  // Half a bar of margin at either end of a mass function.
  const margin = curve.kind === 'mass' ? step / 2 : 0;
  const left = x[0] - margin;
  const span = x[x.length - 1] + margin - left;
  const px = (value: number) => round(PAD + ((value - left) / span) * (WIDTH - 2 * PAD));
  const py = (value: number) => round(BASE - (clampFinite(value, peak) / peak) * (BASE - TOP));
  const body = curve.kind === 'mass' ? bars(curve, px, py) : area(curve, px, py);
  const labels = (interval ?? ends).map((value) => label(value, px(value)));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `${body}<path d="M${PAD} ${BASE}H${WIDTH - PAD}" stroke="${GREY}"/>${labels.join('')}</svg>`
  );
}

type Scale = (value: number) => number;

function area({ x, y, interval }: Curve, px: Scale, py: Scale): string {
  const points = x.map((value, i) => `${px(value)} ${py(y[i])}`);
  const whole = `M${px(x[0])} ${BASE}L${points.join('L')}L${px(x[x.length - 1])} ${BASE}Z`;
  const inside =
    interval &&
    x.map((value, i) => [value, i] as const).filter(([v]) => v >= interval[0] && v <= interval[1]);
  const core =
    inside === undefined || inside.length < 2
      ? ''
      : `<path d="M${px(inside[0][0])} ${BASE}L${inside.map(([v, i]) => `${px(v)} ${py(y[i])}`).join('L')}L${px(
          inside[inside.length - 1][0],
        )} ${BASE}Z" fill="${BLUE}" fill-opacity=".4"/>`;
  return (
    `<path d="${whole}" fill="${BLUE}" fill-opacity=".18"/>${core}` +
    `<path d="M${points.join('L')}" fill="none" stroke="${BLUE}" stroke-width="1.5" stroke-linejoin="round"/>`
  );
}

function bars({ x, y, interval, step = 1 }: Curve, px: Scale, py: Scale): string {
  const slot = px(x[0] + step) - px(x[0]);
  const width = Math.max(1, round(slot * (step === 1 ? 0.7 : 0.92)));
  return x
    .map((value, i) => {
      const inside = interval === undefined || (value >= interval[0] && value <= interval[1]);
      const top = py(y[i]);
      const opacity = inside ? '.75' : '.3';
      const left = round(px(value) - width / 2);
      return `<rect x="${left}" y="${top}" width="${width}" height="${round(BASE - top)}" fill="${BLUE}" fill-opacity="${opacity}"/>`;
    })
    .join('');
}

function label(value: number, at: number): string {
  const anchor = at < 30 ? 'start' : at > WIDTH - 30 ? 'end' : 'middle';
  return (
    `<path d="M${at} ${BASE}v3" stroke="${GREY}"/>` +
    `<text x="${at}" y="${HEIGHT - 4}" font-family="sans-serif" font-size="10" fill="${GREY}" text-anchor="${anchor}">` +
    `${shortNumber(value)}</text>`
  );
}

/** The same picture in one line of block characters. */
export function sketchText({ y }: Curve, width = 32): string | undefined {
  const finite = y.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const peak = Math.max(...finite.filter((value) => !Number.isNaN(value)));
  if (y.length < 2 || !(peak > 0)) return undefined;
  const blocks = ' ▁▂▃▄▅▆▇█';
  return Array.from({ length: Math.min(width, y.length) }, (_, column) => {
    const at = Math.round((column * (y.length - 1)) / (Math.min(width, y.length) - 1));
    const value = Number.isNaN(finite[at]) ? peak : finite[at];
    return blocks[Math.max(0, Math.min(8, Math.round((8 * value) / peak)))];
  }).join('');
}

/** Three significant digits, without an exponent where it can be avoided; a true minus sign. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : '–';
  const size = Math.abs(value);
  const text =
    value === 0
      ? '0'
      : size >= 1e6 || size < 1e-4
        ? value.toExponential(2)
        : String(Number(value.toPrecision(3)));
  return text.replace(/^-/, '−');
}

function clampFinite(value: number, peak: number): number {
  return Number.isFinite(value) ? Math.max(0, value) : peak;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
