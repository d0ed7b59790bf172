/** Where an auditing witness gets the leaves of a log from. */
export abstract class LeafSource {
  /**
   * The exact bytes of the leaves `from` to `to` − 1, in order, in runs of any length.
   * @param to a size that a checkpoint of the log has.
   * @throws LeavesUnavailable when they cannot be had now.
   */
  abstract leaves(from: number, to: number): AsyncIterable<readonly Uint8Array[]>;
}

/** Nothing is wrong with the log; its leaves cannot be read now. */
export class LeavesUnavailable extends Error {}

const width = 256;
const most = width * (2 + 65_535);

/** `1234067` → `x001/x234/067` */
function tileNumber(n: number): string {
  const groups = [String(n % 1000).padStart(3, '0')];
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return groups.join('/');
}

/** Entry bundles of c2sp.org/tlog-tiles: each entry with its length before it, 16 bits, big end first. @returns undefined when the bytes are none. */
export function entriesOf(bundle: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    if (at + 2 > bundle.length) return undefined;
    const end = at + 2 + bundle[at]! * 256 + bundle[at + 1]!;
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

/** Reads entry bundles over HTTP. */
export class TiledLeaves extends LeafSource {
  /** @param prefix of the log's tiles, ending in a slash. @param token a bearer token, asked for at every fetch so that it can be renewed. */
  constructor(
    private readonly prefix: URL,
    private readonly token: () => string | undefined,
    private readonly timeout = 30_000,
  ) {
    super();
  }

  override async *leaves(from: number, to: number): AsyncIterable<readonly Uint8Array[]> {
    for (let n = Math.floor(from / width); n * width < to; n++) {
      const wanted = Math.min(width, to - n * width);
      yield (await this.bundle(n, wanted)).slice(Math.max(0, from - n * width), wanted);
    }
  }

  /** A partial bundle may be gone once the full one is there. */
  private async bundle(n: number, wanted: number): Promise<Uint8Array[]> {
    const full = `tile/entries/${tileNumber(n)}`;
    const partial = wanted < width ? await this.get(`${full}.p/${wanted}`) : undefined;
    const bytes = partial ?? (await this.get(full));
    const entries = bytes && entriesOf(bytes);
    if (entries?.length !== (partial ? wanted : width)) throw new LeavesUnavailable(`${full} is not there, or is no bundle of ${wanted} entries`);
    return entries;
  }

  private async get(path: string): Promise<Uint8Array | undefined> {
    const token = this.token();
    try {
      const answer = await fetch(new URL(path, this.prefix), {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        redirect: 'error', // a token goes where the operator said, and nowhere else
        signal: AbortSignal.timeout(this.timeout),
      });
      if (answer.status === 404) {
        await answer.body?.cancel();
        return undefined;
      }
      if (!answer.ok || !answer.body) throw new Error(`answered ${answer.status}`);
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        length += chunk.length;
        if (length > most) throw new Error('is larger than a bundle can be');
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } catch (error) {
      throw new LeavesUnavailable(`${path}: ${(error as Error).message}`, { cause: error });
    }
  }
}
