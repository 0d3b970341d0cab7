// A worker that dies in the way selected by its job's seed.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ seed }) => {
  process.stderr.write('the last words\n', () => {
    if (seed === 1) process.exit(7);
    if (seed === 2) throw new Error('thrown outside of a job');
    const kept = [];
    for (;;) kept.push(new Array(1e6).fill(seed));
  });
});
