import { describe, expect, test } from 'vitest';
import { decodeAnswer } from '../../../client/results-page/page-messages.ts';
import {
  allocateStats,
  answeredKeys,
  drawStatistics,
  newDrawStats,
  STATS_BYTES,
  setDrawStats,
} from '../../../sampler/draws/draw-statistics.ts';
import { samplerAnswer } from '../../../sampler/kept-run/answer-question.ts';
import { packFloat64 } from '../../../sampler/kept-run/pack-floats.ts';
import { mapAnswer } from '../../../sampler/report/answer-values.ts';
import type { RunColumns } from '../../../sampler/store/run-columns.ts';
import { columnsOfRun } from '../../../sampler/store/write-run.ts';

describe('the statistics of a draw', () => {
  test('keep the columns that runs on disk have', () => {
    expect(columnsOfRun(['a'])).toEqual([
      { name: 'a', type: 'float64' },
      { name: 'lp__', type: 'float64' },
      { name: 'energy__', type: 'float64' },
      { name: 'divergent__', type: 'uint8' },
      { name: 'treedepth__', type: 'uint8' },
      { name: 'n_leapfrog__', type: 'uint32' },
      { name: 'accept_stat__', type: 'float64' },
      { name: 'stepsize__', type: 'float64' },
    ]);
  });

  test('have keys and columns of their own', () => {
    expect(new Set(drawStatistics.map(({ key }) => key)).size).toBe(drawStatistics.length);
    expect(new Set(drawStatistics.map(({ column }) => column)).size).toBe(drawStatistics.length);
  });

  test('count as many bytes as their arrays take', () => {
    const bytes = Object.values(allocateStats(10)).reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(10 * STATS_BYTES).toBe(bytes);
  });

  test('of one draw go to its place in the arrays', () => {
    const one = newDrawStats();
    for (const [i, { key }] of drawStatistics.entries()) one[key] = i + 1;
    const stats = allocateStats(3);
    setDrawStats(stats, 1, one);
    for (const [i, { key }] of drawStatistics.entries()) expect([...stats[key]]).toEqual([0, i + 1, 0]);
  });

  test('reach the page each under its own name', () => {
    const columns = new Map(drawStatistics.map(({ column }, i) => [column, Float64Array.of(i, i + 0.5)]));
    const run: Pick<RunColumns, 'chains' | 'drawsPerChain' | 'read'> = {
      chains: 1,
      drawsPerChain: 2,
      read: (names) => names.map((name) => columns.get(name as never) ?? null),
    };
    const packed = mapAnswer(samplerAnswer(run as RunColumns), packFloat64);
    // As over the wire.
    const answer = decodeAnswer(JSON.parse(JSON.stringify(packed)));
    if (answer.kind !== 'sampler') throw new Error(answer.kind);
    for (const key of answeredKeys) {
      const i = drawStatistics.findIndex((row) => row.key === key);
      expect(answer[key], key).toEqual(Float64Array.of(i, i + 0.5));
    }
  });
});
