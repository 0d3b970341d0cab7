/** Progress redrawn in place on a terminal. */
import { createLogUpdate } from 'log-update';
import { chainLine, type ProgressView } from './progress-text.ts';

export function liveView(stream: NodeJS.WriteStream): ProgressView {
  const draw = createLogUpdate(stream);
  return {
    update: (chains) => draw(chains.map(chainLine).join('\n')),
    finish: () => draw.done(),
  };
}
