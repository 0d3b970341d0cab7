/** Draws within an HTML report: elements after the page's script, decoded on demand. */
import type { RunAnswer } from '../../sampler/protocol.ts';
import { decodeFloat32 } from './decode-floats.ts';

const NOT_INCLUDED =
  'This report holds the draws of some quantities only, to stay small. The run’s folder holds them all.';

interface EmbeddedDraws {
  readonly chains: number;
  readonly drawsPerChain: number;
  /** Names whose draws are in the document. */
  readonly drawn: readonly string[];
}

/** @param prefix of the elements' ids, before the place of a name in `drawn` */
export function embeddedDraws(
  document: Document,
  prefix: string,
  { chains, drawsPerChain, drawn }: EmbeddedDraws,
): (names: readonly string[]) => Promise<RunAnswer<Float64Array>> {
  const positions = new Map(drawn.map((name, k) => [name, k]));
  const elementOf = (name: string) => document.getElementById(`${prefix}${positions.get(name)}`);
  /** The script runs while the draws, which follow it in the document, are still being parsed. */
  const isRead = (name: string): boolean =>
    document.readyState !== 'loading' || !positions.has(name) || elementOf(name)?.nextSibling != null;

  /** Waits only until the named draws are parsed, since the first quantities are shown first. */
  function read(names: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!names.every(isRead)) return;
        growth.disconnect();
        document.removeEventListener('DOMContentLoaded', look);
        resolve();
      };
      const growth = new MutationObserver(look);
      growth.observe(document.body, { childList: true });
      document.addEventListener('DOMContentLoaded', look);
      look();
    });
  }

  return async (names) => {
    await read(names);
    const present = names.filter((name) => positions.has(name));
    if (present.length === 0) return { kind: 'unavailable', message: NOT_INCLUDED };
    const values = present.map((name) => decodeFloat32(elementOf(name)?.textContent ?? ''));
    return { kind: 'draws', names: present, chains, drawsPerChain, values };
  };
}
