import { describe, expect, it } from 'vitest';
import { type Curve, shortNumber, sketchSvg, sketchText, sketchUri } from '../../server/density-sketch.ts';

const x = Array.from({ length: 61 }, (_, i) => -3 + i / 10);
const bell: Curve = { kind: 'density', x, y: x.map((v) => Math.exp(-0.5 * v * v)), interval: [-1.88, 1.88] };

describe('sketch', () => {
  it('draws the curve with its peak at the top and labels the interval', () => {
    const svg = sketchSvg(bell) ?? '';
    expect(svg.startsWith('<svg xmlns=')).toBe(true);
    expect(svg).toContain('>−1.88</text>');
    expect(svg).toContain('>1.88</text>');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const ys = [...(svg.match(/stroke-width="1.5"/) ? svg.matchAll(/[ML][\d.]+ ([\d.]+)/g) : [])].map((m) =>
      Number(m[1]),
    );
    expect(Math.min(...ys)).toBe(6);
  });

  it('clips an infinite density instead of drawing nothing', () => {
    const spike: Curve = { kind: 'density', x: [0, 0.1, 0.2], y: [Number.POSITIVE_INFINITY, 2, 1] };
    expect(sketchSvg(spike)).not.toMatch(/NaN|Infinity/);
  });

  it('has nothing to draw for a constant or an empty curve', () => {
    expect(sketchUri({ kind: 'density', x: [1], y: [1] })).toBeUndefined();
    expect(sketchUri({ kind: 'density', x: [1, 2], y: [0, 0] })).toBeUndefined();
  });

  it('draws a bar per value of a mass function', () => {
    const svg = sketchSvg({ kind: 'mass', x: [0, 1, 2, 3], y: [1, 3, 2, 1] }) ?? '';
    expect(svg.match(/<rect/g)).toHaveLength(4);
  });

  it('draws with block characters where images cannot show', () => {
    const text = sketchText(bell, 15) ?? '';
    expect(text).toHaveLength(15);
    expect(text[7]).toBe('█');
    expect(text[0]).toBe(' ');
  });

  it.each([
    [0, '0'],
    [-1.23456, '−1.23'],
    [1234567, '1.23e+6'],
    [0.000012, '1.20e-5'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (value, text) => expect(shortNumber(value)).toBe(text));
});
