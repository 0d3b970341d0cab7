/** Keeps a run on disk as long as that works: a full disk or a folder that goes ends the keeping, not the run. */
import type { RunWriter } from '../store/write-run.ts';

export interface Keeper extends RunWriter {
  /** Why the run, or its end, is not on disk, in words; null where it is. */
  problem(): string | null;
}

export function keeperOf(writer: RunWriter, folder: string): Keeper {
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
    goesOnTo: (looks) => attempt(() => writer.goesOnTo(looks)),
    append: (block) => attempt(() => writer.append(block)),
    finish: (state, report) => attempt(() => writer.finish(state, report)),
    fail() {
      if (problem === null) writer.fail();
    },
  };
}
