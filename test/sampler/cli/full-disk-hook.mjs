/** Loaded before the sampler's host: a disk with room for BAYES_ROOM bytes of the run's files. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && /host\.js$/.test(process.argv[1] ?? '')) {
  let left = Number(process.env.BAYES_ROOM);
  const { writeSync } = fs;
  fs.writeSync = (file, bytes, ...others) => {
    if (left <= 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const part = bytes.subarray(0, left);
    left -= part.length;
    return writeSync(file, part, ...others);
  };
  syncBuiltinESMExports();
}
