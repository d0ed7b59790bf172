import fc from 'fast-check';
import { SqliteProcessMemory } from '@amparo/event-store/sqlite/process-memory';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import type { DataCategory } from '../data-category';
import type { ProtocolEvent } from '../events';
import { caseEvents, caseFile, CloseCase, CorrectEntry, RecordScreening, ReopenCase, type Case, type CaseCommand, type CaseEvent, type CaseFacts, type CaseRefusal } from './case';
import { WithdrawConsent, type ConsentEvent } from './consent';
import { LinkBack, LinkCase, MergeCase, mergingConcept, RecordMerger, RecordUnmerging, UnmergeCase, wrongOpenings } from './merging';
import { merging } from './merging.process';

const of = { case: 'k' };
const m = meta();
const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const other = { matter: 'TRAFFICKING', kind: 'SURVIVOR', sameLead: true, merged: false };
const lead: CaseFacts = { by: azua, lead: azua, other };
/** Leads nothing. */
const steward: CaseFacts = { by: { unit: 'auditoria-sede', compartment: 'auditoria-sede' }, lead: azua, other, matched: true, entriesSince: ['e5', 'e6'] };
const nobody: CaseFacts = { by: { unit: '', compartment: '' }, lead: azua };

const said = 'El mismo pasaporte.';
const opened: CaseEvent = { type: 'CaseOpened', data: { matter: 'TRAFFICKING', kind: 'SURVIVOR', subject: 's', lead: azua.unit } };
const mergedInto: CaseEvent = { type: 'CaseMergedInto', data: { into: 'a' } };
const unmerged = (entries: readonly string[] = ['e5']): CaseEvent => ({ type: 'CasesUnmerged', data: { other: 'a', side: 'MERGED', entries } });
const received: CaseEvent = { type: 'CasesMerged', data: { other: 'b' } };
const closed: CaseEvent = { type: 'CaseClosed', data: { reason: 'CONTACT_LOST' } };

const merge = (into = 'a') => new MergeCase({ ...of, into, grounds: said }, m);
const unmerge = (...entries: string[]) => new UnmergeCase({ ...of, entries, grounds: said }, m);
const part = (entries = ['e5']) => new RecordUnmerging({ ...of, other: 'b', entries }, m);

describe('a merger (rule 13)', () => {
  it('is a steward’s, closes nothing else, and its grounds are sealed', () => {
    for (const history of [[opened], [opened, closed]]) given(caseFile)(...history).when(merge(), steward).then({ ...mergedInto, personal: [{ subject: 's', fields: { mergingGrounds: said } }] } as CaseEvent);
    given(caseFile)().when(merge(), steward).thenRefused('NOT_FOUND');
  });

  const { other: _none, ...kept } = steward;
  it.each<[string, MergeCase, CaseFacts, CaseRefusal]>([
    ['a case that is not there, or kept from the steward', merge(), kept, 'OTHER_CASE_UNKNOWN'],
    ['itself', merge('k'), steward, 'OTHER_CASE_UNKNOWN'],
    ['a case of another lead: merging widens nothing', merge(), { ...steward, other: { ...other, sameLead: false } }, 'LEADS_DIFFER'],
    ['another matter', merge(), { ...steward, other: { ...other, matter: 'LABOUR' } }, 'MATTERS_DIFFER'],
    ['a dependant’s case', merge(), { ...steward, other: { ...other, kind: 'DEPENDANT' } }, 'MATTERS_DIFFER'],
    ['one that goes on in a third', merge(), { ...steward, other: { ...other, merged: true } }, 'OTHER_CASE_MERGED'],
    ['one of which nobody confirmed that it is the same person’s', merge(), { ...steward, matched: false }, 'MATCH_REQUIRED'],
  ])('is never into %s', (_, command, facts, refusal) => given(caseFile)(opened).when(command, facts).thenRefused(refusal));

  it('is one: the same again writes nothing, another is refused', () => {
    given(caseFile)(opened, mergedInto).when(merge(), steward).thenNothing();
    given(caseFile)(opened, mergedInto).when(merge('z'), steward).thenRefused('ANSWERED_OTHERWISE');
  });

  it('leaves a case that takes what cannot wait, and nothing new', () => {
    const consent: CaseEvent = { type: 'ConsentGiven', data: { consent: 'c', receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'ASSISTANCE', until: '2026-12-01T00:00:00.000Z', history: 'ALL', textVersion: '1', language: 'spa', by: 'SURVIVOR' } };
    const screened = recorded<CaseEvent>({ type: 'ScreeningRecorded', data: { screening: 'w' } }, { id: 'w' }) as Recorded<CaseEvent>;
    const now = given(caseFile)(opened, consent, screened, mergedInto);
    now.when(new RecordScreening({ ...of, screening: 'x' }, m), lead).thenRefused('CASE_CLOSED');
    now.when(new ReopenCase({ ...of, reason: 'CAME_BACK' }, m), lead).thenRefused('CASE_MERGED');
    now.when(new CloseCase({ ...of, reason: 'DIED' }, m), lead).thenRefused('CLOSED_OTHERWISE');
    expect(now.when(new WithdrawConsent({ ...of, consent: 'c', by: 'SURVIVOR' }, m), lead).decision).toMatchObject([{ type: 'ConsentWithdrawn' }]);
    expect(now.when(new CorrectEntry({ ...of, corrects: 'w', reason: 'MISTYPED', corrected: [{ field: 'note', value: 'x' }] }, m), lead).decision).toMatchObject([{ type: 'EntryCorrected' }]);
    // What each case holds stays its own: nothing of it is copied.
    expect(given(caseFile)(opened, received).state).toMatchObject({ consents: {}, merging: { merged: { b: 0 } } });
  });

  it('is told the case that goes on, once', () => {
    given(caseFile)(opened).when(new RecordMerger({ ...of, other: 'b' }, m), nobody).then(received);
    given(caseFile)(opened, received).when(new RecordMerger({ ...of, other: 'b' }, m), nobody).thenNothing();
  });
});

describe('unmerging (rule 13)', () => {
  it('lets the case stand for itself again, as open or closed as it was', () => {
    const personal = [{ subject: 's', fields: { mergingGrounds: said } }];
    given(caseFile)(opened, mergedInto).when(unmerge('e6', 'e5', 'e6'), steward).then({ ...unmerged(['e5', 'e6']), personal } as CaseEvent);
    expect(given(caseFile)(opened, mergedInto, unmerged()).state).toMatchObject({ merging: { parted: { from: 'a', entries: ['e5'] } } });
    expect(given(caseFile)(opened, mergedInto, unmerged()).state.closed).toBeUndefined();
    expect(given(caseFile)(opened, closed, mergedInto, unmerged()).state.closed).toBe('CONTACT_LOST');
    expect(given(caseFile)(opened, mergedInto, unmerged()).when(merge('z'), steward).decision).toMatchObject([{ data: { into: 'z' } }]);
  });

  it('names entries of the other case that came since, and nothing twice', () => {
    given(caseFile)(opened, mergedInto).when(unmerge('e4'), steward).thenRefused('ENTRY_UNKNOWN');
    given(caseFile)(opened).when(unmerge(), steward).thenRefused('NOT_MERGED');
    given(caseFile)(opened, mergedInto, unmerged()).when(unmerge('e5'), steward).thenNothing();
    given(caseFile)(opened, mergedInto, unmerged()).when(unmerge(), steward).thenRefused('ANSWERED_OTHERWISE');
  });

  it('ends in the other case the consents that were another’s, and records to whom the rest was open', () => {
    const openings = [{ receiver: 'pgr-pett', categories: ['PROTECTION'] as DataCategory[], entries: ['e5'] }];
    given(caseFile)(opened, received)
      .when(part(), { ...nobody, consentsAmong: ['c'], openings })
      .then(
        { type: 'CasesUnmerged', data: { other: 'b', side: 'INTO', entries: ['e5'] } },
        { type: 'ConsentWithdrawn', data: { consent: 'c', because: 'UNMERGED' } },
        { type: 'DisclosureInErrorRecorded', data: { receiver: 'pgr-pett', categories: ['PROTECTION'], cause: 'UNMERGED', entries: ['e5'] } },
      );
    given(caseFile)(opened, received).when(part(), nobody).then({ type: 'CasesUnmerged', data: { other: 'b', side: 'INTO', entries: ['e5'] } });
    given(caseFile)(opened).when(part(), nobody).thenNothing();
    expect(given(caseFile)(opened, received, closed, { type: 'CasesUnmerged', data: { other: 'b', side: 'INTO', entries: [] } }).state).toMatchObject({ closed: 'CONTACT_LOST', merging: { merged: {} } });
  });
});

describe('to whom an entry was open', () => {
  const entry = (seq: number, category: DataCategory = 'PROTECTION') => ({ id: `e${seq}`, seq, category });
  const consented = (seq: number, consent: string, more: object = {}) => ({
    seq,
    type: 'ConsentGiven' as const,
    data: { consent, receiver: 'pgr-pett', categories: ['PROTECTION'], purpose: 'ASSISTANCE', until: '', history: 'ALL', textVersion: '', language: '', by: 'SURVIVOR', ...more } as Extract<ConsentEvent, { type: 'ConsentGiven' }>['data'],
  });
  const ended = (seq: number, consent: string) => ({ seq, type: 'ConsentWithdrawn' as const, data: { consent } });

  it.each<[string, Parameters<typeof wrongOpenings>[0], boolean]>([
    ['a consent from before it', [consented(1, 'c')], true],
    ['one from before it that has ended since', [consented(1, 'c'), ended(9, 'c')], true],
    ['one that had ended before it', [consented(1, 'c'), ended(4, 'c')], false],
    ['one given after it, for everything', [consented(7, 'c')], true],
    ['one given after it, for what is current', [consented(7, 'c', { history: 'CURRENT' })], true],
    ['one given after it, for what comes', [consented(7, 'c', { history: 'SINCE' })], false],
    ['one from before it, for what comes', [consented(1, 'c', { history: 'SINCE' })], true],
    ['one for another category', [consented(1, 'c', { categories: ['HEALTH'] })], false],
    ['none', [], false],
  ])('is told by %s', (_, consents, open) => expect(wrongOpenings(consents, [entry(5)])).toEqual(open ? [{ receiver: 'pgr-pett', categories: ['PROTECTION'], entries: ['e5'] }] : []));

  it('is told once for each receiver', () => {
    const consents = [consented(1, 'c'), consented(2, 'd', { categories: ['HEALTH', 'PROTECTION'] }), consented(3, 'x', { receiver: 'mispas', categories: ['HEALTH'] })];
    expect(wrongOpenings(consents, [entry(5), entry(6, 'HEALTH'), entry(7, 'LEGAL')])).toEqual([
      { receiver: 'pgr-pett', categories: ['HEALTH', 'PROTECTION'], entries: ['e5', 'e6'] },
      { receiver: 'mispas', categories: ['HEALTH'], entries: ['e6'] },
    ]);
  });
});

describe('a link', () => {
  const link = new LinkCase({ ...of, other: 'b', relation: said }, m);
  it('is between two cases of the lead’s, sealed in what it says; everybody else is answered as for a case that is not there', () => {
    given(caseFile)(opened).when(link, lead).then({ type: 'CaseLinked', data: { other: 'b' }, personal: [{ subject: 's', fields: { relation: said } }] });
    for (const facts of [{ ...lead, other: { ...other, sameLead: false } }, { by: azua, lead: azua }]) given(caseFile)(opened).when(link, facts).thenRefused('OTHER_CASE_UNKNOWN');
    given(caseFile)(opened).when(new LinkCase({ ...of, other: 'k', relation: said }, m), lead).thenRefused('OTHER_CASE_UNKNOWN');
    given(caseFile)(opened).when(link, steward).thenRefused('NOT_FOUND');
  });

  it('is told on either side, once', () => {
    const linked: CaseEvent = { type: 'CaseLinked', data: { other: 'b' } };
    given(caseFile)(opened, linked).when(link, lead).thenNothing();
    given(caseFile)(opened, closed).when(new LinkBack({ ...of, other: 'b' }, m), nobody).then(linked);
    given(caseFile)(opened, linked).when(new LinkBack({ ...of, other: 'b' }, m), nobody).thenNothing();
  });
});

it('mergers, whatever is asked in whatever order, have a form for what they write, write it once, and a case goes on in one at most', () => {
  const reached = new Set<string>();
  const id = fc.constantFrom('a', 'b', 'k');
  const entries = fc.constantFrom([], ['e5'], ['e4']);
  const command: fc.Arbitrary<CaseCommand> = fc.oneof(
    id.map((into) => merge(into)),
    entries.map((list) => unmerge(...list)),
    id.map((one) => new RecordMerger({ ...of, other: one }, m)),
    fc.tuple(id, entries).map(([one, list]) => new RecordUnmerging({ ...of, other: one, entries: list }, m)),
    id.map((one) => new LinkCase({ ...of, other: one, relation: said }, m)),
    id.map((one) => new LinkBack({ ...of, other: one }, m)),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(command, fc.constantFrom(lead, steward, steward, nobody)), { maxLength: 30, size: 'max' }), (steps) => {
      let state: Case = given(caseFile)(opened).state;
      for (const [asked, who] of steps) {
        const before = state;
        const decision = caseFile.decide(asked, state, who);
        if (isRefusal(decision)) continue;
        for (const event of decision) {
          const { clear, sealed = {} } = caseEvents[event.type];
          expect(Object.keys(clear)).toEqual(expect.arrayContaining(Object.keys(event.data)));
          for (const { fields } of event.personal ?? []) expect(Object.keys(sealed)).toEqual(expect.arrayContaining(Object.keys(fields)));
          expect(JSON.stringify(event.data)).not.toContain(said);
          if (event.type === 'CaseMergedInto') expect([before.merging.into, event.data.into]).toEqual([undefined, expect.not.stringMatching(/^k$/)]);
          state = caseFile.evolve(state, recorded(event) as Recorded<CaseEvent>);
          reached.add(event.type);
        }
        expect(state.closed !== undefined).toBe(state.merging.into !== undefined);
        const again = caseFile.decide(asked, state, who);
        expect(isRefusal(again) ? [] : again).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
  expect([...reached].sort()).toEqual(Object.keys(mergingConcept.events).sort());
});

describe('what two cases share', () => {
  const told = (event: CaseEvent): string[] => {
    const memory = new SqliteProcessMemory(':memory:', 'epoch');
    const given = merging.react(recorded(event as ProtocolEvent, { stream: 'case-k' }) as Recorded<ProtocolEvent>, memory);
    memory.close();
    return given.map(({ stream, command }) => `${stream} ${command(m).type} ${JSON.stringify(command(m).input)}`);
  };

  it('is told the other because of the one, and no further', () => {
    expect(told(mergedInto)).toEqual(['case-a RecordMerger {"case":"a","other":"k"}']);
    expect(told(unmerged())).toEqual(['case-a RecordUnmerging {"case":"a","other":"k","entries":["e5"]}']);
    expect(told({ type: 'CasesUnmerged', data: { other: 'a', side: 'INTO', entries: [] } })).toEqual([]);
    expect(told({ type: 'CaseLinked', data: { other: 'b' } })).toEqual(['case-b LinkBack {"case":"b","other":"k"}']);
    for (const event of [received, opened, closed]) expect(told(event)).toEqual([]);
    expect(merging.due({ kind: 'hold', key: 'k', data: {} })).toBeUndefined();
  });
});
