import { recorded } from '@amparo/event-sourcing/testing';
import { protocolEvents, type EventDefinition, type ProtocolEvent } from '@amparo/protocol';
import type { Recorded } from '@amparo/event-sourcing';
import { emptyCase, observeCase, observeExclusion, type CaseMemory } from './case-memory';
import { emptyDirectory, observeDirectory, type DirectoryMemory } from './directory-memory';
import { seen } from './visibility';

/** As an event of care may be marked: what a therapist wrote down for herself. */
const therapyNote: EventDefinition = { category: 'PSYCHOSOCIAL', clear: {}, sealed: { note: 'PSYCHOSOCIAL' }, authorOnly: true };
Object.assign(protocolEvents, { TherapyNoted: therapyNote });

const given = (type: string, stream: string, unit: string, data: object, id = type): Recorded<ProtocolEvent> =>
  recorded({ type, data } as never, { id, stream, actor: { client: 'amparo', assurance: 'AUTHENTICATED', unit } });

describe('what only its author may see', () => {
  let directory: DirectoryMemory;
  let memory: CaseMemory;
  let events: Recorded<ProtocolEvent>[];
  const observe = (event: Recorded<ProtocolEvent>): number => {
    observeCase(memory, directory, event, events.length);
    return events.push(event) - 1;
  };
  const shown = (index: number, compartment: string): string[] => Object.keys(seen(memory, directory, { event: events[index]!, index }, compartment, events.length));

  beforeEach(() => {
    [directory, memory, events] = [emptyDirectory(), emptyCase(), []];
    for (const unit of ['mmujer-azua', 'pgr-pett', 'conani-norte', 'ong-centro']) {
      const institution = unit.split('-')[0]!;
      observeDirectory(directory, given('InstitutionRegistered', `institution-${institution}`, '', { code: institution, name: institution, kind: 'WOMEN' }));
      observeDirectory(directory, given('UnitOpened', `unit-${unit}`, '', { unit, institution, operator: institution, compartment: institution }));
    }
    observe(given('CaseOpened', 'case-k', 'mmujer-azua', { lead: 'mmujer-azua' }));
    // Everybody has PSYCHOSOCIAL: the lead, a receiver by consent and referral, the prosecution by order of a court.
    observe(given('ConsentGiven', 'case-k', 'mmujer-azua', { consent: 'c', receiver: 'conani-norte', categories: ['PSYCHOSOCIAL'], history: 'ALL', until: '2030-01-01' }));
    observe(given('ReferralRequested', 'referral-r', 'mmujer-azua', { from: 'mmujer-azua', to: 'conani-norte', service: 'PSYCHOLOGICAL_SUPPORT', consents: ['c'] }));
    observe(given('ReferralAccepted', 'referral-r', 'conani-norte', {}));
    observe(given('MandateIssued', 'investigation-i', 'pgr-pett', { mandate: 'm', to: 'pgr-pett', categories: ['PSYCHOSOCIAL'], until: '2030-01-01', case: 'k' }));
  });

  it('is shown to the compartment that recorded it, and not on the lead, a consent, a referral or the order of a court', () => {
    const needs = observe(given('NeedsAssessed', 'case-k', 'ong-centro', { needs: [] }));
    const note = observe(given('TherapyNoted', 'case-k', 'ong-centro', {}));
    for (const compartment of ['mmujer', 'conani', 'pgr']) expect([compartment, shown(needs, compartment).includes('PSYCHOSOCIAL')]).toEqual([compartment, true]);
    for (const compartment of ['mmujer', 'conani', 'pgr']) expect([compartment, shown(note, compartment)]).toEqual([compartment, []]);
    expect(shown(note, 'ong')).toContain('PSYCHOSOCIAL');
  });

  it('stays so in what corrects it, and in what corrects that', () => {
    observe(given('TherapyNoted', 'case-k', 'ong-centro', {}, 'note'));
    const first = observe(given('EntryCorrected', 'case-k', 'ong-centro', { corrects: 'note', category: 'PSYCHOSOCIAL', reason: 'MISTYPED' }, 'first'));
    const second = observe(given('EntryCorrected', 'case-k', 'ong-centro', { corrects: 'first', category: 'PSYCHOSOCIAL', reason: 'MISTYPED' }, 'second'));
    for (const index of [first, second]) for (const compartment of ['mmujer', 'conani', 'pgr']) expect(shown(index, compartment)).toEqual([]);
    expect(shown(second, 'ong')).toContain('PSYCHOSOCIAL');
  });

  it('is shown to nobody at all who is excluded', () => {
    const note = observe(given('TherapyNoted', 'case-k', 'ong-centro', {}));
    observeExclusion(memory, directory, 'x', { kind: 'INSTITUTION', id: 'ong' }, events.length);
    expect(shown(note, 'ong')).toEqual([]);
  });
});
