/** Adaptive Gauss-Kronrod quadrature (7 and 15 points; Piessens et al. 1983, QUADPACK's qk15). */

const nodes = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
];
const kronrod = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const gauss = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694];

const MOST_PIECES = 300;

function rule(f: (x: number) => number, a: number, b: number): { value: number; error: number } {
  const centre = (a + b) / 2;
  const half = (b - a) / 2;
  let k = 0;
  let g = 0;
  nodes.forEach((node, i) => {
    const both = node === 0 ? f(centre) : f(centre - half * node) + f(centre + half * node);
    k += kronrod[i] * both;
    if (i % 2 === 1) g += gauss[(i - 1) / 2] * both;
  });
  return { value: k * half, error: Math.abs(k - g) * half };
}

/**
 * The integral of `f` over a..b (finite) to about `relative` of its value. `breaks` are points inside at which
 * to split first, so that a narrow peak is not missed.
 */
export function integrate(
  f: (x: number) => number,
  a: number,
  b: number,
  breaks: readonly number[] = [],
  relative = 1e-12,
): number {
  const ends = [a, ...breaks.filter((x) => x > a && x < b).sort((x, y) => x - y), b];
  const pieces = ends.slice(1).map((end, i) => ({ a: ends[i], b: end, ...rule(f, ends[i], end) }));
  const sum = (of: 'value' | 'error') => pieces.reduce((s, piece) => s + piece[of], 0);
  // Smooth densities need a few dozen; noise would never converge.
  while (pieces.length < MOST_PIECES && sum('error') > relative * Math.abs(sum('value'))) {
    let worst = 0;
    pieces.forEach((piece, at) => {
      if (piece.error > pieces[worst].error) worst = at;
    });
    const { a: left, b: right } = pieces[worst];
    const middle = (left + right) / 2;
    if (middle <= left || middle >= right) break;
    pieces.splice(
      worst,
      1,
      { a: left, b: middle, ...rule(f, left, middle) },
      { a: middle, b: right, ...rule(f, middle, right) },
    );
  }
  return sum('value');
}
