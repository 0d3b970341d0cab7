/** The statements of `s(x)` and `hsgp(x)`: a basis of data, and the prior of its coordinates. */
import type { Span } from '../span.ts';
import type { Approximation } from '../syntax/ast.ts';
import { functionsOf, inputSuffix, processBasis } from './process-basis.ts';
import { type Kernel, rootOfSpectrum } from './spectrum.ts';
import type { SplineBasis } from './spline-basis.ts';

/** A curve for each level of a datum of labels, or one curve times a datum of numbers. */
export type By =
  | {
      readonly kind: 'levels';
      readonly datum: string;
      /** The dimension of the levels. */
      readonly dim: string;
      readonly levels: readonly string[];
    }
  | { readonly kind: 'times'; readonly datum: string };

export type SmoothDesign = {
  /** Of its unknowns: `x`, `x_z` over two inputs, `x_g` by `g`. */
  readonly name: string;
  readonly row: string;
  readonly by?: By;
} & (
  | { readonly kind: 's'; readonly datum: string; readonly basis: SplineBasis }
  | {
      readonly kind: 'hsgp';
      readonly inputs: readonly ProcessAxis[];
      readonly kernel: Kernel;
      /** Whether the curves of all levels have one standard deviation and one length scale. */
      readonly shared: boolean;
    }
);

interface ProcessAxis {
  readonly datum: string;
  readonly functions: number;
  /** `c`: in half ranges of the datum. */
  readonly boundary: number;
}

/** The unknowns whose priors may be given. */
export function smoothUnknowns(smooth: SmoothDesign, prefix: string): readonly string[] {
  const { name } = smooth;
  return smooth.kind === 's'
    ? [`${prefix}sds_${name}`]
    : [`${prefix}sd_hsgp_${name}`, `${prefix}ell_hsgp_${name}`];
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
export function smoothValue(smooth: SmoothDesign, prefix: string): string {
  const { by, kind } = smooth;
  const [basis, coordinates] = tablesOf(smooth, prefix);
  if (by?.kind === 'levels') return `${basis}_curve`;
  const curve = `${basis} @ ${kind === 's' ? coordinates : `(${coordinates})`}`;
  return by === undefined ? curve : `(${curve}) * ${by.datum}`;
}

/** The table of functions over the rows, and what multiplies each. */
function tablesOf({ kind, name }: SmoothDesign, prefix: string): readonly [string, string] {
  if (kind === 's') return [`${prefix}spline_${name}`, `${prefix}s_${name}`];
  return [`${prefix}hsgp_${name}`, `${prefix}hsgp_${name}_scale * ${prefix}z_hsgp_${name}`];
}

const levelsOf = ({ by }: SmoothDesign) => (by?.kind === 'levels' ? by : undefined);

/** By level: the curve of each row's own level. */
function curveStatements(smooth: SmoothDesign, prefix: string, term: string): readonly string[] {
  const by = levelsOf(smooth);
  if (by === undefined) return [];
  const [basis] = tablesOf(smooth, prefix);
  const { kind, name, row } = smooth;
  const level = `${by.datum}[each]`;
  const scale =
    kind === 's' ? '' : ` * ${prefix}hsgp_${name}_scale[${smooth.shared ? '' : `${level}, `}term]`;
  const coordinates = `${prefix}${kind === 's' ? 's' : 'z_hsgp'}_${name}[${level}, term]`;
  return [
    `let ${basis}_curve[each in ${row}] = sum(${basis}[each, term]${scale} * ${coordinates} for term in ${term})`,
  ];
}

function splineStatements(
  smooth: SmoothDesign & { readonly kind: 's' },
  prefix: string,
  sd: string,
  priorOf: (name: string) => string | undefined,
): readonly string[] {
  const { name, datum, row, basis } = smooth;
  const by = levelsOf(smooth);
  const [term, spline, sds] = ['s', 'spline', 'sds'].map((kind) => `${prefix}${kind}_${name}`);
  const { knots, cubes, lines, centre } = basis;
  const [each, every] = by === undefined ? ['', ''] : [`[${by.dim}]`, `${by.dim}, `];
  return [
    `dim ${term}_term = ${cubes.length}`,
    `param ${sds}${each} ~ ${priorOf(sds) ?? `HalfStudentT(3, ${sd})`}`,
    `param ${term}[${every}${term}_term] ~ Normal(0, ${sds})`,
    `let ${spline}_knots = ${list(knots)}`,
    `let ${spline}_cubes = [${cubes.map(list).join(', ')}]`,
    `let ${spline}_levels = ${list(lines.map(({ level }) => level))}`,
    `let ${spline}_slopes = ${list(lines.map(({ slope }) => slope))}`,
    `let ${spline}[each in ${row}, term in ${term}_term] = ${spline}_levels[term] + ${spline}_slopes[term] * (${datum}[each] - (${centre})) + sum(${spline}_cubes[term, knot] * max(${datum}[each] - ${spline}_knots[knot], 0)^3 for knot in 1..${knots.length})`,
    ...curveStatements(smooth, prefix, `${term}_term`),
  ];
}

const list = (values: readonly (number | string)[]) => `[${values.join(', ')}]`;
const rangeOf = (datum: string) => `(max(${datum}) - min(${datum}))`;

/** Riutort-Mayol et al. (2023): sines that vanish at `boundary` half ranges from the middle, and are no numbers beyond. */
function processStatements(
  smooth: SmoothDesign & { readonly kind: 'hsgp' },
  prefix: string,
  sd: string,
  priorOf: (name: string) => string | undefined,
): readonly string[] {
  const { inputs, kernel, row, shared } = smooth;
  const by = levelsOf(smooth);
  const name = `${prefix}hsgp_${smooth.name}`;
  const [eta, ell, z] = ['sd', 'ell', 'z'].map((kind) => `${prefix}${kind}_hsgp_${smooth.name}`);
  const several = inputs.length > 1;
  const own = by !== undefined && !shared;
  const at = (keys: readonly string[]) => (keys.length === 0 ? '' : `[${keys.join(', ')}]`);
  const level = own ? ['level'] : [];
  const ranges = inputs.map(({ datum }) => rangeOf(datum));
  const axes = inputs.map(({ datum }, i) => ({
    ell: `${ell}${at([...level, ...(several ? [JSON.stringify(datum)] : [])])}`,
    omega: `${name}_frequency${inputSuffix(inputs, i)}${own ? '[term]' : ''}`,
  }));
  const over = own && by !== undefined ? [by.dim] : [];
  return [
    `dim ${name}_term = ${functionsOf(inputs)}`,
    ...(several ? [`dim ${name}_input = ${list(inputs.map(({ datum }) => JSON.stringify(datum)))}`] : []),
    `param ${eta}${at(over)} ~ ${priorOf(eta) ?? `HalfStudentT(3, ${sd})`}`,
    `param ${ell}${at([...over, ...(several ? [`${name}_input`] : [])])} ~ ${priorOf(ell) ?? `InverseGamma(3, ${several ? list(ranges) : ranges[0]})`}`,
    `param ${z}[${by === undefined ? '' : `${by.dim}, `}${name}_term] ~ Normal(0, 1)`,
    ...processBasis(
      name,
      name,
      row,
      inputs.map(({ datum, functions, boundary }, i) => ({
        x: datum,
        functions,
        bound: `${boundary} * ${ranges[i]} / 2`,
      })),
    ),
    `let ${name}_scale${own && by !== undefined ? `[level in ${by.dim}, term in ${name}_term]` : ''} = ${rootOfSpectrum(kernel, `${eta}${at(level)}`, axes)}`,
    ...curveStatements(smooth, prefix, `${name}_term`),
  ];
}

/** The approximate processes that a smooth is, one for each input and each level with a length scale of its own. */
export function approximationsOf(smooth: SmoothDesign, prefix: string, span: Span): readonly Approximation[] {
  if (smooth.kind === 's') return [];
  const { inputs, kernel, name, shared } = smooth;
  const by = levelsOf(smooth);
  const levels = by === undefined || shared ? [null] : by.levels;
  const term = `hsgp(${[...inputs.map(({ datum }) => datum), ...(smooth.by === undefined ? [] : [`by = ${smooth.by.datum}`])].join(', ')})`;
  return levels.flatMap((level, l) =>
    inputs.map(({ datum, functions, boundary }, i): Approximation => {
      const extent = `${prefix}hsgp_${name}_bound${inputSuffix(inputs, i)}`;
      const about = [
        ...(inputs.length === 1 ? [] : [`along \`${datum}\``]),
        ...(level === null ? [] : [`of "${level}"`]),
      ];
      return {
        ...{ name: term, kernel, functions, extent, halves: boundary, bound: extent, span },
        ...(about.length === 0 ? {} : { about: about.join(' ') }),
        length: `${prefix}ell_hsgp_${name}`,
        element: l * inputs.length + i,
      };
    }),
  );
}
