/** Model and data of the result on a page. */
import type { RunHeader } from '../../sampler/protocol.ts';
import type { PageIdentity } from '../../webview/protocol.ts';
import type { RunSource } from '../staleness/compare-source.ts';
import type { ModelOfRun } from './show-model.ts';

export interface ResultSource extends ModelOfRun, RunSource {
  /** Of a kept run. */
  readonly header: RunHeader | null;
}

export function resultSource({ uri }: PageIdentity, header: RunHeader): ResultSource {
  const { modelPath, modelText, data } = header;
  return { uri, modelPath, modelText, data, kept: header, header };
}
