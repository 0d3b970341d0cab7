/** The methods paragraph of a kept run, for the results page and the HTML report. */
import { basename } from 'node:path';
import type { LoadedData } from '../../grammar/data.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { withFormulaData } from '../data/formula-data.ts';
import { listFolder, readDataFile } from '../data/node-reader.ts';
import { checkModel } from '../model/check-model.ts';
import type { MethodsAnswer, RunAnswer } from '../report/run-questions.ts';
import type { RunColumns } from '../store/run-columns.ts';
import type { RunInfo } from '../store/run-folder.ts';
import { headerOf } from './header-of.ts';
import { conditionsOf, methodsParagraph, type UsedFile } from './methods-paragraph.ts';
import { referenceOf } from './references.ts';

type Unavailable = Extract<RunAnswer<never>, { readonly kind: 'unavailable' }>;

export function answerMethods({ folder, info, report }: RunColumns): MethodsAnswer | Unavailable {
  if (report === null) return { kind: 'unavailable', message: 'The run has no report yet' };
  const { paragraph, cites } = methodsParagraph(
    headerOf(folder, info),
    report,
    info.method ?? null,
    filesOf(info),
  );
  return { kind: 'methods', paragraph, references: cites.map(referenceOf) };
}

/** Rows of files that have not changed since the run. */
function filesOf({ data, modelText, modelPath }: RunInfo): readonly UsedFile[] {
  if (data.length === 0) return [];
  const now = checkModel(modelText, modelPath).data;
  const conditions = allConditions(modelText, modelPath);
  const groups = new Map<string, RunInfo['data'][number][]>();
  // Rows that differ come from the same file by conditions that differ.
  for (const datum of data) {
    const key = JSON.stringify([datum.file, conditions.get(datum.name) ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), datum]);
  }
  return [...groups.values()].map((own) => ({
    file: basename(own[0].file),
    names: own.map(({ name }) => name),
    rows: rowsOf(own, now),
    where: conditions.get(own[0].name) ?? null,
  }));
}

/** Those written, and those that leave out the rows with gaps of a formula's own file. */
export function allConditions(modelText: string, modelPath: string): ReadonlyMap<string, string> {
  const options = { modelPath, readFile: readDataFile, listFolder };
  const { statements } = withFormulaData(parse(modelText).program, options);
  return new Map([...conditionsOf(statements.join('\n')), ...conditionsOf(modelText)]);
}

function rowsOf(
  own: readonly { readonly name: string; readonly hash: string }[],
  { arrays, sources }: LoadedData,
): number | null {
  if (own.some(({ name, hash }) => sources.get(name)?.hash !== hash)) return null;
  const sizes = own.flatMap(({ name }) => arrays.get(name)?.dims[0]?.size ?? []);
  return sizes.length === 0 ? null : Math.max(...sizes);
}
