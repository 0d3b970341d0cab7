/** Vectors and matrices as unknowns under their own priors: gradients through transform, Jacobian and density. */
import { expect, it } from 'vitest';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import { compiled, gradientAt } from '../compile/compiled.ts';
import { dataOf, irOf } from '../lower/model.ts';

const programs: Readonly<Record<string, string>> = {
  LKJCholesky: 'param eta ~ HalfNormal(1)  param L[4, 4] ~ LKJCholesky(1 + eta)',
  LKJCorr: 'param eta ~ HalfNormal(1)  param R[3, 3] ~ LKJCorr(1 + eta)',
  Wishart:
    'param nu ~ HalfNormal(1)  param W[3, 3] ~ Wishart(5 + nu, [[2, 0.5, 0], [0.5, 1, 0.1], [0, 0.1, 1]])',
  InverseWishart: 'param V[2, 2] ~ Wishart(5, [[2, 0.5], [0.5, 1]])  param W[2, 2] ~ InverseWishart(4.5, V)',
  Dirichlet: 'param a[4] ~ Gamma(2, 1)  param w[4] ~ Dirichlet(a)',
  StickBreakingWeights: 'param alpha ~ Gamma(2, 1)  param w[4] ~ StickBreakingWeights(alpha, 3)',
  MvNormal:
    'param S[3, 3] ~ Wishart(5, [[2, 0.5, 0], [0.5, 1, 0.1], [0, 0.1, 1]])  param m ~ Normal(0, 1)  param x[3] ~ MvNormal([m, 0, 2 * m], S)',
  'MvNormal by factor':
    'param L[3, 3] ~ LKJCholesky(2)  param s ~ HalfNormal(1)  param x[3] ~ MvNormal([0, 0, 1], chol = s * L)',
  MvStudentT:
    'param nu ~ Gamma(2, 0.1)  param L[3, 3] ~ LKJCholesky(2)  param x[3] ~ MvStudentT(nu, [0, 0, 1], chol = L)',
  ZeroSumNormal: 'param s ~ HalfNormal(1)  param x[5] ~ ZeroSumNormal(s)',
  GaussianRandomWalk:
    'param s ~ HalfNormal(1)  param m ~ Normal(0, 1)  param x[6] ~ GaussianRandomWalk(s, init = StudentT(3, m, 1), mu = m)',
  AR: 'param rho[2] ~ Normal(0, 0.5)  param s ~ HalfNormal(1)  param x[6] ~ AR(rho, s, init = Normal(0, s))',
  ICAR: 'data { edges : int[5, 2] = [[1, 2], [2, 3], [3, 4], [4, 1], [1, 3]] }  param x[4] ~ ICAR(edges)',
};
const edges = { values: [1, 2, 2, 3, 3, 4, 4, 1, 1, 3], dims: [5, 2] };

it.each(Object.entries(programs))('%s', async (name, text) => {
  const ir = irOf(text, dataOf({}, name === 'ICAR' ? { edges } : {}));
  const module = await compiled(ir);
  for (const phase of [0.3, 2]) {
    const position = Float64Array.from({ length: ir.dimension }, (_, i) => 0.8 * Math.sin(1.3 * i + phase));
    const reference = interpret(ir, position);
    const found = gradientAt(module, position);
    expect(Number.isFinite(reference.logDensity)).toBe(true);
    expect(Math.abs(found.logDensity - reference.logDensity)).toBeLessThan(
      1e-10 * Math.max(1, Math.abs(reference.logDensity)),
    );
    position.forEach((value, k) => {
      const at = (h: number) =>
        interpret(
          ir,
          position.map((p, i) => (i === k ? value + h : p)),
        ).logDensity;
      // Fourth-order central difference.
      const h = 1e-3;
      const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      const message = `${ir.unconstrainedNames[k]}: ${reference.gradient[k]}, WebAssembly ${found.gradient[k]}, differences ${slope}`;
      expect(Math.abs(reference.gradient[k] - slope), message).toBeLessThan(
        1e-7 * Math.max(1, Math.abs(slope)),
      );
      expect(Math.abs(found.gradient[k] - reference.gradient[k]), message).toBeLessThan(
        1e-10 * Math.max(1, Math.abs(slope)),
      );
    });
  }
});
