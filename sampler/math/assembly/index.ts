// The math library. Everything exported here can be linked into a model's module under its own name.
// The order keeps the compiler's own tables (of exp, pow and the reduction by pi) apart, with one of ours
// between each two, so that a model gets only those it reads.
export { exp } from './elementary';
export { log, log1p } from './log';
export { pow } from './elementary';
export { lgamma, digamma, trigamma, tetragamma } from './gamma';
export { erf, erfc, Phi, log_Phi, probit } from './normal';
export { log_i0, i1_over_i0 } from './bessel';
export { log_gamma_p, log_gamma_q, log_gamma_p_da, log_gamma_q_da } from './incomplete-gamma';
export { log_beta_i, log_beta_i_da, log_beta_i_db } from './incomplete-beta';
export {
  log_skew_normal_cdf, log_rice_cdf, log_rice_ccdf, log_von_mises_arc, log_von_mises_arc_dkappa,
} from './tails';
export { expm1, cbrt, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, round, atan2, mod } from './elementary';
export { inv_logit, log_inv_logit, logit, log1p_exp, log1m_exp, log_sum_exp2 } from './logistic';
export { scramble } from './scramble';
export { exp_x2, log_x2, log1p_x2, log1p_exp_x2, log_inv_logit_x2, inv_logit_x2 } from './pairs';
export { cholesky, cholesky_adjoint } from './cholesky';
export {
  solve_lower, solve_lower_adjoint, solve_lower_transpose, solve_lower_transpose_adjoint,
  eigenvalues_sym, eigenvalues_sym_adjoint,
} from './linear';
export { solve, solve_adjoint } from './solve';
export { kalman, kalman_adjoint } from './kalman';
export { rows_dot, rows_dot_adjoint } from './rows';
export { ode_step } from './ode';
export { ode_start } from './ode-frame';
export { ode_stiff_start, ode_stiff_step } from './ode-stiff';
export { newton_start, newton_step } from './newton';
export { integrate_start, integrate_step } from './integrate';
export {
  table_LOG_TABLE, table_GAMMA_INTERVAL, table_LGAMMA_TABLE, table_DIGAMMA_TABLE,
  table_TRIGAMMA_TABLE, table_NORMAL_TAIL, table_I0_SMALL, table_I1_SMALL,
  table_I0_LARGE, table_RATIO_LARGE,
} from './coefficients';
