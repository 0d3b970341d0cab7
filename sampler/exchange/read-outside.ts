/** Files with draws of another program: one NetCDF file, or CmdStan's CSV files. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isHdf5 } from './hdf5-signature.ts';
import type { OutsideResult } from './outside-draws.ts';
import { readCmdstan } from './read-cmdstan.ts';

/** @param files as the user named them, relative to `cwd` */
export async function readOutside(files: readonly string[], cwd: string): Promise<OutsideResult> {
  const texts: { readonly name: string; readonly text: string }[] = [];
  for (const name of files) {
    try {
      const path = resolve(cwd, name);
      if (isHdf5(path) || /\.(?:nc|nc4|h5)$/i.test(name)) {
        if (files.length > 1)
          return problem(`${name}: expected one NetCDF file alone, found ${files.length} files`);
        const { readNetcdf } = await import('./read-netcdf.ts');
        return await readNetcdf(path, name);
      }
      texts.push({ name, text: readFileSync(path, 'utf8') });
    } catch (error) {
      return problem(`cannot read ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return readCmdstan(texts);
}

const problem = (message: string) => ({ kind: 'problem', message }) as const;
