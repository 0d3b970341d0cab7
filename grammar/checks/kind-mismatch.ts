import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, type Extra } from './check.ts';

export const kindMismatch: Check = {
  code: 'kind-mismatch',
  severity: 'error',
  title: 'Another kind of vector or matrix',
  doc: 'A vector or a matrix that is not of the kind an argument takes: a Cholesky factor as `cov` (write `chol = L`), a correlation matrix as `chol`, a matrix that is not symmetric as a covariance, probabilities that do not sum to one, cutpoints that do not increase. Parameters have the kind of their type or prior (`: ordered`, `Dirichlet`, `LKJCholesky`), and operations carry it (`diag(s) @ L` is a Cholesky factor, `L @ transpose(L)` a covariance, `softmax(x)` sums to one). Data are looked at element by element, to 1e-6. What cannot be told from the text is looked at where each chain starts and at every draw that is kept, to 1e-8.',
};

export function wrongKind(span: Span, message: string, extra: Extra = {}): Diagnostic {
  return diagnose(kindMismatch, span, message, extra);
}
