/** Missing values within a declared range, under a distribution that reaches beyond it. */
import type { Analysis } from '../analysis.ts';
import type { DataArray } from '../data.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { distributions } from '../distributions/index.ts';
import type { DataEntry } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';

export const imputedRange: ProgramCheck = {
  code: 'imputed-range',
  severity: 'hint',
  title: 'Range of imputed values',
  doc: 'Data with missing values declare a range, and their distribution reaches beyond it. What is imputed stays within the range; the density of all rows is as written, and so not normalised over the range. Where the range holds for every value, observed or not, `Truncated(D, lo, hi)` says so.',
  find: checkImputedRange,
};

function checkImputedRange(analysis: Analysis): readonly Diagnostic[] {
  const { program, data } = analysis;
  const text = program.text ?? '';
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'observe' || statement.target.kind !== 'name') return [];
    const { distribution, target } = statement;
    const array = data?.arrays.get(target.name);
    const entry = analysis.symbols.get(target.name)?.node as DataEntry | undefined;
    if (distribution.kind !== 'call' || array?.range === undefined || entry?.range === undefined) return [];
    const known = distributions.get(distribution.callee.name);
    if (known === undefined || known.type === 'discrete' || known.support.kind !== 'interval') return [];
    const { lower = '-Infinity', upper = 'Infinity' } = known.support;
    const isBelow = isNarrower(array, (i, range) => range.lower[i] > Number(lower));
    const isAbove = isNarrower(array, (i, range) => range.upper[i] < Number(upper));
    if (!isBelow && !isAbove) return [];
    const part = (end: typeof entry.range.lo) =>
      end === undefined ? '' : text.slice(end.span.start, end.span.end);
    const lo = part(entry.range.lo);
    const hi = part(entry.range.hi);
    const limits = lo === '' ? `hi = ${hi}` : hi === '' ? lo : `${lo}, ${hi}`;
    const truncated = `Truncated(${text.slice(distribution.span.start, distribution.span.end)}, ${limits})`;
    const beyond = [...(isBelow ? [`below ${lo}`] : []), ...(isAbove ? [`above ${hi}`] : [])].join(' and ');
    const message = `missing values of \`${target.name}\` are imputed within ${lo}..${hi}, and \`${known.name}\` as written also allows values ${beyond}; if no value can lie there, write \`${truncated}\``;
    const fixes =
      known.cdf === undefined && known.logCdf === undefined
        ? []
        : [replace('Truncate the distribution of all rows', distribution.span, truncated)];
    return [diagnose(imputedRange, distribution.span, message, { fixes })];
  });
}

type Range = NonNullable<DataArray['range']>;

/** Whether the declared range ends before the support does, for a value that is missing. */
function isNarrower({ values, range }: DataArray, test: (i: number, range: Range) => boolean): boolean {
  return range !== undefined && values.some((value, i) => Number.isNaN(value) && test(i, range));
}
