import { isRefusal } from '@amparo/event-sourcing';
import { given, meta } from '@amparo/event-sourcing/testing';
import { ExpirePlaceHold, HoldPlace } from './places';
import {
  CloseUnit,
  DeclareCapacity,
  DeclareDutyLine,
  IssueCaseCode,
  OfferService,
  OpenUnit,
  SetCriteria,
  SuspendService,
  unit,
  unitEvents,
  unitKinds,
  type Criteria,
  type UnitCommand,
  type UnitEvent,
  type UnitFacts,
} from './unit';

const m = meta();
const of = { unit: 'casa-malala' };
const administrator: UnitFacts = { administers: true, directs: false, institutionKnown: true, operatorKnown: true, walled: true };
const director: UnitFacts = { ...administrator, administers: false, directs: true };
const agent: UnitFacts = { ...director, directs: false };

const opened: UnitEvent = {
  type: 'UnitOpened',
  data: { unit: 'casa-malala', name: 'Casa Malala', institution: 'pgr', operator: 'mmujer', compartment: 'casa-malala', kind: 'SHELTER', residential: true },
};
const offered: UnitEvent = { type: 'ServiceOffered', data: { service: 'SHELTER', languages: ['hat', 'spa'] } };
const criteria: Criteria = { sexes: ['FEMALE', 'OTHER'], ageFrom: 18, dependants: true };
const closed: UnitEvent = { type: 'UnitClosed', data: { reason: 'MOVED' } };
const places = (number: number): UnitEvent => ({ type: 'CapacityDeclared', data: { places: number } });

const open = new OpenUnit({ ...of, name: 'Casa Malala', institution: 'pgr', operator: 'mmujer', kind: 'SHELTER', residential: true }, m);
const close = new CloseUnit({ ...of, reason: 'MOVED' }, m);
const offer = new OfferService({ ...of, service: 'SHELTER', languages: ['spa', 'hat', 'spa'] }, m);
const suspend = new SuspendService({ ...of, service: 'SHELTER' }, m);
const set = new SetCriteria({ ...of, criteria }, m);
const declare = new DeclareCapacity({ ...of, places: 2 }, m);
const issue = new IssueCaseCode({ ...of, code: 'cc-1', stands: 'UNIT', of: 'casa-malala' }, m);
const hour = 3_600_000;
const noon = Date.parse(m.receivedAt);
const time = (hours: number): string => new Date(noon + hours * hour).toISOString();
const hold = (id: string, hours = 0) => new HoldPlace({ ...of, hold: id }, meta({ receivedAt: time(hours) }));
const expire = (id: string, hours: number) => new ExpirePlaceHold({ ...of, hold: id }, meta({ receivedAt: time(hours) }));
const held = (id: string, hours = 0): UnitEvent => ({ type: 'PlaceHeld', data: { hold: id, until: time(hours + 6) } });
const expired = (id: string): UnitEvent => ({ type: 'PlaceHoldExpired', data: { hold: id } });

/** What each command finds, what it records, and who may: an administrator, who directs the unit, any agent (A, D, *). */
const table: readonly Readonly<{ command: UnitCommand; history: readonly UnitEvent[]; event: UnitEvent; by: 'A' | 'AD' | '*'; closed?: true }>[] = [
  { command: close, history: [opened], event: closed, by: 'A', closed: true },
  { command: offer, history: [opened], event: offered, by: 'AD' },
  { command: suspend, history: [opened, offered], event: { type: 'ServiceSuspended', data: { service: 'SHELTER' } }, by: 'AD' },
  { command: set, history: [opened], event: { type: 'CriteriaSet', data: { criteria } }, by: 'AD' },
  { command: declare, history: [opened], event: places(2), by: 'AD' },
  { command: hold('h'), history: [opened, places(1)], event: held('h'), by: '*' },
  { command: expire('h', 6), history: [opened, places(1), held('h')], event: expired('h'), by: '*', closed: true },
  { command: issue, history: [opened], event: { type: 'CaseCodeIssued', data: { code: 'cc-1', stands: 'UNIT', of: 'casa-malala' } }, by: '*', closed: true },
];

describe('a unit', () => {
  describe.each(table.map((row) => [row.command.type, row] as const))('%s', (_, { command, history, event, by, closed: whenClosed }) => {
    it(`is for ${{ A: 'administrators', AD: 'administrators and who directs the unit', '*': 'anybody whose role may' }[by]}`, () => {
      const asked = given(unit)(...history);
      asked.when(command, administrator).then(event);
      if (by === 'A') asked.when(command, director).thenRefused('NOT_ENTITLED');
      else asked.when(command, director).then(event);
      if (by === '*') asked.when(command, agent).then(event);
      else asked.when(command, agent).thenRefused('NOT_ENTITLED');
    });

    it('asked again writes nothing', () => given(unit)(...history, event).when(command, administrator).thenNothing());

    it('needs a unit that was opened', () => given(unit)().when(command, administrator).thenRefused('UNIT_UNKNOWN'));

    it(whenClosed ? 'is recorded when the unit is closed, too' : 'is refused when the unit is closed', () => {
      const { decision } = given(unit)(...history, closed).when(command, administrator);
      if (command === close) expect(decision).toEqual([]);
      else if (whenClosed) expect(decision).toEqual([event]);
      else expect(isRefusal(decision) && decision.refused).toBe('UNIT_CLOSED');
    });
  });

  describe('is opened', () => {
    const office = new OpenUnit({ unit: 'mmujer-azua', name: 'Oficina de Azua', institution: 'mmujer', kind: 'OFFICE', residential: false, territory: '02', illustrative: true }, m);
    const officeOpened = (compartment: string): UnitEvent => ({
      type: 'UnitOpened',
      data: { unit: 'mmujer-azua', name: 'Oficina de Azua', institution: 'mmujer', operator: 'mmujer', compartment, kind: 'OFFICE', residential: false, territory: '02', illustrative: true },
    });
    const unwalled = { ...administrator, walled: false };

    it('by administrators of its institution, once, when institution and operator are registered', () => {
      given(unit)().when(open, administrator).then(opened);
      given(unit)().when(open, director).thenRefused('NOT_ENTITLED');
      given(unit)().when(open, { ...administrator, institutionKnown: false }).thenRefused('INSTITUTION_UNKNOWN');
      given(unit)().when(open, { ...administrator, operatorKnown: false }).thenRefused('INSTITUTION_UNKNOWN');
      given(unit)(opened).when(open, administrator).thenRefused('ALREADY_REGISTERED');
      given(unit)(opened, closed).when(open, administrator).thenRefused('ALREADY_REGISTERED');
    });

    it('in the compartment of its institution, or in its own where there is a wall', () => {
      given(unit)().when(office, unwalled).then(officeOpened('mmujer'));
      given(unit)().when(office, administrator).then(officeOpened('mmujer-azua'));
    });

    it.each(unitKinds.flatMap((kind) => [[kind, false] as const, [kind, true] as const]))('%s, residential %s: behind a wall if survivors live there or the kind demands it', (kind, residential) => {
      const { decision } = given(unit)().when(new OpenUnit({ ...open.input, kind, residential }, m), unwalled);
      const needsWall = residential || ['SHELTER', 'RESIDENCE', 'PROSECUTOR', 'HOTLINE', 'SECRETARIAT', 'AUDIT'].includes(kind);
      expect(isRefusal(decision) ? decision.refused : 'opened').toBe(needsWall ? 'WALL_FIRST' : 'opened');
    });
  });

  it('is residential where its kind says so, and has a code with a hyphen', () => {
    const walled = { ...administrator, walled: true };
    const { decision } = given(unit)().when(new OpenUnit({ ...open.input, kind: 'RESIDENCE', residential: false }, m), walled);
    expect(decision).toMatchObject([{ data: { residential: true } }]);
    given(unit)().when(new OpenUnit({ ...open.input, unit: 'casamalala' }, m), walled).thenRefused('UNIT_CODE');
  });

  it('offers a service until it is suspended; other languages are another offer', () => {
    const inCreole = new OfferService({ ...of, service: 'SHELTER', languages: ['hat'] }, m);
    given(unit)(opened, offered).when(inCreole, administrator).then({ type: 'ServiceOffered', data: { service: 'SHELTER', languages: ['hat'] } });
    given(unit)(opened, offered, { type: 'ServiceSuspended', data: { service: 'SHELTER' } }).when(offer, administrator).then(offered);
    given(unit)(opened).when(suspend, administrator).thenNothing();
    expect(given(unit)(opened, offered, { type: 'ServiceOffered', data: { service: 'LEGAL_AID', languages: ['spa'] } }, { type: 'ServiceSuspended', data: { service: 'SHELTER' } }).state.services).toEqual({ LEGAL_AID: 'spa' });
  });

  describe('says of an offer, where it knows', () => {
    const hours = [{ day: 'FR', from: '20:00', until: '24:00' }, { day: 'MO', from: '08:00', until: '16:00' }, { day: 'FR', from: '20:00', until: '24:00' }] as const;
    const open24 = new OfferService({ ...offer.input, schedule: hours, accessibility: ['STEP_FREE', 'SIGN_LANGUAGE', 'STEP_FREE'] }, m);
    const said: UnitEvent = { type: 'ServiceOffered', data: { service: 'SHELTER', languages: ['hat', 'spa'], schedule: [hours[1], hours[0]], accessibility: ['SIGN_LANGUAGE', 'STEP_FREE'] } };

    it('when it can be had and by whom, in one order', () => given(unit)(opened).when(open24, administrator).then(said));

    it('the same once; without hours, with others, or for others it is another offer', () => {
      given(unit)(opened, said).when(open24, administrator).thenNothing();
      given(unit)(opened, said).when(offer, administrator).then(offered);
      given(unit)(opened, offered).when(open24, administrator).then(said);
      for (const other of [{ schedule: [hours[1]] }, { accessibility: ['STEP_FREE'] as const }, { schedule: [] }]) {
        expect(given(unit)(opened, said).when(new OfferService({ ...open24.input, ...other }, m), administrator).decision).toHaveLength(1);
      }
    });

    it.each([['08:00', '08:00'], ['22:00', '06:00']])('no hours from %s to %s', (from, until) =>
      given(unit)(opened).when(new OfferService({ ...offer.input, schedule: [{ day: 'MO', from, until }] }, m), administrator).thenRefused('HOURS_REVERSED'));
  });

  it('sets the same criteria once, in whatever order they are said or read back from the store', () => {
    const readBack: Criteria = { ageFrom: 18, dependants: true, sexes: ['FEMALE', 'OTHER'] };
    const otherwise: Criteria = { sexes: ['OTHER', 'FEMALE', 'OTHER'], ageFrom: 18, dependants: true };
    for (const before of [criteria, readBack, otherwise]) given(unit)(opened, { type: 'CriteriaSet', data: { criteria: before } }).when(set, administrator).thenNothing();
    for (const other of [{}, { ...criteria, ageFrom: 17 }, { ...criteria, ageTo: 60 }, { ...criteria, dependants: false }, { ...criteria, sexes: [] }]) {
      given(unit)(opened, { type: 'CriteriaSet', data: { criteria } }).when(new SetCriteria({ ...of, criteria: other }, m), administrator).then({ type: 'CriteriaSet', data: { criteria: other } });
    }
  });

  it('issues a case code once, and never for somebody else', () => {
    const issued: UnitEvent = { type: 'CaseCodeIssued', data: { code: 'cc-1', stands: 'AGENT', of: 'ag-1' } };
    given(unit)(opened, issued).when(new IssueCaseCode({ ...of, code: 'cc-1', stands: 'AGENT', of: 'ag-2' }, m), agent).thenNothing();
    expect(given(unit)(opened, issued).state.codes).toEqual({ 'cc-1': { stands: 'AGENT', of: 'ag-1' } });
  });

  it('states a duty line, by administrators or who directs it, which the next one takes the place of; a house has none', () => {
    const office: UnitEvent = { ...opened, data: { ...opened.data, kind: 'OFFICE', residential: false } } as UnitEvent;
    const line = (telephone: string) => new DeclareDutyLine({ ...of, telephone }, m);
    const declared = (telephone: string): UnitEvent => ({ type: 'DutyLineDeclared', data: { telephone } });
    for (const by of [administrator, director]) given(unit)(office).when(line('*212'), by).then(declared('*212'));
    given(unit)(office).when(line('*212'), agent).thenRefused('NOT_ENTITLED');
    given(unit)(office, declared('*212')).when(line('*212'), director).thenNothing();
    given(unit)(office, declared('*212'), declared('911')).when(line('*212'), director).then(declared('*212'));
    given(unit)(office, closed).when(line('*212'), administrator).thenRefused('UNIT_CLOSED');
    for (const by of [administrator, director]) given(unit)(opened).when(line('*212'), by).thenRefused('TELEPHONE_OF_A_HOUSE');
  });

  it('seals nothing: what it records names no person', () => expect(Object.values(unitEvents).filter(({ sealed }) => sealed)).toEqual([]));
});
