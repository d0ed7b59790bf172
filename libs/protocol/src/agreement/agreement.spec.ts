import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import {
  agreement,
  agreementEvents,
  DenounceAgreement,
  LapseAgreement,
  ProposeAgreement,
  SignAgreement,
  type AgreementCommand,
  type AgreementEvent,
  type AgreementFacts,
} from './agreement';

const m = meta();
const of = { agreement: 'memorandum' };
const until = '2026-06-23T00:00:00.000Z';
const terms = { for: 'RETURN', categories: ['STATUS', 'IDENTITY'], until } as const;
const agreed = { parties: ['gcps', 'mirex', 'pgr'], purpose: 'RETURN', categories: ['IDENTITY', 'STATUS'], until } as const;

const propose = new ProposeAgreement({ ...of, ...terms, title: 'Memorando', with: ['pgr', 'gcps', 'mirex'] }, m);
const sign = (how: Partial<SignAgreement['input']> = {}) => new SignAgreement({ ...of, ...terms, ...how }, m);
const denounce = new DenounceAgreement(of, m);
const lapse = (receivedAt = until) => new LapseAgreement(of, meta({ receivedAt }));

const by = (institution: string, signers: readonly string[] = [], person = `p-${institution}`): AgreementFacts => ({ by: { institution, person }, institutionsKnown: true, signers });
const nobody: AgreementFacts = { institutionsKnown: true, signers: [] };
const signedBy = (institution: string, title?: string): AgreementEvent => ({ type: 'AgreementSigned', data: { institution, ...(title !== undefined && { title }), ...agreed } });
const inForce: AgreementEvent = { type: 'AgreementInForce', data: agreed };
const ended = (reason: 'DENOUNCED' | 'LAPSED'): AgreementEvent => ({ type: 'AgreementEnded', data: { reason } });

const proposed = [signedBy('mirex', 'Memorando')];
const almost = [...proposed, signedBy('pgr')];
const standing = [...almost, signedBy('gcps'), inForce];
const none = given(agreement)().when(denounce, by('pgr')).decision;

describe('a sharing agreement', () => {
  it('is proposed by an administrator of a party, who signs it first', () => {
    given(agreement)().when(propose, by('mirex')).then(...proposed);
    given(agreement)().when(propose, nobody).thenRefused('NOT_ENTITLED');
    given(agreement)(...proposed).when(propose, by('mirex')).thenRefused('ALREADY_REGISTERED');
  });

  it('is between two institutions at least, which are registered, and ends later than it is signed', () => {
    given(agreement)().when(new ProposeAgreement({ ...propose.input, with: ['mirex'] }, m), by('mirex')).thenRefused('OTHER_PARTY_REQUIRED');
    given(agreement)().when(propose, { ...by('mirex'), institutionsKnown: false }).thenRefused('INSTITUTION_UNKNOWN');
    given(agreement)().when(new ProposeAgreement({ ...propose.input, until: m.at }, m), by('mirex')).thenRefused('DATES_REVERSED');
  });

  it('is in force when all its parties have signed, by the decision that takes the last signature', () => {
    given(agreement)(...proposed).when(sign(), by('pgr', ['p-mirex'])).then(signedBy('pgr'));
    given(agreement)(...almost).when(sign(), by('gcps', ['p-mirex', 'p-pgr'])).then(signedBy('gcps'), inForce);
    expect([proposed, almost, standing].map((history) => given(agreement)(...history).state.status)).toEqual(['PROPOSED', 'PROPOSED', 'IN_FORCE']);
  });

  it('is signed as it was proposed: other terms are refused, the same in another order are the same', () => {
    const signing = given(agreement)(...proposed);
    for (const how of [{ for: 'ASSISTANCE' }, { categories: ['STATUS'] }, { categories: ['STATUS', 'IDENTITY', 'HEALTH'] }, { until: '2026-06-24T00:00:00.000Z' }] as const) {
      signing.when(sign(how), by('pgr')).thenRefused('TERMS_DIFFER');
    }
    signing.when(sign({ categories: ['IDENTITY', 'STATUS', 'IDENTITY'] }), by('pgr')).then(signedBy('pgr'));
  });

  it('is signed once by each party', () => {
    for (const institution of ['mirex', 'pgr']) given(agreement)(...almost).when(sign(), by(institution)).thenNothing();
    given(agreement)(...standing).when(sign(), by('gcps')).thenNothing();
  });

  it('is signed for each party by another person, compared as persons (rule 7)', () =>
    given(agreement)(...proposed).when(sign(), by('pgr', ['p-mirex'], 'p-mirex')).thenRefused('TWO_PERSONS_REQUIRED'));

  it('is not signed after its end', () =>
    given(agreement)(...proposed).when(new SignAgreement(sign().input, meta({ at: until, receivedAt: until })), by('pgr')).thenRefused('DATES_REVERSED'));

  it('ends for all when one party denounces it, signed by all or not; again writes nothing', () => {
    for (const history of [proposed, almost, standing]) {
      for (const party of agreed.parties) given(agreement)(...history).when(denounce, by(party)).then(ended('DENOUNCED'));
      given(agreement)(...history, ended('DENOUNCED')).when(denounce, by('gcps')).thenNothing();
    }
  });

  it('ends at its date, not before, once', () => {
    for (const history of [proposed, standing]) {
      given(agreement)(...history).when(lapse(), nobody).then(ended('LAPSED'));
      given(agreement)(...history).when(lapse('2026-06-22T23:59:59.999Z'), nobody).thenRefused('NOT_DUE');
    }
    for (const reason of ['DENOUNCED', 'LAPSED'] as const) given(agreement)(...standing, ended(reason)).when(lapse(), nobody).thenNothing();
    given(agreement)().when(lapse(), nobody).thenNothing();
  });

  it('that has ended takes nothing more', () => {
    for (const reason of ['DENOUNCED', 'LAPSED'] as const) {
      given(agreement)(...almost, ended(reason)).when(sign(), by('gcps', ['p-mirex', 'p-pgr'])).thenRefused('AGREEMENT_ENDED');
    }
    given(agreement)(...standing, ended('LAPSED')).when(denounce, by('pgr')).thenRefused('AGREEMENT_ENDED');
  });

  it('is not there for who is no party to it, the founding institution included, nor for who is no administrator', () => {
    for (const history of [[], proposed, standing, [...standing, ended('LAPSED')]]) {
      for (const command of [sign(), sign({ for: 'AUDIT' }), denounce]) {
        for (const facts of [by('inm'), nobody]) expect(given(agreement)(...history).when(command, facts).decision).toEqual(none);
      }
    }
  });

  it('says nothing about a person: nothing of it is sealed', () => expect(Object.values(agreementEvents).filter(({ sealed }) => sealed)).toEqual([]));
});

describe('an agreement, whatever is asked of it in whatever order', () => {
  const step = fc.record({
    command: fc.constantFrom<AgreementCommand>(propose, sign(), sign({ for: 'AUDIT' }), denounce, lapse(), lapse(m.receivedAt)),
    institution: fc.constantFrom('mirex', 'pgr', 'gcps', 'inm'),
    person: fc.constantFrom('ana', 'luz', 'eva'),
  });

  it('is in force only when every party has signed the same terms by a person of its own, and ends once', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let state = agreement.initial;
        const history: (AgreementEvent & { person: string })[] = [];
        for (const { command, institution, person } of steps) {
          const facts = by(institution, state.status === 'NONE' ? [] : Object.values(state.signed), person);
          const decision = agreement.decide(command, state, facts);
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            history.push({ ...event, person });
            state = agreement.evolve(state, recorded(event, { actor: { client: `${institution}-desk`, agent: person, institution, assurance: 'AUTHENTICATED' } }) as Recorded<AgreementEvent>);
          }
        }
        const signatures = history.flatMap((event) => (event.type === 'AgreementSigned' ? [event] : []));
        expect(new Set(signatures.map(({ person }) => person)).size).toBe(signatures.length);
        expect(new Set(signatures.map(({ data }) => data.institution)).size).toBe(signatures.length);
        const standing_ = history.findIndex(({ type }) => type === 'AgreementInForce');
        const end = history.findIndex(({ type }) => type === 'AgreementEnded');
        if (standing_ >= 0) expect(signatures.map(({ data }) => data.institution).sort()).toEqual(signatures[0]!.data.parties);
        if (end >= 0) expect(end).toBe(history.length - 1);
      }),
    ));
});
