/** Label, description and tooltip of a kept run in lists. Pure. */
import { partsOf } from '../../sampler/report/code-in-text.ts';
import { methodText, sizeText } from '../../sampler/report/run-size.ts';
import { endText } from '../../sampler/report/run-status.ts';
import type { KeptRun, RunStatus } from './kept-run.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `today 14:03`, `yesterday 14:03`, `12 Nov 14:03`, with the year where it is another one; local time. */
export function whenText(iso: string, now: Date): string {
  const at = new Date(iso);
  const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  const dayBefore = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (at.toDateString() === now.toDateString()) return `today ${time}`;
  if (at.toDateString() === dayBefore.toDateString()) return `yesterday ${time}`;
  const year = at.getFullYear() === now.getFullYear() ? '' : ` ${at.getFullYear()}`;
  return `${at.getDate()} ${months[at.getMonth()]}${year} ${time}`;
}

/** How many draws of what kind, in a sentence. */
function howText(header: KeptRun['header']): string {
  const { chains, draws, tune, target_accept, seed } = header.settings;
  const way = methodText(header);
  if (header.method !== undefined) return `${draws} draws of ${way}, seed ${seed}`;
  return [
    `${chains} ${chains === 1 ? 'chain' : 'chains'} of ${draws} draws${way === undefined ? '' : ` of ${way}`} after ${way === undefined ? 'at most ' : ''}${tune} of tuning`,
    ...(way === undefined ? [`target_accept ${target_accept}`] : []),
    `seed ${seed}`,
  ].join(', ');
}

export function descriptionOf(run: KeptRun, now: Date): string {
  const { status, header } = run;
  if (status.kind === 'running') {
    const { percent, goal = null } = status;
    if (goal !== null) return `sampling ${goal.done} of ${goal.total} draws`;
    return percent === null ? 'being sampled' : `sampling ${percent} %`;
  }
  const parts = [
    whenText(header.started, now),
    `seed ${header.settings.seed}`,
    sizeText(header, run.stopped),
  ];
  if (status.kind === 'unfinished') parts.splice(1, 0, 'did not end');
  if (status.kind === 'failed') parts.splice(1, 0, 'failed');
  return parts.join(' · ');
}

export function statusText(status: RunStatus): string {
  return status.kind === 'running' ? 'being sampled' : endText(status);
}

/** For screen readers, who do not see the icon. */
export function spokenLabel(run: KeptRun, now: Date): string {
  return `${run.header.model}, ${statusText(run.status)}, ${descriptionOf(run, now)}`;
}

/** Markdown. */
export function tooltipOf(run: KeptRun, now: Date): string {
  const { header, status } = run;
  const reasons =
    status.kind === 'provisional' ? status.reasons.map((reason) => `- ${withCode(reason)}`) : [];
  const files = [...new Set(header.data.map(({ file }) => file))];
  const data = files.map((file) => {
    const names = header.data.filter((datum) => datum.file === file).map(({ name }) => escaped(name));
    return `${names.join(', ')} from ${code(fileName(file))}`;
  });
  const facts = [
    howText(header),
    `Model ${code(header.modelPath)}`,
    ...(data.length === 0 ? [] : [`Data ${data.join('; ')}`]),
    `${bytesText(run.bytes)} on disk`,
  ];
  const title = `**${escaped(header.model)}**, ${whenText(header.started, now)}: ${statusText(status)}`;
  return [title, ...(reasons.length === 0 ? [] : [reasons.join('\n')]), ...facts].join('\n\n');
}

export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

function fileName(file: string): string {
  return file.split(/[/\\]/).at(-1) ?? file;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, '\\$&');
}

/** A message, whose code is between backticks. */
function withCode(message: string): string {
  return partsOf(message)
    .map(({ kind, text }) => (kind === 'code' ? code(text) : escaped(text)))
    .join('');
}

/** A code span that holds the text whatever backticks are in it. */
function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return fence.length === 1 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}
