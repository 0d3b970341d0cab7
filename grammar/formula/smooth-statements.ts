/** The statements of `s(x)` and `hsgp(x)`: a basis of data, and the prior of its coordinates. */
import type { Span } from '../span.ts';
import type { Approximation } from '../syntax/ast.ts';
import { type Kernel, rootOfSpectrum } from './spectrum.ts';
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

/** Riutort-Mayol et al. (2023): sines that vanish at `boundary` half ranges from the middle, and are no numbers beyond. */
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
    `let ${name}[each in ${row}, term in ${name}_term] = sin(${name}_frequency[term] * (if abs(${datum}[each] - ${name}_middle) > ${name}_bound then log(-1) else ${datum}[each] - ${name}_middle + ${name}_bound)) / sqrt(${name}_bound)`,
  ];
}

/** The approximate process that a smooth is; undefined of a spline. */
export function approximationOf(smooth: SmoothDesign, prefix: string, span: Span): Approximation | undefined {
  if (smooth.kind === 's') return undefined;
  const { datum, functions, boundary, kernel } = smooth;
  const extent = `${prefix}hsgp_${datum}_bound`;
  const length = `${prefix}ell_hsgp_${datum}`;
  return {
    ...{ name: `hsgp(${datum})`, kernel, functions, length, extent, halves: boundary, bound: extent, span },
  };
}
