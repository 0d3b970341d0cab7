/** Advice for invalid values that depend on unknowns. */
import type { ValueCheck } from '../../grammar/ir.ts';
import type { Need } from '../../grammar/shapes/vector-matrix-kind.ts';

const remedies: Readonly<Record<Need, (written: string) => string>> = {
  simplex: (p) =>
    `Divide by the sum, \`${p} / sum(${p})\`, or take them from \`softmax(…)\` or from a parameter with a \`Dirichlet\` prior`,
  ordered: () =>
    'Use a parameter `: ordered`, or add up positive steps (`cumsum`), so that the elements increase for all values of the parameters',
  cov: () =>
    'Write it so that it is symmetric and positive definite for all values of the parameters, as `diag(s) @ R @ diag(s)` with `R ~ LKJCorr(2)` is; a Cholesky factor goes under `chol`',
  chol: () =>
    'Write a lower-triangular matrix with a positive diagonal, as `diag(s) @ L` with `L ~ LKJCholesky(2)` is; a covariance goes under `cov`',
  positive_definite: () =>
    'Write it so that it is symmetric and positive definite for all values of the parameters',
  semidefinite: () =>
    'Write it so that it is symmetric and no combination of its variables has a variance below 0 for all values of the parameters, as `diag(s) @ R @ diag(s)` with `R ~ LKJCorr(2)` is',
  symmetric: () =>
    'Write element [i, j] and element [j, i] alike, so that it is symmetric for all values of the parameters',
};

/** A sentence without its full stop. @param written the argument or position in the model's text. */
export function remedy(check: ValueCheck, written: string): string {
  if (check.kind === 'index')
    return `Keep the position \`${written}\` in its range for all values of the parameters: bound the parameter it is computed from (\`param … in LO..HI\`), or write \`clip(${written}, 1, ${check.size})\``;
  return remedies[check.need](/^[\p{L}_][\p{L}\p{N}_]*$/u.test(written) ? written : check.name);
}
