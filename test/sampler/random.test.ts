import { describe, expect, it } from 'vitest';
import { createRandom, restoreRandom } from '../../sampler/random.ts';

function take(n: number, next: () => number): number[] {
  return Array.from({ length: n }, next);
}

describe('uniform numbers', () => {
  it('are in [0, 1) with 53 bits, each bit set about half the time', () => {
    const random = createRandom(1);
    const n = 20_000;
    const set = new Array<number>(53).fill(0);
    for (let i = 0; i < n; i++) {
      const u = random.next();
      expect(u).toBeGreaterThanOrEqual(0);
      expect(u).toBeLessThan(1);
      let rest = u;
      for (let bit = 0; bit < 53; bit++) {
        rest *= 2;
        if (rest >= 1) {
          set[bit] += 1;
          rest -= 1;
        }
      }
      expect(rest).toBe(0);
    }
    // Five standard errors of a fair coin.
    for (const count of set) expect(Math.abs(count / n - 0.5)).toBeLessThan(2.5 / Math.sqrt(n));
  });

  it('are equidistributed in pairs (chi-square on a 16 by 16 grid)', () => {
    const random = createRandom(2);
    const cells = new Array<number>(256).fill(0);
    const n = 256_000;
    for (let i = 0; i < n; i++) {
      cells[16 * Math.floor(16 * random.next()) + Math.floor(16 * random.next())] += 1;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // 255 degrees of freedom: the 0.01 % and 99.99 % quantiles.
    expect(chiSquare).toBeGreaterThan(176);
    expect(chiSquare).toBeLessThan(347);
  });
});

describe('normal numbers', () => {
  it('follow the normal distribution function (Kolmogorov and Smirnov)', () => {
    const random = createRandom(3);
    const n = 20_000;
    const sorted = Float64Array.from({ length: n }, () => random.normal()).sort();
    let distance = 0;
    sorted.forEach((x, i) => {
      const p = normalCdf(x);
      distance = Math.max(distance, Math.abs(p - i / n), Math.abs(p - (i + 1) / n));
    });
    // 1.95 / sqrt(n) is passed once in a thousand times.
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
    expect(sorted[n - 1]).toBeGreaterThan(3.3);
    expect(sorted[0]).toBeLessThan(-3.3);
  });
});

describe('streams', () => {
  it('depend on seed and stream only', () => {
    const a = take(5, bound(42, 3));
    expect(take(5, bound(42, 3))).toEqual(a);
    expect(take(5, bound(42, 2))).not.toEqual(a);
    expect(take(5, bound(43, 3))).not.toEqual(a);
  });

  it('are the same numbers on every machine and in every version', () => {
    expect(take(3, bound(2024, 1))).toMatchInlineSnapshot(`
      [
        0.07509471716811822,
        0.3930678870301476,
        0.6263240610157863,
      ]
    `);
    const random = createRandom(2024, 1);
    expect(take(3, () => random.normal())).toMatchInlineSnapshot(`
      [
        -0.7047644337049521,
        -0.1773617629317396,
        0.14895671305319277,
      ]
    `);
  });

  it('do not resemble each other for neighbouring seeds or chains', () => {
    for (const [seed, stream] of [
      [8, 0],
      [7, 1],
      [-7, 0],
      [7 + 2 ** 32, 0],
    ]) {
      const a = createRandom(7);
      const b = createRandom(seed, stream);
      const n = 10_000;
      let product = 0;
      for (let i = 0; i < n; i++) product += (a.next() - 0.5) * (b.next() - 0.5) * 12;
      expect(Math.abs(product / n)).toBeLessThan(4 / Math.sqrt(n));
    }
  });

  it('continue where their state was taken, between the two numbers of a pair of normals too', () => {
    const random = createRandom(5);
    random.normal();
    const state: unknown = JSON.parse(JSON.stringify(random.state()));
    const again = restoreRandom(state as ReturnType<typeof random.state>);
    expect(take(7, () => again.normal())).toEqual(take(7, () => random.normal()));
    expect(again.next()).toBe(random.next());
  });

  it('refuse what is not an integer', () => {
    expect(() => createRandom(0.5)).toThrow(RangeError);
    expect(() => createRandom(1, -1)).toThrow(RangeError);
  });
});

function bound(seed: number, stream: number): () => number {
  const random = createRandom(seed, stream);
  return () => random.next();
}

/** Series and continued fraction of the normal integral (Abramowitz and Stegun 26.2.11, 26.2.14). */
function normalCdf(x: number): number {
  const z = Math.abs(x);
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z < 5) {
    let term = z;
    let sum = z;
    for (let k = 1; k < 200; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return x > 0 ? 0.5 + density * sum : 0.5 - density * sum;
  }
  const tail = density / z;
  return x > 0 ? 1 - tail : tail;
}
