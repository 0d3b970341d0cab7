import type { Rng, ScalarSampler } from './distribution-sampler.ts';
import { exp, lchoose } from './math.ts';
import { massQuantile, sumOfMasses } from './numeric-quantile.ts';

type Args = ArrayLike<number>;
const first = ({ 0: N, 1: k, 2: n }: Args) => Math.max(0, n + k - N);
const last = ({ 1: k, 2: n }: Args) => Math.min(n, k);
const mass = (x: number, { 0: N, 1: k, 2: n }: Args) =>
  exp(lchoose(k, x) + lchoose(N - k, n - x) - lchoose(N, n));

/** Inversion that starts at the mode and searches outwards, so that no mass underflows. */
function draw(args: Args, rng: Rng): number {
  const { 0: N, 1: k, 2: n } = args;
  if (!(k <= N && n <= N && k >= 0 && n >= 0)) return Number.NaN;
  const [low, high] = [first(args), last(args)];
  const mode = Math.min(high, Math.max(low, Math.floor(((n + 1) * (k + 1)) / (N + 2))));
  const atMode = mass(mode, args);
  let u = rng.next() - atMode;
  let [up, down, atUp, atDown] = [mode, mode, atMode, atMode];
  while (u >= 0 && (up < high || down > low)) {
    if (up < high) {
      atUp *= ((k - up) * (n - up)) / ((up + 1) * (N - k - n + up + 1));
      up++;
      u -= atUp;
      if (u < 0) return up;
    }
    if (down > low) {
      atDown *= (down * (N - k - n + down)) / ((k - down + 1) * (n - down + 1));
      down--;
      u -= atDown;
      if (u < 0) return down;
    }
  }
  return mode;
}

export const hyperGeometric: ScalarSampler = {
  kind: 'scalar',
  name: 'HyperGeometric',
  draw,
  cdf: (x, args) => (x >= last(args) ? 1 : sumOfMasses((k) => mass(k, args), first(args), x)),
  quantile: (p, args) => massQuantile((k) => mass(k, args), p, first(args), last(args)),
};
