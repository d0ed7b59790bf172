import { createHash } from 'node:crypto';

/** Where a witness is: the prefixes of c2sp.org/tlog-witness for submission and for monitoring, each ending in a slash. */
export type WitnessAddress = Readonly<{ submission: URL; monitoring: URL }>;

/** What a witness answered to a checkpoint. */
export type WitnessAnswer = Readonly<{ status: 200; lines: string } | { status: 409; size: number } | { status: number; refusal: true }>;

/** A witness cannot be reached, or answers what no witness answers. */
export class WitnessUnreachable extends Error {}

const most = 262_144;

async function ask(url: URL, timeout: number, body?: string): Promise<{ status: number; type: string; text: string }> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeout), ...(body !== undefined && { method: 'POST', body }) });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > most) throw new Error('the answer is too long');
    }
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', text };
  } catch (error) {
    const cause = (error as Error).cause;
    throw new WitnessUnreachable(cause instanceof Error ? cause.message : (error as Error).message, { cause: error });
  }
}

/** `POST add-checkpoint`. @throws WitnessUnreachable */
export async function addCheckpoint({ submission }: WitnessAddress, request: { old: number; proof: readonly Uint8Array[]; note: string }, timeout: number): Promise<WitnessAnswer> {
  const body = [`old ${request.old}`, ...request.proof.map((hash) => Buffer.from(hash).toString('base64')), '', request.note].join('\n');
  const { status, type, text } = await ask(new URL('add-checkpoint', submission), timeout, body);
  if (status === 200) return { status, lines: text };
  if (status === 409 && type.startsWith('text/x.tlog.size') && /^(0|[1-9]\d{0,15})\n$/.test(text)) return { status, size: Number(text) };
  if ([400, 403, 404, 409, 422].includes(status)) return { status, refusal: true };
  throw new WitnessUnreachable(`answered ${status}`);
}

/** The latest checkpoint that a witness cosigned for an origin; undefined when it says that there is none. @throws WitnessUnreachable */
export async function latestCosigned({ monitoring }: WitnessAddress, origin: string, timeout: number): Promise<string | undefined> {
  const hash = createHash('sha256').update(origin).digest('hex');
  const { status, text } = await ask(new URL(`${hash}/checkpoint`, monitoring), timeout);
  if (status === 404) return undefined;
  if (status !== 200) throw new WitnessUnreachable(`answered ${status}`);
  return text;
}
