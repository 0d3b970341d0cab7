/** The run's name, its settings, and actions on it. */
import { madeBy as variantTitle } from '../../grammar/methods/index.ts';
import { filesOfAddress } from '../../sampler/report/outside-address.ts';
import type { Timing } from '../../sampler/report/sample-report.ts';
import { ALL_DISCRETE, targetAcceptText, thinText, tuneDrawsText } from '../../sampler/report/tuning.ts';
import { countText, durationText } from '../../sampler/stats/number-text.ts';
import type { PageContext } from '../context.ts';
import { button } from '../controls.ts';
import { h, setAttributes, setText } from '../dom.ts';
import { isApproximation, isOutside, isRandomWalk } from '../method-of-report.ts';
import { isFixed, type PageState } from '../state.ts';
import { staleWords } from './stale-banner.ts';

const STOP = 'Stop and keep the draws';

export function createPageHead(context: PageContext) {
  const title = h('h1');
  const facts = h('p', { class: 'facts' });
  const actions = h('div', { class: 'actions' });
  const { editor } = context.source;
  const cancel = editor === null ? null : button(STOP, stop, { appearance: 'primary' });
  const again = editor === null ? null : button('Sample again', editor.sampleAgain);
  const save = editor === null ? null : button('Save HTML report', editor.saveReport);
  for (const action of [cancel, again, save]) if (action !== null) actions.append(action);

  function stop(): void {
    if (cancel === null || editor === null) return;
    // Stopping may take seconds, since the draws are summarised.
    setText(cancel, 'Stopping…');
    setAttributes(cancel, { disabled: true });
    editor.cancel();
  }

  return {
    element: h('header', { class: 'page-head' }, h('div', { class: 'page-title' }, title, facts), actions),
    update(state: PageState): void {
      const { identity, run, staleness } = state;
      setText(title, identity?.model ?? 'Bayes');
      setText(facts, factsText(run));
      if (cancel !== null) {
        cancel.hidden = !goesOn(run);
        if (!goesOn(run)) {
          setText(cancel, STOP);
          setAttributes(cancel, { disabled: null });
        }
      }
      if (again !== null) {
        // If the model has changed, the banner has this button.
        const isOffered = staleWords(staleness) !== '' || isFixed(state);
        again.hidden =
          isOfOutside(run) || (run.kind !== 'ended' && run.kind !== 'failed') || goesOn(run) || isOffered;
        const isApproximate = run.kind === 'ended' && isApproximation(run.report);
        setText(again, isApproximate ? 'Sample with NUTS' : 'Sample again');
      }
      if (save !== null) save.hidden = run.kind !== 'ended' || run.header === null || isOfOutside(run);
    },
  };
}

/** It can be stopped. */
function goesOn(run: PageState['run']): boolean {
  return run.kind === 'running' || (run.kind === 'ended' && run.isFitPending);
}

function factsText(run: PageState['run']): string {
  if (run.kind !== 'ended') return '';
  const { settings, timing, seed } = run.report;
  const madeBy = run.header?.madeBy;
  if (isOutside(run.report)) return outsideText(run);
  if (isApproximation(run.report))
    return [
      `${countText(settings.draws)} independent draws of ${madeBy ?? 'an approximation'}`,
      `seed ${seed}`,
      `compiled in ${durationText(timing.compile_ms)}, fitted in ${durationText(timing.sample_ms)}`,
    ].join(' · ');
  const isWalk = isRandomWalk(settings);
  const isTuned = !run.report.all_discrete;
  const way = isWalk ? ` of ${variantTitle(settings.method ?? 'nuts')}` : '';
  return [
    `${settings.chains} ${settings.chains === 1 ? 'chain' : 'chains'} of ${drawsText(run)} draws${thinText(run.report, countText)}${way}${isTuned ? ` after ${tuneDrawsText(run.report, countText)} of tuning` : ''}`,
    ...(isTuned ? [] : [ALL_DISCRETE]),
    ...(isWalk || !isTuned ? [] : [targetAcceptText(run.report)]),
    `seed ${seed}`,
    // The times of an interrupted run are unknown.
    ...(timing.compile_ms === 0 ? [] : [timesText(timing, isTuned)]),
  ].join(' · ');
}

function isOfOutside(run: PageState['run']): boolean {
  return run.kind === 'ended' && isOutside(run.report);
}

/** Draws of another program: how many, and where from. */
function outsideText({ report: { settings }, header }: Extract<PageState['run'], { kind: 'ended' }>): string {
  const files = filesOfAddress(header?.folder ?? '') ?? [];
  const names = files.map((file) => file.split(/[\\/]/).at(-1) ?? file);
  const chains = `${settings.chains} ${settings.chains === 1 ? 'chain' : 'chains'}`;
  return `${chains} of ${countText(settings.draws)} draws · from ${names.join(', ')}`;
}

function timesText(timing: Timing, isTuned: boolean): string {
  const tuned = isTuned ? `tuned in ${durationText(timing.warmup_ms)}, ` : '';
  return `compiled in ${durationText(timing.compile_ms)}, ${tuned}sampled in ${durationText(timing.sample_ms)}`;
}

/** Draws per chain, with the requested number for an interrupted run. */
function drawsText({ report, interruption }: Extract<PageState['run'], { kind: 'ended' }>): string {
  const asked = countText(report.settings.draws);
  return interruption === null ? asked : `${countText(interruption.kept.drawsPerChain)} of ${asked}`;
}
