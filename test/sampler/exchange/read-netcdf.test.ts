/** NetCDF files of other programs that are not what ArviZ writes: each is refused with what was expected and found. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File, ready } from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNetcdf } from '../../../sampler/exchange/read-netcdf.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-netcdf-'));
beforeAll(() => ready);
afterAll(() => rmSync(folder, { recursive: true }));

interface Written {
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
}

/** A file of one group. */
async function read(group: string, arrays: readonly Written[]) {
  const path = join(folder, 'run.nc');
  const file = new File(path, 'w');
  const into = file.create_group(group);
  for (const { name, dims, shape } of arrays) {
    const size = shape.reduce((a, b) => a * b, 1);
    const data = Float64Array.from({ length: size }, (_, i) => i);
    const dataset = into.create_dataset({ name, data, shape: [...shape] });
    for (const [axis, dim] of dims.entries()) {
      // A scale for each array, so that arrays may disagree, below the dimension's name.
      const scales = file.keys().includes(`of_${name}`)
        ? file.get(`of_${name}`)
        : file.create_group(`of_${name}`);
      if (scales === null || !('create_dataset' in scales)) throw new Error(`of_${name} is no group`);
      const length = shape[axis];
      scales
        .create_dataset({ name: dim, data: Float64Array.from({ length }, (_, i) => i), shape: [length] })
        .make_scale(dim);
      dataset.attach_scale(axis, `/of_${name}/${dim}`);
    }
  }
  file.close();
  return readNetcdf(path, 'run.nc');
}

const message = (found: Awaited<ReturnType<typeof read>>) =>
  found.kind === 'problem' ? found.message : 'read';

describe('a NetCDF file', () => {
  it('with draws is read', async () => {
    const found = await read('posterior', [
      { name: 'mu', dims: ['chain', 'draw'], shape: [2, 5] },
      { name: 'a', dims: ['chain', 'draw', 'g'], shape: [2, 5, 3] },
    ]);
    expect(found.kind).toBe('ok');
  });

  it.each<[string, string, readonly Written[], string]>([
    [
      'without a posterior',
      'prior',
      [{ name: 'mu', dims: ['chain', 'draw'], shape: [2, 5] }],
      'expected a group posterior, as ArviZ writes it, found of_mu, prior',
    ],
    [
      'without draws',
      'posterior',
      [{ name: 'mu', dims: ['row'], shape: [5] }],
      'group posterior: expected arrays with dimensions chain and draw, found mu',
    ],
    [
      'with the draws first',
      'posterior',
      [{ name: 'mu', dims: ['draw', 'chain'], shape: [5, 2] }],
      'posterior/mu: expected the dimensions chain, draw first, found draw, chain',
    ],
    [
      'with chains of different lengths',
      'posterior',
      [
        { name: 'mu', dims: ['chain', 'draw'], shape: [2, 5] },
        { name: 'tau', dims: ['chain', 'draw'], shape: [2, 4] },
      ],
      'posterior/tau: expected 2 chains of 5 draws, as mu has, found 2 of 4',
    ],
  ])('%s is refused', async (_, group, arrays, expected) => {
    expect(message(await read(group, arrays))).toContain(expected);
  });

  it.each([8, 100, 1000])('that is cut off after %i bytes is refused', async (bytes) => {
    await read('posterior', [{ name: 'mu', dims: ['chain', 'draw'], shape: [2, 50] }]);
    const path = join(folder, 'cut.nc');
    writeFileSync(path, readFileSync(join(folder, 'run.nc')).subarray(0, bytes));
    expect(message(await readNetcdf(path, 'cut.nc'))).toMatch(
      /^cut\.nc: expected a whole NetCDF-4 file, found a damaged one \(HDF5: [^\n]+\): write it again$/,
    );
  });
});
