import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { meta, recorded } from '@amparo/event-sourcing/testing';
import {
  CloseContact,
  contact,
  contactErrors,
  contactEvents,
  contactOutcomes,
  DescribeCaller,
  EnterContactInError,
  GiveOrientation,
  LinkContactToCase,
  ReceiveContact,
  RedirectContact,
  TakeComplaint,
  TriageThreat,
  UnlinkContactFromCase,
  type ContactCommand,
  type ContactEvent,
  type ContactFacts,
} from './contact';
import { EscalateContact } from './contact-clocks';
import { DeclineHandOver, handOverDeclines, HandOverContact, TakeBackHandOver, TakeContact, threatLevels } from './hand-over';

const of = { contact: 'k' };
const compartments: Readonly<Record<string, string>> = { 'mmujer-linea': 'mmujer-linea', 'sne911-central': 'sne911-central', 'mmujer-azua': 'mmujer', 'mmujer-bani': 'mmujer' };
const party = (unit: string) => ({ unit, compartment: compartments[unit] ?? unit });
const described = { language: 'spa', caller: 'SELF', sex: 'FEMALE', anonymous: true } as const;

const m = fc.constantFrom('CONSENT', 'VITAL_INTERESTS', 'LEGAL_OBLIGATION').map((kind) => meta({ basis: { kind } }));
const unit = fc.constantFrom(...Object.keys(compartments));
const command: fc.Arbitrary<ContactCommand> = m.chain((meta) =>
  fc.oneof(
    fc.constant(new DescribeCaller({ ...of, ...described }, meta)),
    fc.constantFrom(...threatLevels).map((level) => new TriageThreat({ ...of, level, details: 'x' }, meta)),
    fc.constant(new TakeComplaint({ ...of, matter: 'TRAFFICKING', complaint: 'x' }, meta)),
    fc.constant(new GiveOrientation({ ...of, topics: ['RIGHTS'] }, meta)),
    { weight: 6, arbitrary: unit.map((to) => new HandOverContact({ ...of, to, note: 'x' }, meta)) },
    { weight: 6, arbitrary: fc.constant(new TakeContact(of, meta)) },
    fc.constantFrom(...handOverDeclines).map((reason) => new DeclineHandOver({ ...of, reason }, meta)),
    fc.constant(new TakeBackHandOver(of, meta)),
    fc.constant(new RedirectContact({ ...of, to: 'LABOUR', reason: 'NOT_OUR_MANDATE' }, meta)),
    { weight: 4, arbitrary: fc.constantFrom('c', 'd').map((id) => new LinkContactToCase({ ...of, case: id }, meta)) },
    { weight: 4, arbitrary: fc.constantFrom('c', 'd').map((id) => new UnlinkContactFromCase({ ...of, case: id }, meta)) },
    fc.constantFrom(...contactOutcomes).map((outcome) => new CloseContact({ ...of, outcome }, meta)),
    fc.constantFrom(...contactErrors).map((reason) => new EnterContactInError({ ...of, reason }, meta)),
    fc.constant(new EscalateContact({ ...of, clock: 'HAND_OVER', level: 'SUPERVISOR' }, { ...meta, receivedAt: '2026-02-05T12:00:00.000Z' })),
  ),
);
const asker = fc.record({ unit: fc.oneof({ weight: 8, arbitrary: unit }, fc.constant('dgm-sede')), standsIn: fc.boolean(), leads: fc.constantFrom(true, true, false) });

const factsOf = (asked: ContactCommand, { unit, standsIn, leads }: { unit: string; standsIn: boolean; leads: boolean }): ContactFacts => ({
  by: party(unit),
  standsIn,
  leads,
  compartments,
  unit: { door: true, closed: false },
  ...(asked.type === 'HandOverContact' && { to: { ...party(asked.input.to), door: true, migrationControl: false } }),
});

const entries: readonly ContactEvent['type'][] = ['CallerDescribed', 'ThreatTriaged', 'ComplaintTaken', 'OrientationGiven'];
/** By the server itself, in nobody's name. */
const inTime: readonly ContactEvent['type'][] = ['ContactEscalated'];
const takenWhenEnded: readonly ContactEvent['type'][] = ['CallerDescribed', 'ContactLinkedToCase', 'ContactUnlinkedFromCase', 'ContactEnteredInError'];
const takenFromAddressee: readonly ContactEvent['type'][] = ['ContactTaken', 'HandOverDeclined', ...inTime];

describe('a contact, whatever is asked of it in whatever order', () => {
  it('lies on one desk always, writes what has a form, once, for whom it may, and is what its history says', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(command, asker), { maxLength: 40, size: 'max' }), (steps) => {
        let state = contact.initial;
        const history: Recorded<ContactEvent>[] = [];
        const begun = [new ReceiveContact({ ...of, subject: 's', channel: 'CALL', ...described, account: 'x' }, meta()), { unit: 'mmujer-linea', standsIn: false, leads: false }] as const;
        for (const [asked, who] of [begun, ...steps]) {
          const before = state;
          const facts = factsOf(asked, who);
          const decision = contact.decide(asked, before, facts);
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            const { clear, sealed = {} } = contactEvents[event.type];
            expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
            for (const { fields } of event.personal ?? []) expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
            reached.add(event.type);
            const stored = recorded(event) as Recorded<ContactEvent>;
            history.push(stored);
            state = contact.evolve(state, stored);
            if (before.status === 'NONE' || state.status === 'NONE') continue;

            const { holder, offeredTo } = before.desk;
            if (before.status !== 'OPEN') expect(takenWhenEnded).toContain(event.type);
            if (compartments[holder] !== facts.by.compartment) expect([event.type, takenFromAddressee.includes(event.type), compartments[offeredTo ?? '']]).toEqual([event.type, true, inTime.includes(event.type) ? compartments[offeredTo ?? ''] : facts.by.compartment]);
            if (state.desk.holder !== holder) expect([event.type, state.desk.holder]).toEqual(['ContactTaken', offeredTo]);
            if (event.type === 'ContactClosed' || event.type === 'ContactRedirected') expect(offeredTo).toBeUndefined();
          }
          const again = contact.decide(asked, state, facts);
          if (!decision.some(({ type }) => entries.includes(type)) && asked !== begun[0]) expect(isRefusal(again) ? [] : again).toEqual([]);
        }
        expect(history.reduce(contact.evolve, contact.initial)).toEqual(state);
      }),
      { numRuns: 300 },
    );
    expect([...reached].sort()).toEqual(Object.keys(contactEvents).sort()); // nothing was left untried
  });
});
