// The math library. Everything exported here can be linked into a model's module under its own name.
export {
  exp, log, log1p, expm1, cbrt, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, round, pow, atan2, mod,
} from './elementary';
export { inv_logit, log_inv_logit, logit, log1p_exp, log1m_exp, log_sum_exp2 } from './logistic';
export {
  cholesky, cholesky_adjoint,
  solve_lower, solve_lower_adjoint, solve_lower_transpose, solve_lower_transpose_adjoint,
  eigenvalues_sym, eigenvalues_sym_adjoint,
} from './linear';
