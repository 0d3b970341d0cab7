/** From text to a checked model with its data, for all commands. */
import { basename } from 'node:path';
import { analyze } from '../../grammar/analyze.ts';
import { withoutEchoes, withoutUnknownCalls } from '../../grammar/cascading-errors.ts';
import type { LoadedData } from '../../grammar/data.ts';
import { type Diagnostic, distinct } from '../../grammar/diagnostic.ts';
import { expandFormulas } from '../../grammar/formula/expand-formulas.ts';
import type { Expr, Program } from '../../grammar/syntax/ast.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { withFormulaData } from '../data/formula-data.ts';
import { loadData } from '../data/load.ts';
import { listFolder, readDataFile } from '../data/node-reader.ts';

export interface CheckedModel {
  readonly program: Program;
  readonly data: LoadedData;
  /** Of the parser, the data and the checker, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Arguments of distributions whose kind is certainly right, whatever the values. */
  readonly kindsKnown: ReadonlySet<Expr>;
}

/** Parses, loads the data from the disk and checks. Never throws. */
export function checkModel(modelText: string, modelPath: string): CheckedModel {
  const { program: typed, diagnostics: syntax } = parse(modelText);
  const options = { modelPath, readFile: readDataFile, listFolder };
  const load = (read: Program) => loadData(read, options);
  const { program: written, diagnostics: columnsOfFormula } = withFormulaData(typed, options);
  // The labels of the data say what a formula's factors are; the statements that it stands for have dims of their own.
  const columns = load(written);
  const { program, diagnostics: formulas } = expandFormulas(written, columns);
  const data = program === written ? columns : load(program);
  const { diagnostics: semantic, kindsKnown } = analyze(program, data);
  const diagnostics = distinct([
    ...syntax,
    ...columnsOfFormula,
    ...formulas,
    ...withoutEchoes(program, withoutUnknownCalls(data.diagnostics, semantic)),
    ...semantic,
  ]);
  return { program, data, diagnostics, kindsKnown };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** The name in the `model` statement, else the file's name without extension. */
export function modelName(program: Program, modelPath: string): string {
  const statement = program.statements.find((s) => s.kind === 'model');
  return statement?.kind === 'model' ? statement.name.name : basename(modelPath).replace(/\.bayes$/, '');
}
