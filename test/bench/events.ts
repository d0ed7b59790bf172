import { base64url, emptyHead, eventId, leafBytes, leafHash, nextHead, sealPart } from '@amparo/evidence';
import type { EventToAppend } from '@amparo/event-store';

const dek = Buffer.alloc(32, 7);
const kid = '3f0c1f2e-5d4b-4c3a-9a88-0102030405aa';

/** UUID whose first bytes grow, as those of time-ordered command ids do. */
export const orderedId = (n: number): string => {
  const hex = n.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8def-0123456789ab`;
};

export type Chained = EventToAppend & Readonly<{ stream: string; seq: number }>;

/** Events as the protocol records them: about 1 KiB of leaf and part, ten to a stream, chained; every second one with a sealed part. */
export function* protocolEvents(count: number, first = 0): Generator<Chained> {
  let head: Uint8Array = emptyHead;
  for (let n = first; n < first + count; n++) {
    const seq = n % 10;
    if (seq === 0) head = emptyHead;
    const file = orderedId(Math.floor(n / 10));
    const stream = `case-${file}`;
    const commandId = orderedId(n);
    const identity = { id: eventId('mmujer-desk', stream, commandId, 0), stream, type: 'ScreeningRecorded', schema: 1 };
    const sealed =
      n % 2 === 0
        ? sealPart({
            dek,
            kid,
            event: identity,
            fields: { acts: ['Recruitment'], means: ['PhysicalThreats', 'DebtBondage'], note: 'x'.repeat(120) },
            salts: { acts: Buffer.alloc(16, 1), means: Buffer.alloc(16, 2), note: Buffer.alloc(16, 3) },
            iv: Buffer.alloc(12, n & 0xff),
          })
        : undefined;
    const leaf = leafBytes({
      v: 1,
      ...identity,
      seq,
      prev: base64url(head),
      case: file,
      at: '2026-11-24T12:00:02.000Z',
      recordedAt: '2026-11-24T12:00:02.250Z',
      actor: { client: 'mmujer-desk', agent: 'ag-00120012001200', unit: 'mmujer-azua', institution: 'mmujer', role: 'caseworker', assurance: 'ASSERTED' },
      purpose: 'PROTECTION',
      basis: { kind: 'CONSENT', ref: 'oral-1' },
      authority: { event: identity.id, stream: 'institution-mmujer', seq: 12 },
      command: { id: commandId, digest: base64url(Buffer.alloc(32, 1)) },
      correlation: commandId,
      nonce: base64url(Buffer.alloc(16, n & 0xff)),
      data: { screening: commandId },
      ...(sealed && { sealed: [sealed.descriptor] }),
    });
    head = nextHead(head, leafHash(leaf));
    yield { id: identity.id, type: identity.type, stream, seq, leaf, parts: sealed ? [sealed.part] : [] };
  }
}
