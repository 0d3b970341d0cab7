/** What was done for a run, as a paragraph for a paper, and the papers that it cites. Pure; non-finite numbers may be null. */
import { methods } from '../../grammar/methods/index.ts';
import type { Span } from '../../grammar/span.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { plainText } from '../report/code-in-text.ts';
import { listed } from '../report/listed.ts';
import { notStoredText } from '../report/not-stored.ts';
import type { RunHeader } from '../report/run-questions.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { thinText, tuneDrawsText } from '../report/tuning.ts';
import { eBfmiText, essText, rHatText } from '../stats/number-text.ts';
import { type PaperKey, papers } from './references.ts';

/** A data file with its number of rows; null where that is not known. */
export interface UsedFile {
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: number | null;
  /** The condition that chose the rows, as written; null where all were taken. */
  readonly where: string | null;
}

interface MethodsParagraph {
  readonly paragraph: string;
  readonly cites: readonly PaperKey[];
}

export function methodsParagraph(
  header: RunHeader,
  report: SampleReport,
  approximation: string | null,
  files: readonly UsedFile[],
): MethodsParagraph {
  const cites: PaperKey[] = [];
  const cite = (...keys: readonly PaperKey[]): string => {
    for (const key of keys) if (!cites.includes(key)) cites.push(key);
    return `(${keys.map((key) => papers[key].cited).join('; ')})`;
  };
  const sentences = [
    `The model ${header.model} was fitted with Bayes Workbench ${header.versions.bayes}`,
    ...files.map(fileSentence),
    ...modelSentences(header.modelText),
    ...(approximation === null
      ? [chainsSentence(report, cite), ...diagnosticSentences(report, cite)]
      : [approximationSentence(report, approximation, header.madeBy, cite)]),
    ...fitSentences(report, cite),
    'Estimates are posterior means with 94 % highest-density intervals',
  ];
  return { paragraph: sentences.map((text) => `${text}.`).join(' '), cites };
}

type Cite = (...keys: readonly PaperKey[]) => string;

function fileSentence({ file, names, rows, where }: UsedFile): string {
  const count = rows === null ? '' : ` (${rows} ${rows === 1 ? 'row' : 'rows'})`;
  const chosen = where === null ? '' : `, of which only the rows were used where ${where}${count}`;
  return `The data ${listed(names)} came from ${file}${where === null ? count : chosen}`;
}

/** The condition on the rows of the file that each datum comes from, as written; data without one are left out. */
export function conditionsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    parse(text).program.statements.flatMap((statement) => {
      if (statement.kind !== 'data' || statement.where === undefined) return [];
      const condition = asWritten(text, statement.where);
      return statement.entries.map(({ name }) => [name.name, condition] as const);
    }),
  );
}

/** Text in quotes, which may have a `#`, or a comment. */
const QUOTED_OR_COMMENT = /("(?:[^"\\\n]|\\.)*")|#.*$/gm;

/** On one line, without comments. */
function asWritten(text: string, { span }: { readonly span: Span }): string {
  return text.slice(span.start, span.end).replace(QUOTED_OR_COMMENT, '$1').replace(/\s+/g, ' ').trim();
}

/** Priors, likelihood and what is computed beside them, as written. */
function modelSentences(text: string): readonly string[] {
  const { statements } = parse(text).program;
  const written = (kinds: readonly string[]) =>
    statements
      .filter(({ kind, expanded }) => kinds.includes(kind) && expanded !== true)
      .map((statement) => asWritten(text, statement).replace(/^\w+ /, ''));
  const [priors, likelihood] = [written(['param']), written(['observe'])];
  const [formulas, terms, drawn] = [written(['formula']), written(['potential']), written(['draw'])];
  const density = [...priors, ...likelihood, ...formulas, ...terms];
  const [definitions, computed] = definitionsOf(written(['let', 'deterministic']), density);
  const where = definitions.length === 0 ? '' : `, where ${listed(definitions)}`;
  return [
    ...(formulas.length === 0 ? [] : [`The regression was ${listed(formulas)}`]),
    ...(priors.length === 0 ? [] : [`The priors were ${listed(priors)}`]),
    ...(likelihood.length === 0 ? [] : [`The likelihood was ${listed(likelihood)}${where}`]),
    ...(terms.length === 0 ? [] : [`To the log density were added ${listed(terms)}`]),
    ...(computed.length === 0 ? [] : [`Computed from each draw: ${listed(computed)}`]),
    ...(drawn.length === 0 ? [] : [`Drawn with each draw: ${listed(drawn)}`]),
  ];
}

/** Definitions that the density uses, and others, in the order of the text. */
function definitionsOf(definitions: readonly string[], density: readonly string[]) {
  const nameOf = (definition: string) => /^[\p{L}_][\p{L}\p{N}_]*/u.exec(definition)?.[0] ?? '';
  const used = new Set<string>();
  // Each is made from earlier statements: what a later one needs is known before its own turn, backwards.
  let texts = [...density];
  for (const definition of definitions.toReversed()) {
    const name = nameOf(definition);
    const isUsed = texts.some((text) => text.split(/[^\p{L}\p{N}_]+/u).includes(name));
    if (!isUsed) continue;
    used.add(definition);
    texts = [...texts, definition.slice(name.length)];
  }
  return [definitions.filter((one) => used.has(one)), definitions.filter((one) => !used.has(one))];
}

function chainsSentence(report: SampleReport, cite: Cite): string {
  const { settings, seed } = report;
  const { chains, draws, method = 'nuts', target_accept } = settings;
  const isWalk = !methods[method].has.trajectories;
  const sampler = isWalk
    ? `a random-walk Metropolis sampler ${cite('metropolis1953')}`
    : `the No-U-Turn sampler ${cite('hoffman2014', 'betancourt2017')}, target acceptance ${target_accept}${raised(report)},`;
  return `${chains} ${chains === 1 ? 'chain' : 'chains'} of ${draws} draws${thinText(report)} each, after ${tuneDrawsText(report)} draws of tuning, were sampled with ${sampler} and seed ${seed}`;
}

/** Where a divergence late in tuning raised the target. */
function raised({ tuned = [] }: SampleReport): string {
  const targets = tuned.flatMap((chain) => chain?.target_accept ?? []);
  if (targets.length === 0) return '';
  return ` (${targets[0]} in ${targets.length} ${targets.length === 1 ? 'chain' : 'chains'})`;
}

function diagnosticSentences(report: SampleReport, cite: Cite): readonly string[] {
  const { diagnostics, summary, settings } = report;
  const least = (key: 'ess_bulk' | 'ess_tail') =>
    essText(
      summary
        .map((row) => row[key])
        .filter(Number.isFinite)
        .reduce((low, value) => Math.min(low, value), Infinity),
    );
  const { divergences, e_bfmi, max_treedepth_hits, max_r_hat, pass, reasons } = diagnostics;
  const judged = `Convergence was judged by rank-normalised split R-hat (largest ${rHatText(max_r_hat)}) and effective sample sizes (smallest ${least('ess_bulk')} in the bulk, ${least('ess_tail')} in the tails) ${cite('vehtari2021')}`;
  const trajectories = methods[settings.method ?? 'nuts'].has.trajectories
    ? [
        `There were ${divergences} divergent transitions and ${max_treedepth_hits} trajectories cut short, and the lowest E-BFMI was ${eBfmiText(Math.min(...e_bfmi.filter(Number.isFinite)))} ${cite('betancourt2016')}`,
      ]
    : [];
  const verdict = pass
    ? 'All diagnostics passed'
    : `Not all diagnostics passed, so the results are provisional: ${reasons.map(({ message }) => plainText(message)).join('; ')}`;
  const left = notStoredText(diagnostics);
  return [judged, ...trajectories, verdict, ...(left === null ? [] : [plainText(left)])];
}

function approximationSentence(
  { settings, seed, diagnostics }: SampleReport,
  method: string,
  madeBy: string,
  cite: Cite,
): string {
  const paper = method === 'pathfinder' ? 'zhang2022' : method === 'laplace' ? null : 'kucukelbir2017';
  const source = paper === null ? '' : ` ${cite(paper)}`;
  const reasons = diagnostics.reasons.map(({ message }) => plainText(message)).join('; ');
  return `The posterior was approximated by ${madeBy}${source}, of which ${settings.draws} draws were made with seed ${seed}: ${reasons}`;
}

function fitSentences({ diagnostics: { fit } }: SampleReport, cite: Cite): readonly string[] {
  if (fit === undefined) return [];
  const judged = `Replicated data sets were compared with the data by ${listed([...new Set(fit.statistics.map(({ statistic }) => statistic))])} ${cite('gelman1996')}, with p-values after Holm's correction ${cite('holm1979')}`;
  const pit =
    fit.pit.length === 0
      ? ''
      : `, and by the calibration of leave-one-out predictions ${cite('vehtari2017', 'vehtari2024')}`;
  const verdict = fit.pass
    ? 'The model reproduced the data'
    : `The model did not reproduce the data: ${fit.reasons.map(({ message }) => plainText(message)).join('; ')}`;
  return [fit.statistics.length === 0 ? '' : `${judged}${pit}`, verdict].filter((text) => text !== '');
}
