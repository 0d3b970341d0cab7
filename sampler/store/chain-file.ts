/** A chain's file that grows block by block; each block is committed by a line in `chain-N.blocks`. */
import { closeSync, openSync, truncateSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { arrowStream, type Column } from './arrow-stream.ts';
import { blockLine, type CommittedPart, headerLine } from './chain-blocks.ts';
import { type StoreFiles, writeAll } from './files.ts';
import type { Rows } from './record-batch.ts';
import { blocksFile, chainFile, type RunInfo } from './run-folder.ts';

export interface ChainAppender {
  /** The block is committed when this returns. @throws where it cannot be written. */
  append(rows: Rows, fault: object | null): void;
  /** Ends the stream and closes the files. */
  close(): void;
  /** Closes the files after a failure. */
  abandon(): void;
}

/** Starts a chain's file, or continues after its committed part, truncating the rest. @throws on a file system error. */
export function openChainFile(
  folder: string,
  info: RunInfo,
  chain: number,
  columns: readonly Column[],
  committed: Pick<CommittedPart, 'rows' | 'end' | 'blocksEnd'> | null,
  files: StoreFiles,
): ChainAppender {
  const isContinued = committed !== null && committed.rows > 0;
  const flags = isContinued ? 'a' : 'w';
  if (isContinued) {
    truncateSync(blocksFile(folder, chain), committed.blocksEnd);
    truncateSync(chainFile(folder, chain), committed.end);
  }
  // The file of checksums is created first, so that draws without checksums are always damage.
  const blocks = openSync(blocksFile(folder, chain), flags);
  const file = openSync(chainFile(folder, chain), flags);
  let end = isContinued ? committed.end : 0;
  let crc = 0;
  if (!isContinued) writeAll(blocks, Buffer.from(headerLine(info, chain)), files);
  const stream = arrowStream(
    columns,
    (bytes) => {
      writeAll(file, bytes, files);
      end += bytes.length;
      crc = crc32(bytes, crc);
    },
    isContinued,
  );
  const abandon = () => {
    closeSync(file);
    closeSync(blocks);
  };
  return {
    append(rows, fault) {
      crc = 0;
      stream.append(rows);
      writeAll(blocks, Buffer.from(blockLine({ rows: rows.count, end, crc, fault })), files);
    },
    close() {
      try {
        stream.close();
      } finally {
        abandon();
      }
    },
    abandon,
  };
}
