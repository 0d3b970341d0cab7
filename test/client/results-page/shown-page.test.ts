import { describe, expect, test } from 'vitest';
import type { WebviewPanel } from 'vscode';
import type { PriorFinding } from '../../../client/prior-findings.ts';
import { endMessage, sampledMessage } from '../../../client/results-page/page-messages.ts';
import {
  forget,
  markPriors,
  newPage,
  sendAll,
  showEnd,
  showProgress,
  showResult,
  switchTo,
} from '../../../client/results-page/shown-page.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import type { SensitivityReport } from '../../../sampler/report/sensitivity-report.ts';
import { PAGE_VERSION, type PageIdentity, type Staleness, type ToPage } from '../../../webview/protocol.ts';

const identity: PageIdentity = {
  version: PAGE_VERSION,
  folder: '/runs/1',
  model: 'm',
  modelPath: '/m.bayes',
  uri: 'file:///m.bayes',
};
const staleness: Staleness = { model: 'same', files: [], lines: null, isFixed: false };
const report = { model: 'm' } as SampleReport;
const made = {
  uri: identity.uri,
  modelPath: identity.modelPath,
  modelText: '',
  data: [],
  kept: null,
  header: null,
};

const never = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };

/** A page of a running model, with what is posted to it. */
function running() {
  let posted: ToPage[] = [];
  const webview = { postMessage: async (message: ToPage) => posted.push(message) };
  const panel = { title: '', webview } as unknown as WebviewPanel;
  let marks: readonly PriorFinding[] = [];
  let onChange: () => void = () => {};
  const watch: { staleness: Staleness; dispose(): void } = { staleness, dispose() {} };
  const entry = newPage(panel, identity, {
    watchSource(_source, listener) {
      onChange = () => listener(watch.staleness);
      return watch;
    },
    asking: { ask: (_id, question) => question(never), cancel() {}, cancelAll() {} },
    priors: {
      show(_page, _uri, findings) {
        marks = findings;
      },
    },
  });
  switchTo(entry, identity, 'run');
  return {
    entry,
    marks: () => marks,
    edit(next: Staleness) {
      watch.staleness = next;
      onChange();
    },
    /** What was posted since the last call. */
    posted() {
      const all = posted;
      posted = [];
      return all;
    },
  };
}

const kinds = (messages: readonly ToPage[]) => messages.map(({ kind }) => kind);

describe('a page of a run', () => {
  test('reloaded while other modes are searched for says so again', () => {
    const { entry, posted } = running();
    showProgress(entry, { kind: 'progress', chains: [], isScouting: true });
    expect(posted().at(-1)).toMatchObject({ isScouting: true });
    sendAll(entry);
    expect(posted()).toEqual([
      { kind: 'run', version: PAGE_VERSION, run: identity },
      { kind: 'progress', chains: [], isScouting: true },
    ]);
  });

  test('shows its report while the fit is judged, and the run goes on', () => {
    const { entry, posted } = running();
    showProgress(entry, { kind: 'progress', chains: [] });
    posted();
    showResult(entry, sampledMessage(report), made);
    const pending = { kind: 'report', report, header: null, warnings: [], isFitPending: true };
    expect(posted()).toEqual([pending, { kind: 'staleness', staleness }]);
    expect(entry.runId).toBe('run');
    sendAll(entry);
    expect(posted()).toEqual([
      { kind: 'run', version: PAGE_VERSION, run: identity },
      pending,
      { kind: 'staleness', staleness },
    ]);
  });

  test('shows the whole result once the fit is judged', () => {
    const { entry, posted } = running();
    showResult(entry, sampledMessage(report), made);
    posted();
    showEnd(entry, endMessage({ kind: 'done', report }, '', null), made);
    expect(posted()[0]).toEqual({ kind: 'report', report, header: null, warnings: [] });
    expect(entry.runId).toBeNull();
    sendAll(entry);
    expect(kinds(posted())).toEqual(['run', 'report', 'staleness']);
  });
});

describe('the findings on the priors of a result', () => {
  const prior = {
    name: 'mu',
    line: 4,
    scaled: true,
    depends_on: [],
    pareto_k: 0.1,
    sensitivity: 0.2,
    parameter: 'mu',
    diagnosis: 'prior_data_conflict',
  } as const;
  const still = { ...prior, name: 's', line: 5, diagnosis: null };
  const sensitivity = { provisional: false, priors: [prior, still] } as unknown as SensitivityReport;

  function questioned() {
    const shown = running();
    showEnd(shown.entry, endMessage({ kind: 'done', report }, '', null), made);
    shown.entry.sensitivity = sensitivity;
    markPriors(shown.entry);
    return shown;
  }

  test('are at the lines of the priors', () => {
    expect(questioned().marks()).toMatchObject([
      {
        line: 3,
        code: 'prior-data-conflict',
        message: expect.stringMatching(/^The prior of mu and the data/),
      },
    ]);
  });

  test('vanish while the model or its data differ from those of the run', () => {
    const { marks, edit } = questioned();
    edit({ ...staleness, model: 'changed', lines: [0, 1, 2, 3] });
    expect(marks()).toEqual([]);
    edit(staleness);
    expect(marks()).toHaveLength(1);
    edit({ ...staleness, files: [{ name: 'd.csv', isMissing: false }] });
    expect(marks()).toEqual([]);
  });

  test('go with the page, and with another run', () => {
    const closed = questioned();
    forget(closed.entry);
    expect(closed.marks()).toEqual([]);
    const turned = questioned();
    switchTo(turned.entry, identity, 'next');
    expect(turned.marks()).toEqual([]);
    showEnd(turned.entry, endMessage({ kind: 'done', report }, '', null), made);
    expect(turned.marks()).toEqual([]);
  });

  test('say where the draws are provisional', () => {
    const shown = questioned();
    shown.entry.sensitivity = { ...sensitivity, provisional: true };
    markPriors(shown.entry);
    expect(shown.marks()[0].message).toMatch(/^From draws of a provisional run: the prior/);
  });
});
