import { clocks } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { contactsOf, contactView, type ContactRow } from './contact-desk';

let serial = 0;
const entry = (type: string, data: object = {}): Visible => {
  const at = `2026-01-05T12:00:0${serial++}.000Z`;
  return { id: `e${serial}`, index: serial, stream: 'contact-k', type, at, recordedAt: at, actor: { client: 'desk' }, data, shown: { STATUS: null }, parts: [] } as unknown as Visible;
};
const place = (...own: string[]) => ({ file: 'k', own: (code: string | undefined) => code !== undefined && own.includes(code), clocks });
const described = { language: 'hat', caller: 'SELF', sex: 'FEMALE', migrant: true, anonymous: false };

const received = entry('ContactReceived', { ...described, channel: 'CALL', unit: 'linea' });
const handedOver = entry('ContactHandedOver', { to: 'azua' });
const taken = entry('ContactTaken', { unit: 'azua' });

/** What a compartment with these units sees, in order. */
const seenBy = (own: readonly string[], ...entries: readonly Visible[]): ContactRow | undefined => entries.reduce<ContactRow | undefined>((row, one) => contactView.after(row, one, place(...own)), undefined);
const listsOf = (own: readonly string[], ...entries: readonly Visible[]): readonly string[] => contactView.lists(seenBy(own, ...entries)!, place(...own));

describe('a contact on the lists of a compartment', () => {
  it('is open where it lies, and on the way from when it is offered until it is answered', () => {
    expect(listsOf(['linea'], received)).toEqual(['OPEN']);
    expect(listsOf(['linea'], received, handedOver)).toEqual(['OPEN', 'OFFERED_BY_US']);
    expect(listsOf(['azua'], received, handedOver)).toEqual(['OFFERED_TO_US']);
    for (const answer of ['HandOverDeclined', 'HandOverTakenBack']) expect(listsOf(['linea'], received, handedOver, entry(answer))).toEqual(['OPEN']);
    expect(listsOf(['azua'], received, handedOver, taken)).toEqual(['OPEN']);
    expect(listsOf(['linea'], received, handedOver, taken)).toEqual(['ELSEWHERE']);
  });

  it('is in danger by the newest triage, as long as it is open', () => {
    const triaged = (level: string) => entry('ThreatTriaged', { level });
    expect(listsOf(['linea'], received, triaged('IMMEDIATE'))).toEqual(['OPEN', 'IN_DANGER']);
    expect(listsOf(['linea'], received, triaged('HIGH'), triaged('LOW'))).toEqual(['OPEN']);
    expect(listsOf(['linea'], received, triaged('HIGH'), entry('ContactClosed', { outcome: 'HELP_SENT' }))).toEqual(['ENDED']);
  });

  it('ends once, by what it came to', () => {
    expect(seenBy(['linea'], received, entry('ContactClosed', { outcome: 'ORIENTED' }))).toMatchObject({ status: 'CLOSED', because: 'ORIENTED' });
    expect(seenBy(['linea'], received, entry('ContactRedirected', { reason: 'NOT_OURS', to: 'MISPAS' }))).toMatchObject({ status: 'REDIRECTED', redirectedTo: 'MISPAS' });
    expect(seenBy(['linea'], received, entry('ContactEnteredInError', { reason: 'TEST' }))).toMatchObject({ status: 'ENTERED_IN_ERROR', because: 'TEST' });
  });

  it('is described by the newest description as a whole', () => {
    const { migrant: _unknown, ...rest } = described;
    expect(seenBy(['linea'], received, entry('CallerDescribed', { ...rest, sex: 'MALE' }))).toMatchObject({ sex: 'MALE' });
    expect(seenBy(['linea'], received, entry('CallerDescribed', rest))).not.toHaveProperty('migrant');
  });

  it('stands with each case it is linked to, until the link is taken back', () => {
    const linked = entry('ContactLinkedToCase', { case: 'c' });
    expect(listsOf(['linea'], received, linked)).toContain(contactsOf('c'));
    expect(listsOf(['linea'], received, linked, entry('ContactUnlinkedFromCase', { case: 'c' }))).not.toContain(contactsOf('c'));
  });

  it('is named to who leads its case and never had it with that case alone', () => {
    const linked = entry('ContactLinkedToCase', { case: 'c' });
    expect(listsOf(['pett'], linked)).toEqual([contactsOf('c')]);
    expect(listsOf(['azua'], entry('HandOverDeclined', { unit: 'azua', reason: 'NO_LINE_FREE' }))).toEqual(['ELSEWHERE']);
  });

  it('stands by its age while it is open, the oldest first, and before what has ended, the newest first', () => {
    const sortOf = (...entries: readonly Visible[]): string => contactView.sort(seenBy(['linea'], ...entries)!);
    const closed = (of: Visible): string => sortOf(of, entry('ContactClosed', { outcome: 'ORIENTED' }));
    const younger = entry('ContactReceived', { ...described, channel: 'CALL', unit: 'linea' });
    const [endedFirst, endedLast] = [closed(received), closed(received)];
    expect([endedFirst, sortOf(younger), endedLast, sortOf(received)].sort()).toEqual([sortOf(received), sortOf(younger), endedLast, endedFirst]);
  });
});
