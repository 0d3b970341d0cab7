import { describe, expect, test } from 'vitest';
import type { WebviewPanel } from 'vscode';
import { endMessage, sampledMessage } from '../../../client/results-page/page-messages.ts';
import {
  newPage,
  sendAll,
  showEnd,
  showProgress,
  showResult,
  switchTo,
} from '../../../client/results-page/shown-page.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { PAGE_VERSION, type PageIdentity, type ToPage } from '../../../webview/protocol.ts';

const identity: PageIdentity = {
  version: PAGE_VERSION,
  folder: '/runs/1',
  model: 'm',
  modelPath: '/m.bayes',
  uri: 'file:///m.bayes',
};
const staleness = { model: 'same', files: [], lines: null, isFixed: false } as const;
const report = { model: 'm' } as SampleReport;
const made = {
  uri: identity.uri,
  modelPath: identity.modelPath,
  modelText: '',
  data: [],
  kept: null,
  header: null,
};

/** A page of a running model, with what is posted to it. */
function running() {
  let posted: ToPage[] = [];
  const webview = { postMessage: async (message: ToPage) => posted.push(message) };
  const panel = { title: '', webview } as unknown as WebviewPanel;
  const entry = newPage(panel, identity, () => ({ staleness, dispose() {} }));
  switchTo(entry, identity, 'run');
  return {
    entry,
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
