/** Progress redrawn in place on a terminal. */
import { createLogUpdate } from 'log-update';
import { chainLine, type ProgressView, summaryLine } from './progress-text.ts';

export function liveView(stream: NodeJS.WriteStream): ProgressView {
  const draw = createLogUpdate(stream);
  return {
    update: (chains, summarised) =>
      draw([...chains.map(chainLine), ...(summarised ? [summaryLine(summarised)] : [])].join('\n')),
    phase(phase) {
      if (phase === 'compiling') draw(phase);
    },
    finish: () => draw.done(),
  };
}
