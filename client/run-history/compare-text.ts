/** Two or more runs side by side, as text. Pure. */
import { plainText } from '../../sampler/report/code-in-text.ts';
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import { essText, statText } from '../../sampler/stats/number-text.ts';
import type { KeptRun } from './kept-run.ts';
import { sizeText, statusText, whenText } from './run-labels.ts';

interface ComparedRun {
  readonly run: KeptRun;
  /** Absent where the run did not end. */
  readonly report: SampleReport | undefined;
}

const MAX_ROWS = 2000;

export function compareText(compared: readonly ComparedRun[], now: Date): string {
  const letters = compared.map((_, k) => letter(k));
  const same = sameness(compared.map(({ run }) => run));
  const models = [...new Set(compared.map(({ run }) => run.header.model))];
  const names = quantities(compared);
  const rows = names.map((name) => compareRow(name, compared));
  const lines = [
    models.length === 1 ? `Runs of ${models[0]}` : 'Runs',
    '',
    ...compared.flatMap((one, k) => headLines(letters[k], one, now, models.length > 1)),
    '',
    ...samenessLines(same),
    '',
  ];
  if (names.length === 0) return [...lines, 'None of these runs has a summary to compare.', ''].join('\n');
  const notable = same.posterior ? notableZ(rows) : undefined;
  const agreement = notable === undefined ? [] : agreementLines(rows, letters, notable);
  if (agreement.length > 0) lines.push(...agreement, '');
  lines.push(...table(rows.slice(0, MAX_ROWS), letters, notable));
  if (rows.length > MAX_ROWS) lines.push(`… and ${rows.length - MAX_ROWS} more`);
  lines.push('', ...legend(letters, notable), '');
  return lines.join('\n');
}

function headLines(name: string, { run, report }: ComparedRun, now: Date, withModel: boolean): string[] {
  const { header, status } = run;
  const model = withModel ? `${header.model} · ` : '';
  return [
    `${name}  ${model}${whenText(header.started, now)} · seed ${header.settings.seed} · ${sizeText(run)}`,
    `   ${statusText(status)}`,
    ...(status.kind === 'provisional' ? status.reasons.map((reason) => `   • ${plainText(reason)}`) : []),
    ...effectiveDrawsLines(run, report),
  ];
}

/** Effective draws of chains; nothing for approximations, whose draws are independent. */
function effectiveDrawsLines({ header }: KeptRun, report: SampleReport | undefined): string[] {
  if (header.method !== undefined || report === undefined) return [];
  const { settings, timing, summary } = report;
  const ess = summary.map((row) => row.ess_bulk).filter(Number.isFinite);
  if (ess.length === 0) return [];
  const least = ess.reduce((low, value) => Math.min(low, value));
  const perThousand = (1000 * least) / Math.max(1, timing.gradients_sample);
  return [
    `   ${settings.chains * settings.draws} draws, worth ${essText(least)} at the worst,`,
    `   ${perThousand.toFixed(1)} for each 1000 evaluations of the density`,
  ];
}

interface Sameness {
  readonly models: boolean;
  /** Names of data whose files differ. */
  readonly data: readonly string[];
  /** Whether all runs draw from the same posterior, so that their means should agree. */
  readonly posterior: boolean;
}

function sameness(runs: readonly KeptRun[]): Sameness {
  const [first, ...others] = runs.map(({ header }) => header);
  const models = others.every(({ modelText }) => modelText === first.modelText);
  const hashes = runs.map(({ header }) => new Map(header.data.map(({ name, hash }) => [name, hash])));
  const names = new Set(hashes.flatMap((data) => [...data.keys()]));
  const data = [...names].filter((name) => hashes.some((of) => of.get(name) !== hashes[0].get(name)));
  return { models, data, posterior: models && data.length === 0 };
}

function samenessLines({ models, data, posterior }: Sameness): string[] {
  if (posterior) return ['The same model and the same data,', 'so the means should agree.'];
  const lines = models ? [] : ['The models differ: the same name need not mean the same.'];
  if (data.length > 0) lines.push(`The data differ: ${data.join(', ')}.`);
  return lines;
}

interface Cell {
  readonly mean: number;
  readonly sd: number;
  /** Monte Carlo errors of the mean and of the standard deviation. */
  readonly mcse: number;
  readonly mcseSd: number;
  /** NaN for an approximation. */
  readonly ess: number;
}
interface CompareRow {
  readonly name: string;
  readonly cells: readonly (Cell | undefined)[];
  /** For each further run against the first: difference of means, also in units of its Monte Carlo error. */
  readonly differences: readonly { readonly by: number; readonly sds: number; readonly z: number }[];
}

/** In the order of the first run, followed by quantities of later runs only. */
function quantities(compared: readonly ComparedRun[]): readonly string[] {
  return [...new Set(compared.flatMap(({ report }) => report?.summary.map(({ name }) => name) ?? []))];
}

const indexes = new WeakMap<SampleReport, ReadonlyMap<string, SummaryRow>>();
function rowOf(report: SampleReport | undefined, name: string): SummaryRow | undefined {
  if (report === undefined) return undefined;
  const index = indexes.get(report) ?? new Map(report.summary.map((row) => [row.name, row]));
  indexes.set(report, index);
  return index.get(name);
}

function compareRow(name: string, compared: readonly ComparedRun[]): CompareRow {
  const cells = compared.map(({ run, report }) => {
    const row = rowOf(report, name);
    if (row === undefined) return undefined;
    const ess = run.header.method === undefined ? row.ess_bulk : Number.NaN;
    return { mean: row.mean, sd: row.sd, mcse: row.mcse_mean, mcseSd: row.mcse_sd, ess };
  });
  const [first, ...others] = cells;
  const differences = others.map((other) => {
    if (first === undefined || other === undefined) return { by: Number.NaN, sds: Number.NaN, z: Number.NaN };
    const by = other.mean - first.mean;
    return { by, sds: ratio(by, first.sd), z: ratio(by, Math.hypot(first.mcse ?? NaN, other.mcse ?? NaN)) };
  });
  return { name, cells, differences };
}

function ratio(value: number, unit: number): number {
  return unit > 0 ? value / unit : Number.NaN;
}

/**
 * Above this, Monte Carlo error does not explain a difference of means: all of `n` comparisons stay below
 * with probability 0.95 at least, since P(|Z| > t) ≤ 2 exp(−t²/2).
 */
function notableZ(rows: readonly CompareRow[]): number {
  const n = rows.reduce(
    (sum, { differences }) => sum + differences.filter(({ z }) => Number.isFinite(z)).length,
    0,
  );
  return Math.sqrt(2 * Math.log((2 * Math.max(1, n)) / 0.05));
}

function agreementLines(rows: readonly CompareRow[], letters: readonly string[], notable: number): string[] {
  const all = rows.flatMap(({ name, differences }) =>
    differences.flatMap(({ by, z }, k) => (Number.isFinite(z) ? [{ name, by, z, run: letters[k + 1] }] : [])),
  );
  if (all.length === 0) return [];
  if (all.every(({ by }) => by === 0)) return ['They agree in every digit.'];
  const worst = [...all].sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
  const found = worst.filter(({ z }) => Math.abs(z) > notable);
  if (found.length === 0)
    return [
      `They agree: Monte Carlo error explains every difference\n(largest |z| ${Math.abs(worst[0].z).toFixed(1)}).`,
    ];
  const examples = found.slice(0, 5).map(({ name, z, run }) => `  ! ${name}: z = ${z.toFixed(1)} in ${run}`);
  const count = found.length === 1 ? 'One mean differs' : `${found.length} means differ`;
  return [
    `${count} by more than Monte Carlo error explains:`,
    'at least one run has not explored the whole posterior.',
    ...examples,
  ];
}

/** With `z` if there is a threshold for it, else in standard deviations. */
function table(
  rows: readonly CompareRow[],
  letters: readonly string[],
  notable: number | undefined,
): string[] {
  const [first, ...others] = letters;
  const head = [
    '',
    ...letters.map((name) => `mean ${name}`),
    ...others.flatMap((name) => [`${name} − ${first}`, notable === undefined ? 'in sd' : 'z  ']),
    ...letters.map((name) => `sd ${name}`),
    ...letters.map((name) => `ess ${name}`),
  ];
  const body = rows.map(({ name, cells, differences }) => [
    name,
    ...cells.map((cell) => numberText(cell?.mean, cell?.mcse)),
    ...differences.flatMap(({ by, sds, z }, k) => [
      Number.isFinite(by) ? numberText(by, cells[k + 1]?.mcse) : '–',
      notable === undefined ? unitText(sds) : flagged(z, notable),
    ]),
    ...cells.map((cell) => numberText(cell?.sd, cell?.mcseSd)),
    ...cells.map((cell) => (Number.isFinite(cell?.ess) ? essText(cell?.ess ?? null) : '–')),
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((line) => line[i].length)));
  return [head, ...body].map((line) =>
    line
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}

function flagged(z: number, notable: number): string {
  if (!Number.isFinite(z)) return '–  ';
  return `${z.toFixed(1)}${Math.abs(z) > notable ? ' !' : '  '}`;
}

function unitText(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : '–';
}

/** A dash where a run does not have the quantity. */
function numberText(value: number | undefined, mcse: number | undefined): string {
  return value === undefined ? '–' : statText(value, mcse ?? null);
}

function legend([first, ...others]: readonly string[], notable: number | undefined): string[] {
  const other = others[0];
  return [
    `${other} − ${first}: difference of means`,
    ...(notable === undefined
      ? [`in sd: that difference in standard deviations of ${first}`]
      : [
          'z: that difference divided by its Monte Carlo error,',
          `   which does not explain it beyond ±${notable.toFixed(1)} (marked !)`,
        ]),
    'ess: independent draws that the draws are worth for the mean (bulk)',
  ];
}

/** A, B, …, Z, AA, … */
function letter(k: number): string {
  const last = String.fromCharCode(65 + (k % 26));
  return k < 26 ? last : letter(Math.floor(k / 26) - 1) + last;
}
