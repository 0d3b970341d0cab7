/** The table of functions against the list in the language reference, and what its readers rely on. */
import { expect, test } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import { signatureText } from '../../../grammar/functions/function.ts';
import { functions } from '../../../grammar/functions/index.ts';
import { builtins } from '../../../sampler/compile/lower/functions/index.ts';

/** Section 3 of the reference. */
const listed = `
exp log log2 log10 log1p expm1 sqrt cbrt abs square pow sin cos tan asin acos atan atan2 sinh cosh tanh floor
ceil round logit inv_logit probit Phi erf erfc lgamma digamma beta lbeta lchoose log_sum_exp log1p_exp log1m_exp
log_mix clip step sum mean sd var prod min max any all dot outer transpose diag identity cholesky solve_lower
solve_spd log_det eigenvalues_sym quad_form softmax cumsum sort standardize concat exp_quad solve kron bspline matern12 rational_quadratic linear cosine matern32 matern52
periodic logpdf cdf Mixture Truncated Censored ode ode_stiff size column columns`
  .trim()
  .split(/\s+/);

test('every function of the reference is there', () => {
  expect(listed.filter((name) => !functions.has(name))).toEqual([]);
});

test('the compiler knows every function that is valid in an expression', () => {
  const inExpressions = [...functions.values()].filter((f) => f.group !== 'data-source').map((f) => f.name);
  expect(inExpressions.filter((name) => !builtins.has(name))).toEqual([]);
});

test('no function has the name of a distribution', () => {
  expect([...functions.keys()].filter((name) => distributions.has(name))).toEqual([]);
});

test('each has a one-line description, a result and described arguments', () => {
  for (const fn of functions.values()) {
    expect(fn.doc, fn.name).toMatch(/^[^\n]+\.$/);
    expect(fn.result.length, fn.name).toBeGreaterThan(0);
    expect(fn.signatures.length, fn.name).toBeGreaterThan(0);
    for (const argument of fn.signatures.flat()) expect(argument.doc, fn.name).toMatch(/\.$/);
  }
});

test('signatures read as calls', () => {
  const text = (name: string) =>
    functions.get(name)?.signatures.map((s) => signatureText(functions.get(name)!, s));
  expect(text('clip')).toEqual(['clip(x, lo, hi)']);
  expect(text('concat')).toEqual(['concat(a, b…)']);
  expect(text('ode')).toEqual([
    'ode(f, y0, t0, times, args…?, rtol = …, atol = …, max_steps = …, events = …)',
  ]);
  expect(text('solve_newton')).toEqual(['solve_newton(f, x0, args…?, tol = …, max_steps = …)']);
  expect(text('integrate')).toEqual(['integrate(f, lower, upper, args…?, rtol = …, max_steps = …)']);
});
