/** The statements of `s(x)` and `hsgp(x)`: a basis of data, and the prior of its coordinates. */
import type { Kernel } from './smooth-term.ts';
import type { SplineBasis } from './spline-basis.ts';

export type SmoothDesign = { readonly datum: string; readonly row: string } & (
  | { readonly kind: 's'; readonly basis: SplineBasis }
  | { readonly kind: 'hsgp'; readonly functions: number; readonly boundary: number; readonly kernel: Kernel }
);

/** The unknowns whose priors may be given. */
export function smoothUnknowns(smooth: SmoothDesign, prefix: string): readonly string[] {
  const { datum } = smooth;
  return smooth.kind === 's'
    ? [`${prefix}sds_${datum}`]
    : [`${prefix}sd_hsgp_${datum}`, `${prefix}ell_hsgp_${datum}`];
}

/** @param sd the scale of the prior of the standard deviation. */
export function smoothStatements(
  smooth: SmoothDesign,
  prefix: string,
  sd: string,
  priorOf: (name: string) => string | undefined,
): readonly string[] {
  return smooth.kind === 's'
    ? splineStatements(smooth, prefix, sd, priorOf)
    : processStatements(smooth, prefix, sd, priorOf);
}

/** What the smooth adds to the predictor. */
export function smoothValue({ kind, datum }: SmoothDesign, prefix: string): string {
  if (kind === 's') return `${prefix}spline_${datum} @ ${prefix}s_${datum}`;
  return `${prefix}hsgp_${datum} @ (${prefix}hsgp_${datum}_scale * ${prefix}z_hsgp_${datum})`;
}

function splineStatements(
  { datum, row, basis }: SmoothDesign & { readonly kind: 's' },
  prefix: string,
  sd: string,
  priorOf: (name: string) => string | undefined,
): readonly string[] {
  const [term, spline, sds] = ['s', 'spline', 'sds'].map((kind) => `${prefix}${kind}_${datum}`);
  const { knots, cubes, lines, centre } = basis;
  return [
    `dim ${term}_term = ${cubes.length}`,
    `param ${sds} ~ ${priorOf(sds) ?? `HalfStudentT(3, ${sd})`}`,
    `param ${term}[${term}_term] ~ Normal(0, ${sds})`,
    `let ${spline}_knots = ${list(knots)}`,
    `let ${spline}_cubes = [${cubes.map(list).join(', ')}]`,
    `let ${spline}_levels = ${list(lines.map(({ level }) => level))}`,
    `let ${spline}_slopes = ${list(lines.map(({ slope }) => slope))}`,
    `let ${spline}[each in ${row}, term in ${term}_term] = ${spline}_levels[term] + ${spline}_slopes[term] * (${datum}[each] - (${centre})) + sum(${spline}_cubes[term, knot] * max(${datum}[each] - ${spline}_knots[knot], 0)^3 for knot in 1..${knots.length})`,
  ];
}

const list = (values: readonly number[]) => `[${values.join(', ')}]`;

/** Riutort-Mayol et al. (2023): sines that vanish at `boundary` half ranges from the middle. */
function processStatements(
  { datum, row, functions, boundary, kernel }: SmoothDesign & { readonly kind: 'hsgp' },
  prefix: string,
  sd: string,
  priorOf: (name: string) => string | undefined,
): readonly string[] {
  const name = `${prefix}hsgp_${datum}`;
  const [eta, ell, z] = ['sd', 'ell', 'z'].map((kind) => `${prefix}${kind}_hsgp_${datum}`);
  const range = `(max(${datum}) - min(${datum}))`;
  return [
    `dim ${name}_term = ${functions}`,
    `param ${eta} ~ ${priorOf(eta) ?? `HalfStudentT(3, ${sd})`}`,
    `param ${ell} ~ ${priorOf(ell) ?? `InverseGamma(3, ${range})`}`,
    `param ${z}[${name}_term] ~ Normal(0, 1)`,
    `let ${name}_middle = (max(${datum}) + min(${datum})) / 2`,
    `let ${name}_bound = ${boundary} * ${range} / 2`,
    `let ${name}_frequency[term in ${name}_term] = term * pi / (2 * ${name}_bound)`,
    `let ${name}_scale = ${rootOfSpectrum(kernel, eta, ell, `${name}_frequency`)}`,
    `let ${name}[each in ${row}, term in ${name}_term] = sin(${name}_frequency[term] * (${datum}[each] - ${name}_middle + ${name}_bound)) / sqrt(${name}_bound)`,
  ];
}

/** The square root of the spectral density in one dimension. */
function rootOfSpectrum(kernel: Kernel, eta: string, ell: string, omega: string): string {
  const rational = (nu2: number, factor: number, power: string) => {
    const rate = nu2 === 1 ? `(1 / ${ell})` : `(${Math.sqrt(nu2)} / ${ell})`;
    return `${eta} * sqrt(${factor} * ${rate}^${nu2}) / (${rate}^2 + ${omega}^2)${power}`;
  };
  switch (kernel) {
    case 'exp_quad':
      return `${eta} * sqrt(${Math.sqrt(2 * Math.PI)} * ${ell}) * exp(-(${ell} * ${omega})^2 / 4)`;
    case 'matern12':
      return rational(1, 2, '^0.5');
    case 'matern32':
      return rational(3, 4, '');
    case 'matern52':
      return rational(5, 16 / 3, '^1.5');
  }
}
