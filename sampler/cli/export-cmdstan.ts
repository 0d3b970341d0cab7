/** `bayes export RUN --to cmdstan -o draws.csv`: `draws_1.csv` and so on, one file for each chain. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { extname } from 'node:path';
import { cmdstanChains } from '../exchange/cmdstan-file.ts';
import { quantitiesOf, quantityColumns } from '../exchange/quantity-arrays.ts';
import { openPosterior } from '../predict/open-posterior.ts';
import type { RunColumns } from '../store/run-columns.ts';
import type { Console } from './console.ts';
import { wholeFile } from './whole-file.ts';

/** @throws where a file cannot be written. */
export function exportCmdstan(run: RunColumns, target: string, console: Console): void {
  const opened = openPosterior(run.folder);
  if (opened.kind !== 'ok') {
    const why = opened.kind === 'problem' ? opened.message : opened.diagnostics[0].message;
    console.err(`Warning: arrays of several dimensions are written as lists of their elements: ${why}\n`);
  }
  const known = opened.kind === 'ok' ? quantitiesOf(opened.model.program, opened.model.data) : [];
  const ending = extname(target);
  const stem = ending === '' ? target : target.slice(0, -ending.length);
  for (const [i, parts] of cmdstanChains(run, quantityColumns(run.info.names, known)).entries()) {
    wholeFile(`${stem}_${i + 1}${ending === '' ? '.csv' : ending}`, (temporary) => {
      const file = openSync(temporary, 'w');
      try {
        for (const part of parts()) writeSync(file, part);
      } finally {
        closeSync(file);
      }
    });
  }
}
