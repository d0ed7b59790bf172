import { recorded } from '@amparo/event-sourcing/testing';
import type { ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { emptyCase, observeCase, type CaseMemory } from './case-memory';
import { emptyDirectory, observeDirectory } from './directory-memory';
import { seen } from './visibility';

const directory = emptyDirectory();
for (const code of ['mmujer', 'pgr', 'conani']) observeDirectory(directory, recorded({ type: 'InstitutionRegistered', data: { code, name: code, kind: 'WOMEN' } }));

/** Both cases, merged: of each its memory, and its events with their places in the one log. */
function merged() {
  const memories: Record<string, CaseMemory> = { from: emptyCase(), into: emptyCase() };
  const log: { of: string; event: Recorded<ProtocolEvent> }[] = [];
  const tell = (of: string, type: string, data: object, stream = `case-${of}`): void => {
    const event = { ...recorded({ type, data } as ProtocolEvent), id: `e${log.length}`, stream, actor: { client: 'amparo', unit: 'mmujer' }, envelope: { basis: { kind: 'CONSENT' } } } as unknown as Recorded<ProtocolEvent>;
    observeCase(memories[of]!, directory, event, log.length);
    log.push({ of, event });
  };
  for (const [of, receiver] of [['from', 'pgr'], ['into', 'conani']] as const) {
    tell(of, 'CaseOpened', { lead: 'mmujer' });
    tell(of, 'ScreeningRecorded', { screening: of });
    tell(of, 'ConsentGiven', { consent: of, receiver, categories: ['STATUS', 'IDENTITY', 'PROTECTION'], purpose: 'ASSISTANCE', history: 'ALL', until: '2030-01-01' });
    tell(of, 'ReferralRequested', { from: 'mmujer', to: receiver, service: 'LEGAL_AID', consents: [of] }, `referral-${of}`);
    tell(of, 'ReferralAccepted', {}, `referral-${of}`);
    tell(of, 'DisclosureMade', { disclosure: of, receiver, categories: ['PROTECTION'], purpose: 'ASSISTANCE', consents: [of] });
  }
  tell('from', 'CaseMergedInto', { into: 'into' });
  tell('into', 'CasesMerged', { other: 'from' });
  tell('into', 'ScreeningRecorded', { screening: 'since' });
  return (compartment: string, of: string): string[] =>
    log.flatMap((told, index) => (told.of === of && Object.keys(seen(memories[of]!, directory, { event: told.event, index }, compartment, log.length - 1)).length > 0 ? [told.event.type] : []));
}

describe('two merged cases', () => {
  const shown = merged();

  it('are each open to who was told of it as before, and not that they were merged', () => {
    expect(shown('pgr', 'from')).toEqual(['CaseOpened', 'ScreeningRecorded', 'ConsentGiven', 'ReferralRequested', 'ReferralAccepted', 'DisclosureMade']);
    expect(shown('conani', 'into')).toEqual(['CaseOpened', 'ScreeningRecorded', 'ConsentGiven', 'ReferralRequested', 'ReferralAccepted', 'DisclosureMade', 'ScreeningRecorded']);
  });

  it('open nothing of the other to who was told of one: rule 13', () => {
    expect(shown('pgr', 'into')).toEqual([]);
    expect(shown('conani', 'from')).toEqual([]);
  });

  it('are both the lead’s', () => {
    expect(shown('mmujer', 'from')).toContain('CaseMergedInto');
    expect(shown('mmujer', 'into')).toContain('CasesMerged');
  });
});
