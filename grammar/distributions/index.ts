/**
 * The table of distributions. Conventions that its readers rely on:
 * - `logDensity` is normalised and finite with finite gradients inside the support. Where a bound depends on
 *   the arguments (`Uniform`, `Binomial`'s n) it is `log(0)` outside; for a fixed bound (x > 0) the caller
 *   keeps x inside, or uses `guardedLogDensity` of `support.ts`.
 * - A parameterisation always has `rewrite` for every canonical argument; where it has `logDensity` too, that
 *   form is the better one numerically.
 * - Scalar distributions: `x` and all arguments of `eventDims` 0 are scalars. Otherwise `x` is the whole event,
 *   an anonymous vector or matrix, `size(x)` its number of elements.
 * - `0 / 0` and `1 / 0` in `mean` and `sd` say "undefined" and "infinite".
 */
import { bernoulli } from './bernoulli.ts';
import { beta } from './beta.ts';
import { binomial } from './binomial.ts';
import { categorical } from './categorical.ts';
import { cauchy } from './cauchy.ts';
import { dirichlet } from './dirichlet.ts';
import type { Distribution } from './distribution.ts';
import { exponential } from './exponential.ts';
import { flat } from './flat.ts';
import { gamma } from './gamma.ts';
import { halfCauchy } from './half-cauchy.ts';
import { halfFlat } from './half-flat.ts';
import { halfNormal } from './half-normal.ts';
import { halfStudentT } from './half-student-t.ts';
import { lkjCholesky } from './lkj-cholesky.ts';
import { logNormal } from './log-normal.ts';
import { mvNormal } from './mv-normal.ts';
import { normal } from './normal.ts';
import { poisson } from './poisson.ts';
import { studentT } from './student-t.ts';
import { uniform } from './uniform.ts';

const all: readonly Distribution[] = [
  normal,
  halfNormal,
  studentT,
  halfStudentT,
  cauchy,
  halfCauchy,
  exponential,
  gamma,
  beta,
  uniform,
  logNormal,
  flat,
  halfFlat,
  bernoulli,
  binomial,
  poisson,
  categorical,
  dirichlet,
  mvNormal,
  lkjCholesky,
];

export const distributions: ReadonlyMap<string, Distribution> = new Map(all.map((d) => [d.name, d]));
