/** Progress redrawn in place on a terminal. */
import { createLogUpdate } from 'log-update';
import { chainLine, type ProgressView, SCOUTING, summaryLine } from './progress-text.ts';

export function liveView(stream: NodeJS.WriteStream): ProgressView {
  const draw = createLogUpdate(stream);
  let chainLines: readonly string[] = [];
  return {
    update(chains, summarised) {
      chainLines = chains.map(chainLine);
      draw([...chainLines, ...(summarised ? [summaryLine(summarised)] : [])].join('\n'));
    },
    phase(phase) {
      if (phase === 'compiling') draw(phase);
      if (phase === 'scouting') draw([...chainLines, SCOUTING].join('\n'));
    },
    finish: () => draw.done(),
  };
}
