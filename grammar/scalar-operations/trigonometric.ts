/** Trigonometric and hyperbolic functions. */
import { libraryFunction, libraryFunction2 } from './operation.ts';

export const trigonometric = {
  sin: libraryFunction({
    doc: 'The sine of an angle in radians.',
    derivative: 'adjoint * cos(x)',
    total: true,
  }),
  cos: libraryFunction({
    doc: 'The cosine of an angle in radians.',
    derivative: '-(adjoint * sin(x))',
    total: true,
  }),
  tan: libraryFunction({
    doc: 'The tangent of an angle in radians.',
    derivative: 'adjoint * (1 + value * value)',
  }),
  asin: libraryFunction({
    doc: 'The inverse sine, in radians.',
    derivative: 'adjoint / sqrt((1 - x) * (1 + x))',
  }),
  acos: libraryFunction({
    doc: 'The inverse cosine, in radians.',
    derivative: '-(adjoint / sqrt((1 - x) * (1 + x)))',
  }),
  atan: libraryFunction({
    doc: 'The inverse tangent, in radians.',
    derivative: 'adjoint / (1 + x * x)',
    total: true,
  }),
  atan2: libraryFunction2({
    doc: 'The angle of the point `(x, y)`, in radians.',
    arguments: { y: 'Ordinate.', x: 'Abscissa.' },
    derivative: ['adjoint * x / (y * y + x * x)', '-(adjoint * y / (y * y + x * x))'],
  }),
  sinh: libraryFunction({ doc: 'The hyperbolic sine.', derivative: 'adjoint * cosh(x)', total: true }),
  cosh: libraryFunction({ doc: 'The hyperbolic cosine.', derivative: 'adjoint * sinh(x)', total: true }),
  tanh: libraryFunction({
    doc: 'The hyperbolic tangent.',
    // 1 - tanh^2 loses all digits in the tails; 1 / cosh^2 does not.
    derivative: { given: { c: 'cosh(x)' }, text: 'adjoint / (c * c)' },
    total: true,
  }),
};
