/** `bayes export --to parquet`: what hyparquet reads is what pyarrow read in the same file. */
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { bayes, root } from '../../bayes-command.ts';
import golden from '../../golden/parquet-draws.json' with { type: 'json' };
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();

test('has the columns, types and draws that pyarrow reads', async () => {
  const model = join(root, 'test/golden/cmdstan-files.bayes');
  await bayes(['sample', model, '--out', 'run'], here.folder());
  const args = ['export', 'run', '--to', 'parquet', '-o', 'draws.parquet'];
  const { code, stderr } = await bayes(args, here.folder());
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const file = await asyncBufferFromFile(here.path('draws.parquet'));
  const rows = await parquetReadObjects({ file });
  expect(rows).toHaveLength(golden.rows);
  const at = { first: 0, middle: golden.rows / 2, last: golden.rows - 1 };
  for (const [place, row] of Object.entries(at)) {
    const expected = Object.entries(golden.columns).map(
      ([name, column]) => [name, column[place as keyof typeof at]] as const,
    );
    expect(rows[row]).toEqual(Object.fromEntries(expected));
    expect(Object.keys(rows[row])).toEqual(Object.keys(golden.columns));
  }
  const types = Object.values(golden.columns).map(({ type }) => type);
  expect(new Set(types)).toEqual(new Set(['uint32', 'double', 'uint8']));
});
