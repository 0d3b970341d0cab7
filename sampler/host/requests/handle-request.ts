/** Common handling of requests: the caller must have the same version, and failures are results. */
import { PROTOCOL_VERSION } from '../../protocol.ts';

/** Never rejects: an exception becomes the result that `failed` makes from its message. */
export async function answered<P extends { readonly version: number }, R>(
  params: P,
  run: (params: P) => Promise<R>,
  failed: (message: string) => R,
): Promise<R> {
  if (params.version !== PROTOCOL_VERSION) {
    return failed(
      `host and caller differ in version: expected ${PROTOCOL_VERSION}, found ${params.version}; reload the window`,
    );
  }
  try {
    return await run(params);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
