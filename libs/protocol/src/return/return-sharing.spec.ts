import { dataCategories } from '../data-category';
import { institutionKinds } from '../institution/institution';
import { legalBases, purposes } from '../legal-basis';
import type { Consents } from '../case/consent';
import { namingRefusal, planRefusal, returnTasks, signatories, type Named, type ReturnTask, type SharingRefusal } from './return-sharing';

const azua = { unit: 'mmujer-azua', compartment: 'mmujer' };
const inm = { unit: 'inm-retornos', compartment: 'inm' };
const gcps = { unit: 'gcps', compartment: 'gcps' };
const pett = { unit: 'pgr-pett', compartment: 'pgr-pett' };
const now = '2026-01-05T12:00:00.000Z';
const consent = { receiver: inm.unit, categories: ['REINTEGRATION', 'WHEREABOUTS'], purpose: 'RETURN', until: '2026-07-05T00:00:00.000Z' } as const;
const consents: Consents = { c: consent, toGcps: { ...consent, receiver: 'gcps' }, toPett: { ...consent, receiver: pett.unit } };

type About = Parameters<typeof planRefusal>[1];
const about: About = { by: azua, consents, ageBand: '24-26', basis: { kind: 'CONSENT' }, relied: ['c'], at: now };
const unlimited = { agreements: [], from: [], to: [] };
const institute: Named = { party: inm, kinds: ['MIGRATION_STUDIES'], open: true, sharing: unlimited };
const cabinet: Named = { party: gcps, kinds: ['SOCIAL_POLICY'], open: false, sharing: unlimited };

const naming = (how: Partial<About> = {}, named: Partial<Named> = {}, task: ReturnTask = 'MEETS', ordered = false): SharingRefusal | 'may' =>
  namingRefusal(task, { ...institute, ...named }, ordered, { ...about, ...how })?.refused ?? 'may';
const sharing = (receivers: readonly Named[], how: Partial<About> = {}): SharingRefusal | 'may' => planRefusal(receivers, { ...about, ...how })?.refused ?? 'may';

/** What is wrong with a consent, and how that is answered, whatever it is relied on for. */
const faults: readonly [string, SharingRefusal, Consents][] = [
  ['is not there', 'CONSENT_REQUIRED', {}],
  ['was withdrawn', 'CONSENT_ENDED', { c: { ...consent, ended: 'WITHDRAWN' } }],
  ['has lapsed', 'CONSENT_ENDED', { c: { ...consent, ended: 'LAPSED' } }],
  ['has come to its date, its event not yet', 'CONSENT_ENDED', { c: { ...consent, until: now } }],
  ['covers other categories', 'CONSENT_TOO_NARROW', { c: { ...consent, categories: dataCategories.filter((one) => one !== 'WHEREABOUTS' && one !== 'REINTEGRATION') } }],
];

describe('a unit named in a return', () => {
  it('is there, and open', () => {
    expect(naming()).toBe('may');
    expect(naming({}, { open: false })).toBe('UNIT_UNKNOWN');
    const { party: _none, ...nobody } = institute;
    expect(namingRefusal('MEETS', nobody, false, about)?.refused).toBe('UNIT_UNKNOWN');
  });

  it.each(faults)('is not named on a consent that %s: %s', (_, refusal, given) => expect(naming({ consents: given })).toBe(refusal));
  it('is named on a consent for it and for a return, not on another’s or for anything else', () => {
    expect(naming({ relied: [] })).toBe('CONSENT_REQUIRED');
    expect(naming({ consents: { c: { ...consent, receiver: 'inm' } } })).toBe('may');
    expect(naming({ consents: { c: { ...consent, receiver: 'gcps' } } })).toBe('CONSENT_FOR_ANOTHER');
    for (const purpose of purposes) expect([purpose, naming({ consents: { c: { ...consent, purpose } } })]).toEqual([purpose, purpose === 'RETURN' ? 'may' : 'CONSENT_FOR_OTHER_PURPOSE']);
  });

  it.each(dataCategories)('to meet her on a consent that covers %s: it must be told when and where (rule 4)', (category) => {
    const given = { c: { ...consent, categories: [category] } };
    expect(naming({ consents: given })).toBe(category === 'WHEREABOUTS' ? 'may' : 'CONSENT_TOO_NARROW');
    expect(naming({ consents: given }, {}, 'RECEIVES')).toBe('may');
  });

  it('of one’s own compartment needs no basis', () => {
    for (const kind of legalBases) expect(naming({ by: { unit: 'inm-sede', compartment: 'inm' }, relied: [], basis: { kind } })).toBe('may');
  });

  it.each(legalBases.filter((kind) => kind !== 'CONSENT'))('on %s is named where the law lets it, with its number, and no consents beside it', (kind) => {
    const on = (ref: string | undefined, named: Partial<Named>, ageBand: About['ageBand'], ordered: boolean, relied: readonly string[] = []) =>
      naming({ basis: { kind, ...(ref !== undefined && { ref }) }, relied, ageBand }, named, 'MEETS', ordered);
    for (const ordered of [true, false]) {
      for (const ref of [undefined, '33-2026']) {
        for (const kinds of [['CHILDREN'], ['MIGRATION_STUDIES']] as const) {
          for (const ageBand of ['9-17', '24-26'] as const) {
            const may =
              (kind === 'COURT_ORDER' && ref !== undefined) ||
              (kind === 'LEGAL_OBLIGATION' && ref !== undefined && ordered) ||
              (kind === 'BEST_INTERESTS_OF_CHILD' && kinds[0] === 'CHILDREN' && ageBand === '9-17');
            expect(on(ref, { kinds }, ageBand, ordered)).toBe(may ? 'may' : 'BASIS_NOT_OPEN');
            expect(on(ref, { kinds }, ageBand, ordered, ['c'])).toBe('BASIS_NOT_OPEN');
          }
        }
      }
    }
  });
  it('is not named on a basis that is none', () => {
    for (const kind of ['', 'AGREEMENT', 'toString', '__proto__']) expect(naming({ basis: { kind, ref: '1' }, relied: [] }, {}, 'MEETS', true)).toBe('BASIS_NOT_OPEN');
  });
});

describe('migration control (rule 3)', () => {
  it('is named for nothing and told no plan, whatever the consent and the basis, also where it only runs the unit', () => {
    for (const kinds of [['MIGRATION_CONTROL'], ['MIGRATION_STUDIES', 'MIGRATION_CONTROL']] as const) {
      for (const kind of legalBases) {
        for (const task of returnTasks) expect(naming({ basis: { kind, ref: '33-2026' } }, { kinds }, task, true)).toBe('MIGRATION_CONTROL_LIMIT');
      }
      for (const category of dataCategories) expect(sharing([{ ...institute, kinds }], { consents: { c: { ...consent, categories: [category] } } })).toBe('MIGRATION_CONTROL_LIMIT');
    }
  });
});

describe('her plan', () => {
  it.each(institutionKinds)('is shared with signatories of the memorandum alone; %s', (kind) => {
    const expected = kind === 'MIGRATION_CONTROL' ? 'MIGRATION_CONTROL_LIMIT' : signatories.includes(kind) ? 'may' : 'NOT_A_SIGNATORY';
    expect(sharing([{ ...institute, kinds: [kind] }])).toBe(expected);
  });
  it('is the memorandum’s: foreign affairs, social policy, prosecution, institute of migration', () =>
    expect([...signatories].sort()).toEqual(['FOREIGN_AFFAIRS', 'MIGRATION_STUDIES', 'PROSECUTION', 'SOCIAL_POLICY']));

  it.each(faults)('is not shared on a consent that %s: %s', (_, refusal, given) => expect(sharing([institute], { consents: given })).toBe(refusal));
  it.each(dataCategories)('is shared on a consent that covers REINTEGRATION; %s alone', (category) =>
    expect(sharing([institute], { consents: { c: { ...consent, categories: [category] } } })).toBe(category === 'REINTEGRATION' ? 'may' : 'CONSENT_TOO_NARROW'));
  it.each(purposes)('is shared on a consent for a return; for %s', (purpose) =>
    expect(sharing([institute], { consents: { c: { ...consent, purpose } } })).toBe(purpose === 'RETURN' ? 'may' : 'CONSENT_FOR_OTHER_PURPOSE'));

  it('rests on her consent and on nothing else', () => {
    for (const kind of legalBases.filter((one) => one !== 'CONSENT')) expect(sharing([institute], { basis: { kind, ref: '33-2026' } })).toBe('BASIS_NOT_OPEN');
  });

  it('is shared with several, each on a consent that names it; one that names none of them is not meant for this', () => {
    const all = [institute, cabinet, { party: pett, kinds: ['PROSECUTION'], open: true, sharing: unlimited } as const];
    expect(sharing(all, { relied: ['c', 'toGcps', 'toPett'] })).toBe('may');
    expect(sharing(all, { relied: ['c', 'toGcps'] })).toBe('CONSENT_REQUIRED');
    expect(sharing([institute, cabinet], { relied: ['c', 'toGcps', 'toPett'] })).toBe('CONSENT_FOR_ANOTHER');
    expect(sharing([institute], { relied: ['c', 'nobodys'] })).toBe('CONSENT_FOR_ANOTHER');
  });

  it('needs no consent for the compartment that shares it, and a receiver that is there', () => {
    expect(sharing([{ party: azua, kinds: ['FOREIGN_AFFAIRS'], open: true, sharing: unlimited }, institute])).toBe('may');
    expect(sharing([institute, { kinds: [], open: false, sharing: unlimited }])).toBe('RECEIVER_UNKNOWN');
  });
});

describe('a sharing agreement between who acts and who is named', () => {
  const terms = { parties: ['inm', 'mmujer'], purpose: 'RETURN', categories: ['REINTEGRATION', 'WHEREABOUTS'], until: '2026-07-05T00:00:00.000Z' } as const;
  const under = (...agreements: Named['sharing']['agreements']): Partial<Named> => ({ sharing: { agreements, from: ['mmujer'], to: ['inm'] } });
  const narrow = { ...terms, categories: ['STATUS'] } as const;

  it('stops a plan that it does not let pass, and a meeting of which nothing could be told, whatever she consented to', () => {
    for (const [agreements, expected] of [[[], 'may'], [[terms], 'may'], [[narrow], 'AGREEMENT_TOO_NARROW'], [[terms, narrow], 'AGREEMENT_TOO_NARROW']] as const) {
      expect(sharing([{ ...institute, ...under(...agreements) }])).toBe(expected);
      expect(naming({}, under(...agreements))).toBe(expected);
      expect(naming({}, under(...agreements), 'RECEIVES')).toBe('may'); // to be named for it needs nothing of her file
    }
  });

  it.each<[string, Named['sharing']['agreements'][number]]>([
    ['for another purpose', { ...narrow, purpose: 'ASSISTANCE' }],
    ['of others', { ...narrow, parties: ['inm', 'pgr'] }],
    ['whose date has come, its event not yet', { ...narrow, until: now }],
  ])('%s limits nothing', (_, agreement) => expect(sharing([{ ...institute, ...under(agreement) }])).toBe('may'));

  it('never grants, and of several who are told each is asked about', () => {
    expect(sharing([{ ...institute, ...under(terms) }], { relied: [] })).toBe('CONSENT_REQUIRED');
    expect(sharing([cabinet, { ...institute, ...under(narrow) }], { relied: ['c', 'toGcps'] })).toBe('AGREEMENT_TOO_NARROW');
  });
});
