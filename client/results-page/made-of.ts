/** What the result on a page was made of. */
import type { RunHeader } from '../../sampler/protocol.ts';
import type { PageIdentity } from '../../webview/protocol.ts';
import type { RunSource } from '../staleness/compare-source.ts';
import type { ModelOfRun } from './show-model.ts';

export interface MadeOf extends ModelOfRun, RunSource {
  /** Of a kept run. */
  readonly header: RunHeader | null;
}

export function madeOf({ uri }: PageIdentity, header: RunHeader): MadeOf {
  const { modelPath, modelText, data } = header;
  return { uri, modelPath, modelText, data, kept: header, header };
}
