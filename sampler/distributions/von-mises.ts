import { openUniform, type ScalarSampler } from './distribution-sampler.ts';
import { integrate } from './integrate.ts';
import { acos, cos, exp, log, logI0Scaled, sin } from './math.ts';
import { continuousQuantile } from './numeric-quantile.ts';

/** The angle in (-pi, pi]. */
function wrap(angle: number): number {
  const turned = angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
  return turned === -Math.PI ? Math.PI : turned;
}

export const vonMises: ScalarSampler = {
  kind: 'scalar',
  name: 'VonMises',
  /** Best & Fisher (1979), Efficient simulation of the von Mises distribution. */
  draw: ({ 0: mu, 1: kappa }, rng) => {
    if (!(kappa >= 0)) return Number.NaN;
    if (kappa < 1e-8) return wrap(mu + Math.PI * (2 * rng.next() - 1));
    // Above this the wrapped normal agrees to beyond double precision of its spread.
    if (kappa > 1e6) return wrap(mu + rng.normal() / Math.sqrt(kappa));
    const tau = 1 + Math.sqrt(1 + 4 * kappa * kappa);
    const rho = (tau - Math.sqrt(2 * tau)) / (2 * kappa);
    const r = (1 + rho * rho) / (2 * rho);
    for (;;) {
      const z = cos(Math.PI * rng.next());
      const f = (1 + r * z) / (r + z);
      const c = kappa * (r - f);
      const u = openUniform(rng);
      if (c * (2 - c) > u || log(c / u) + 1 >= c) {
        const angle = acos(Math.min(1, Math.max(-1, f)));
        return wrap(rng.next() < 0.5 ? mu - angle : mu + angle);
      }
    }
  },
  /** P(-pi < X <= x). */
  cdf: (x, { 0: mu, 1: kappa }) => {
    if (x <= -Math.PI) return 0;
    if (x >= Math.PI) return 1;
    const log0 = logI0Scaled(kappa);
    const f = (t: number) => {
      const s = sin((t - mu) / 2);
      return exp(-2 * kappa * s * s - log0) / (2 * Math.PI);
    };
    const centre = wrap(mu);
    const spread = 5 / Math.sqrt(1 + kappa);
    // The peak may straddle the cut at pi.
    const breaks = [-2 * Math.PI, 0, 2 * Math.PI].flatMap((turn) =>
      [-1, -0.3, 0, 0.3, 1].map((k) => centre + turn + k * spread),
    );
    return Math.min(1, integrate(f, -Math.PI, x, breaks, 1e-13));
  },
  quantile: (p, args) => continuousQuantile((x) => vonMises.cdf(x, args), p, -Math.PI, Math.PI, 0, 1),
};
