/** Writes a run to disk until a write fails: a full disk or a deleted folder must not end the run itself. */
import type { RunWriter } from '../store/write-run.ts';

export interface GuardedWriter extends RunWriter {
  /** Why the run is not, or not wholly, on disk, in words; null where it is. */
  problem(): string | null;
}

export function guardedWriter(writer: RunWriter, folder: string): GuardedWriter {
  let problem: string | null = null;
  const attempt = (write: () => void) => {
    if (problem !== null) return;
    try {
      write();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problem = `not every draw could be kept in ${folder}: ${why}. What was written before can be read; make room there and sample or resume again`;
      writer.fail(why);
    }
  };
  return {
    problem: () => problem,
    compiled: (model) => attempt(() => writer.compiled(model)),
    extend: (looks) => attempt(() => writer.extend(looks)),
    append: (block) => attempt(() => writer.append(block)),
    finish: (state, report) => attempt(() => writer.finish(state, report)),
    fail() {
      if (problem === null) writer.fail();
    },
  };
}
