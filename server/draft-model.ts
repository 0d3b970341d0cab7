/** A first model of a data file: one regression, of an outcome that the user chooses on the other columns. */
import { distributions } from '../grammar/distributions/index.ts';
import { inFile } from '../grammar/formula/own-data.ts';
import { reservedWords } from '../grammar/syntax/parse.ts';
import { asName } from '../sampler/data/formula-data.ts';
import type { Column } from './data-file-columns.ts';

/** Text columns with more labels than this are groups, whose effects are pooled. */
const MOST_LEVELS = 5;
/** Predictors beyond these are declared, and not in the formula. */
const MOST_TERMS = 12;

/** Names of a formula's unknowns, which data must not take. */
const namesOfUnknowns = ['b', 'Intercept', 'Intercept_centred', 'sigma', 'nu', 'alpha', 'phi', 'zi', 'hu'];

/** Whether a column can be the outcome of a first regression. */
export function canBeOutcome(column: Column): boolean {
  return column.axes === 1 && (column.type === 'int' || column.type === 'real') && !isConstant(column);
}

interface Predictor {
  readonly column: Column;
  readonly name: string;
  /** The dimension of a column of labels. */
  readonly dim: string | null;
  readonly term: string;
}

/**
 * @param file the data file as the model names it
 * @param modelName a name for the model, not yet checked
 */
export function draftModel(
  columns: readonly Column[],
  outcome: Column,
  { file, modelName }: { readonly file: string; readonly modelName: string },
): string {
  const taken = new Set([...reservedWords, ...distributions.keys(), ...namesOfUnknowns]);
  const fresh = (wanted: string) => {
    const name = freshName(wanted, taken);
    taken.add(name);
    return name;
  };
  const y = fresh(outcome.name);
  const others = columns.filter((column) => column !== outcome);
  const left = others.flatMap((column) => {
    const reason = whyLeftOut(column);
    return reason === null ? [] : [`${column.name} (${reason})`];
  });
  const predictors = others
    .filter((column) => whyLeftOut(column) === null)
    .map((column): Predictor => {
      const name = fresh(column.name);
      const isLabel = column.type === 'text';
      const isGroup = isLabel && column.distinct > MOST_LEVELS;
      return {
        column,
        name,
        dim: isLabel ? fresh(`${name}_level`) : null,
        term: isGroup ? `(1 | ${name})` : name,
      };
    });
  const terms = predictors.slice(0, MOST_TERMS).map(({ term }) => term);
  const row = fresh('row');
  const dims = [row, ...predictors.flatMap(({ dim }) => dim ?? [])];
  const entries = [{ column: outcome, name: y, dim: null }, ...predictors.slice(0, MOST_TERMS)];
  const declared = new Set(entries.map(({ dim }) => dim));
  const gaps = entries
    .filter(({ column }) => column.missing > 0)
    .map(({ column }) => `known(${inFile(column.name)})`);
  const width = Math.max(...entries.map(({ name }) => name.length));
  const { family, why } = familyOf(outcome);
  return `${[
    `# A first model of ${outcome.name}: change outcome, terms and family as you like, then press Sample above it.`,
    `model ${freshName(modelName, reservedWords)}`,
    '',
    `dim ${dims.filter((dim) => dim === row || declared.has(dim)).join(', ')}`,
    '',
    `data from ${JSON.stringify(file)} ${gaps.length === 0 ? '' : `where ${gaps.join(' and ')} `}{`,
    ...entries.map((entry) => `  ${entry.name.padEnd(width)} : ${typeAndSource(entry, row)}`),
    '}',
    '',
    ...(left.length === 0 ? [] : [`# Left out: ${left.join(', ')}.`]),
    ...(predictors.length > MOST_TERMS
      ? [
          `# Not yet in it: ${predictors
            .slice(MOST_TERMS)
            .map(({ column }) => column.name)
            .join(', ')}.`,
        ]
      : []),
    `# ${why}`,
    `formula "${y} ~ ${terms.length === 0 ? '1' : terms.join(' + ')}" family ${family}`,
  ].join('\n')}\n`;
}

function typeAndSource(
  { column, name, dim }: { readonly column: Column; readonly name: string; readonly dim: string | null },
  row: string,
): string {
  const type = dim ?? (column.type === 'int' ? 'int' : 'real');
  const quoted = JSON.stringify(column.name);
  const source =
    column.type === 'date' ? ` = days(${quoted})` : name === column.name ? '' : ` = column(${quoted})`;
  return `${type}[${row}]${source}`;
}

function isConstant({ distinct }: Column): boolean {
  return distinct <= 1;
}

function whyLeftOut(column: Column): string | null {
  const { type, distinct, rows, missing, axes } = column;
  if (axes !== 1) return axes === 0 ? 'a single value' : 'nested lists';
  if (distinct === 0) return 'no values';
  if (isConstant(column)) return 'one value';
  if (missing > rows / 2) return 'most values are missing';
  if (type === 'text' && distinct > (rows - missing) / 2) return 'almost each row has its own label';
  if (type === 'int' && distinct === rows && isRunning(column)) return 'numbers of the rows';
  return null;
}

/** Each whole number between the lowest and the highest once. */
function isRunning({ range, distinct }: Column): boolean {
  return range !== undefined && range[1] - range[0] + 1 === distinct;
}

function familyOf({ type, range = [0, 0] }: Column): { readonly family: string; readonly why: string } {
  if (type === 'int' && range[0] === 0 && range[1] === 1)
    return { family: 'Bernoulli', why: 'Zeros and ones: effects are on the log odds.' };
  if (type === 'int' && range[0] >= 0)
    return {
      family: 'NegativeBinomial',
      why: 'Counts: effects are on the log of the mean. Poisson would take them to vary by chance alone.',
    };
  return { family: 'Normal', why: 'StudentT in place of Normal allows for values far out.' };
}

function freshName(wanted: string, taken: ReadonlySet<string>): string {
  const base = asName(wanted) || 'x';
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
  return name;
}
