/** The last calibration of a model on disk: replaced as a whole, or not at all. */
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type KeptCalibration,
  keptCalibrations,
} from '../../../client/calibration-page/kept-calibrations.ts';
import { calibrationOf } from '../../webview/calibrations.ts';

const calibration = (uri: string, modelText: string): KeptCalibration => ({
  version: 1,
  uri,
  modelText,
  modelPath: '/m.bayes',
  report: calibrationOf({ mu: 1 }),
});

test('the last one of each model is read again', async () => {
  const kept = keptCalibrations(() => join(mkdtempSync(join(tmpdir(), 'bayes-calibrations-')), 'new'));
  expect(await kept.read('file:///m.bayes')).toBeNull();
});

test('one that cannot be written leaves the one before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-calibrations-'));
  const kept = keptCalibrations(() => folder);
  const [uri, other] = ['file:///m.bayes', 'file:///other.bayes'];
  await kept.keep(calibration(uri, 'first'));
  await kept.keep(calibration(other, 'other'));
  await kept.keep(calibration(uri, 'second'));
  expect((await kept.read(uri))?.modelText).toBe('second');
  expect((await kept.read(other))?.modelText).toBe('other');
  const files = readdirSync(folder);
  expect(files).toHaveLength(2);
  // What is written to first cannot be a file.
  for (const file of files) mkdirSync(join(folder, `${file}.tmp`));
  await expect(kept.keep(calibration(uri, 'third'))).rejects.toThrow();
  expect((await kept.read(uri))?.modelText).toBe('second');
});
