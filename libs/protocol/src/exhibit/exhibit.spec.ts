import fc from 'fast-check';
import { isRefusal, type Recorded } from '@amparo/event-sourcing';
import { given, meta, recorded } from '@amparo/event-sourcing/testing';
import {
  AcceptCustody,
  BreakSeal,
  CollectExhibit,
  custodyReassignments,
  custodyRefusals,
  ExamineExhibit,
  exhibit,
  OfferCustody,
  ReassignCustody,
  RecordDestructionOrder,
  RefuseCustody,
  ReturnExhibit,
  SealExhibit,
  type ExhibitCommand,
  type ExhibitEvent,
  type ExhibitFacts,
  type Keeper,
} from './exhibit';

const of = { exhibit: 'e' };
const m = meta();
const court = meta({ basis: { kind: 'COURT_ORDER', ref: 'JUZGADO/2026-10' } });
const good = 'a'.repeat(64);
const other = 'b'.repeat(64);

/** Agents and the persons they are: the inspector of the police has a second appointment at the laboratory of the prosecution. */
const persons: Readonly<Record<string, string>> = { 'ag-pn-1': 'inspector', 'ag-pgr-lab-1': 'inspector', 'ag-pgr-1': 'fiscal', 'ag-pgr-2': 'perita', 'ag-pgr-3': 'supervisora', 'ag-mmujer-1': 'stranger' };
type Agent = keyof typeof persons;
const agents = Object.keys(persons);
const keeper = (agent: Agent): Keeper => ({ agent, institution: agent.split('-')[1]! });
/** Facts as the handler gathers them: of who acts, of the custodian as it is, of the agent named. */
const facts = (agent: Agent, custodian?: Agent, named?: Agent): ExhibitFacts => ({
  by: { ...keeper(agent), person: persons[agent]! },
  file: 'file',
  investigated: true,
  collects: ['ag-pn-1', 'ag-pgr-1'].includes(agent),
  prosecutes: agent === 'ag-pgr-1',
  supervises: agent === 'ag-pgr-3',
  ...(custodian !== undefined && { custodian: persons[custodian]! }),
  ...(named !== undefined && { named: { person: persons[named]! } }),
});

const collected: ExhibitEvent = { type: 'ExhibitCollected', data: { kind: 'DEVICE', sha256: good, seal: 'PN-1', custodian: keeper('ag-pn-1') } };
const offered = (agent: Agent = 'ag-pgr-2'): ExhibitEvent => ({ type: 'CustodyOffered', data: { to: keeper(agent) } });
const accepted: ExhibitEvent = { type: 'CustodyAccepted', data: { custodian: keeper('ag-pgr-2'), sha256: good } };
const broken: ExhibitEvent = { type: 'SealBroken', data: { seal: 'PN-1', reason: 'EXAMINATION' } };
const returned: ExhibitEvent = { type: 'ExhibitReturned', data: {} };
const destruction: ExhibitEvent = { type: 'DestructionOrdered', data: { number: 'JUZGADO/2026-10' } };

const collect = new CollectExhibit({ ...of, investigation: 'i', kind: 'DEVICE', sha256: good, seal: 'PN-1', item: 'Teléfono negro.', foundAt: 'Bajo la cama.' }, m);
const offer = (agent: Agent = 'ag-pgr-2') => new OfferCustody({ ...of, ...keeper(agent) }, m);
const accept = (sha256 = good) => new AcceptCustody({ ...of, sha256 }, m);
const refuseIt = (reason: 'SEAL_BROKEN' | 'NOT_THE_ITEM' | 'CANNOT_KEEP_IT' = 'SEAL_BROKEN') => new RefuseCustody({ ...of, reason }, m);
const reassign = (agent: Agent, sha256 = good) => new ReassignCustody({ ...of, ...keeper(agent), reason: 'SUSPENDED', sha256 }, m);
const seal = (number: string) => new SealExhibit({ ...of, seal: number }, m);
const breakIt = (reason: 'EXAMINATION' | 'FOUND_BROKEN' = 'EXAMINATION') => new BreakSeal({ ...of, reason }, m);
const examine = new ExamineExhibit({ ...of, examination: 'DIGITAL', findings: 'Mensajes con la víctima.' }, m);
const giveBack = new ReturnExhibit({ ...of, returnedTo: 'A su dueña.' }, m);
const destroy = new RecordDestructionOrder(of, court);
const all: readonly ExhibitCommand[] = [offer(), accept(), refuseIt(), reassign('ag-pgr-2'), seal('PN-2'), breakIt(), examine, giveBack, destroy];

describe('an exhibit', () => {
  it('is collected with digest and seal, kept by who collected it; what it is and where it was is sealed under the file of the investigation', () =>
    given(exhibit)().when(collect, facts('ag-pn-1')).then({ ...collected, personal: [{ subject: 'file', fields: { item: 'Teléfono negro.', foundAt: 'Bajo la cama.' } }] }));

  it('is collected by a prosecutor of the investigation or the police it directs, once, while it goes on', () => {
    given(exhibit)().when(collect, { ...facts('ag-pn-1'), collects: false }).thenRefused('NOT_FOUND');
    given(exhibit)().when(collect, { ...facts('ag-pn-1'), investigated: false }).thenRefused('INVESTIGATION_NOT_OPEN');
    given(exhibit)(collected).when(collect, facts('ag-pn-1')).thenRefused('ALREADY_COLLECTED');
    given(exhibit)(collected).when(collect, { ...facts('ag-mmujer-1') }).thenRefused('NOT_FOUND');
  });

  it('does not exist for who has nothing to do with it: neither custodian, nor offered to, nor the prosecution of the investigation', () => {
    const none = given(exhibit)().when(accept(), facts('ag-pgr-2')).decision;
    for (const history of [[], [collected], [collected, offered()], [collected, offered(), accepted], [collected, returned]]) {
      for (const command of all) expect(given(exhibit)(...history).when(command, facts('ag-mmujer-1', 'ag-pn-1', 'ag-pgr-2')).decision).toEqual(none);
    }
    for (const command of all) expect(given(exhibit)(collected, offered(), accepted).when(command, facts('ag-pn-1', 'ag-pgr-2', 'ag-pgr-1')).decision).toEqual(none); // who kept it once
  });

  it('is sealed, broken, sealed again and examined by its custodian alone', () => {
    for (const command of [seal('PN-2'), breakIt(), offer(), examine, giveBack]) {
      given(exhibit)(collected).when(command, facts('ag-pgr-1', 'ag-pn-1', 'ag-pgr-2')).thenRefused('NOT_THE_CUSTODIAN');
      given(exhibit)(collected, offered()).when(command, facts('ag-pgr-2', 'ag-pn-1', 'ag-pgr-1')).thenRefused('NOT_THE_CUSTODIAN');
    }
    const by = facts('ag-pn-1', 'ag-pn-1');
    given(exhibit)(collected).when(seal('PN-1'), by).thenNothing();
    given(exhibit)(collected).when(seal('PN-2'), by).thenRefused('SEALED_ALREADY');
    given(exhibit)(collected).when(examine, by).thenRefused('BREAK_SEAL_FIRST');
    given(exhibit)(collected).when(breakIt(), by).then(broken);
    given(exhibit)(collected, broken).when(breakIt(), by).thenNothing();
    given(exhibit)(collected, broken).when(breakIt('FOUND_BROKEN'), by).thenRefused('ANSWERED_OTHERWISE');
    given(exhibit)(collected, broken).when(examine, by).then({ type: 'ExhibitExamined', data: { examination: 'DIGITAL' }, personal: [{ subject: 'file', fields: { findings: 'Mensajes con la víctima.' } }] });
    given(exhibit)(collected, broken).when(seal('PN-2'), by).then({ type: 'ExhibitSealed', data: { seal: 'PN-2' } });
  });

  it('is given back by its custodian, and then nothing more is recorded of it', () => {
    given(exhibit)(collected).when(giveBack, facts('ag-pn-1', 'ag-pn-1')).then({ ...returned, personal: [{ subject: 'file', fields: { returnedTo: 'A su dueña.' } }] });
    for (const command of all.filter(({ type }) => type !== 'ReturnExhibit')) given(exhibit)(collected, returned).when(command, facts('ag-pn-1', 'ag-pn-1', 'ag-pgr-2')).thenRefused('EXHIBIT_RETURNED');
    given(exhibit)(collected, returned).when(giveBack, facts('ag-pn-1', 'ag-pn-1')).thenNothing();
  });

  it('is destroyed on a court’s numbered order, which the prosecution records; it is not given back after that, and may still be handed over', () => {
    given(exhibit)(collected).when(destroy, facts('ag-pgr-1', 'ag-pn-1')).then(destruction);
    given(exhibit)(collected).when(new RecordDestructionOrder(of, m), facts('ag-pgr-1', 'ag-pn-1')).thenRefused('ORDER_NUMBER_REQUIRED');
    given(exhibit)(collected).when(destroy, facts('ag-pn-1', 'ag-pn-1')).thenRefused('NOT_PROSECUTION');
    given(exhibit)(collected, destruction).when(destroy, facts('ag-pgr-1', 'ag-pn-1')).thenNothing();
    given(exhibit)(collected, { type: 'DestructionOrdered', data: { number: 'J-1' } }).when(destroy, facts('ag-pgr-1', 'ag-pn-1')).thenRefused('ANSWERED_OTHERWISE');
    given(exhibit)(collected, destruction).when(giveBack, facts('ag-pn-1', 'ag-pn-1')).thenRefused('DESTRUCTION_ORDERED');
    given(exhibit)(collected, destruction).when(offer(), facts('ag-pn-1', 'ag-pn-1', 'ag-pgr-2')).then(offered());
  });
});

describe('custody (rule 6)', () => {
  it('is offered by the custodian to another person, sealed, and offered anew to somebody else', () => {
    const by = (named?: Agent) => facts('ag-pn-1', 'ag-pn-1', named);
    given(exhibit)(collected).when(offer(), by('ag-pgr-2')).then(offered());
    given(exhibit)(collected, offered()).when(offer(), by('ag-pgr-2')).thenNothing();
    given(exhibit)(collected, offered()).when(offer('ag-pgr-1'), by('ag-pgr-1')).then(offered('ag-pgr-1'));
    given(exhibit)(collected).when(offer(), by()).thenRefused('AGENT_UNKNOWN');
    given(exhibit)(collected, broken).when(offer(), by('ag-pgr-2')).thenRefused('SEAL_FIRST');
    given(exhibit)(collected).when(offer('ag-pgr-lab-1'), by('ag-pgr-lab-1')).thenRefused('TWO_PERSONS_REQUIRED'); // the same person under another appointment
  });

  it('is accepted by whoever it was offered to last, another person than the custodian, with the digest that was recorded', () => {
    given(exhibit)(collected, offered()).when(accept(), facts('ag-pgr-2', 'ag-pn-1')).then(accepted);
    given(exhibit)(collected, offered()).when(accept(), facts('ag-pgr-1', 'ag-pn-1')).thenRefused('NOT_OFFERED');
    given(exhibit)(collected, offered(), offered('ag-pgr-1')).when(accept(), facts('ag-pgr-2', 'ag-pn-1')).thenRefused('NOT_FOUND');
    given(exhibit)(collected, offered('ag-pgr-lab-1')).when(accept(), facts('ag-pgr-lab-1', 'ag-pn-1')).thenRefused('TWO_PERSONS_REQUIRED');
    given(exhibit)(collected, offered(), accepted).when(accept(), facts('ag-pgr-2', 'ag-pgr-2')).thenNothing();
    given(exhibit)(collected, offered(), accepted).when(accept(other), facts('ag-pgr-2', 'ag-pgr-2')).thenRefused('NOT_OFFERED');
  });

  it('is not handed over with a digest that differs: that leaves a trace with the digest found, and the custodian stays', () => {
    const refused: ExhibitEvent = { type: 'CustodyRefused', data: { by: keeper('ag-pgr-2'), reason: 'DIGEST_DIFFERS', found: other } };
    given(exhibit)(collected, offered()).when(accept(other), facts('ag-pgr-2', 'ag-pn-1')).then(refused);
    const after = given(exhibit)(collected, offered(), refused);
    expect(after.state).toMatchObject({ custodian: keeper('ag-pn-1'), sha256: good });
    after.when(accept(other), facts('ag-pgr-2', 'ag-pn-1')).thenNothing();
    after.when(accept(), facts('ag-pgr-2', 'ag-pn-1')).thenRefused('ANSWERED_OTHERWISE');
  });

  it('is refused by whoever it was offered to, with a reason, once', () => {
    for (const reason of custodyRefusals.filter((one) => one !== 'DIGEST_DIFFERS')) {
      given(exhibit)(collected, offered()).when(refuseIt(reason), facts('ag-pgr-2', 'ag-pn-1')).then({ type: 'CustodyRefused', data: { by: keeper('ag-pgr-2'), reason } });
    }
    const after = given(exhibit)(collected, offered(), { type: 'CustodyRefused', data: { by: keeper('ag-pgr-2'), reason: 'SEAL_BROKEN' } });
    after.when(refuseIt(), facts('ag-pgr-2', 'ag-pn-1')).thenNothing();
    for (const command of [refuseIt('NOT_THE_ITEM'), accept()]) after.when(command, facts('ag-pgr-2', 'ag-pn-1')).thenRefused('ANSWERED_OTHERWISE');
    given(exhibit)(collected).when(refuseIt(), facts('ag-pgr-1', 'ag-pn-1')).thenRefused('NOT_OFFERED');
  });

  it('offered under a seal is not offered any more when that is broken', () =>
    given(exhibit)(collected, offered(), broken).when(accept(), facts('ag-pgr-1', 'ag-pn-1')).thenRefused('NOT_OFFERED'));

  describe('of somebody who is excluded or gone (rule 8)', () => {
    it('goes to another without their consent, by a supervising prosecutor, with the reason and the digest as found, whatever it is', () => {
      const by = facts('ag-pgr-3', 'ag-pn-1', 'ag-pgr-2');
      given(exhibit)(collected).when(reassign('ag-pgr-2'), by).then({ type: 'CustodyReassigned', data: { custodian: keeper('ag-pgr-2'), reason: 'SUSPENDED', sha256: good, differs: false } });
      given(exhibit)(collected, broken).when(reassign('ag-pgr-2', other), by).then({ type: 'CustodyReassigned', data: { custodian: keeper('ag-pgr-2'), reason: 'SUSPENDED', sha256: other, differs: true } });
      given(exhibit)(collected).when(reassign('ag-pn-1'), facts('ag-pgr-3', 'ag-pn-1', 'ag-pn-1')).thenNothing();
    });

    it('is not taken over by the supervisor, nor left with the same person under another appointment, nor given to nobody', () => {
      given(exhibit)(collected).when(reassign('ag-pgr-3'), facts('ag-pgr-3', 'ag-pn-1', 'ag-pgr-3')).thenRefused('TWO_PERSONS_REQUIRED');
      given(exhibit)(collected).when(reassign('ag-pgr-lab-1'), facts('ag-pgr-3', 'ag-pn-1', 'ag-pgr-lab-1')).thenRefused('TWO_PERSONS_REQUIRED');
      given(exhibit)(collected).when(reassign('ag-pgr-2'), facts('ag-pgr-3', 'ag-pn-1')).thenRefused('AGENT_UNKNOWN');
      for (const agent of ['ag-pn-1', 'ag-pgr-1']) given(exhibit)(collected).when(reassign('ag-pgr-2'), facts(agent, 'ag-pn-1', 'ag-pgr-2')).thenRefused('SUPERVISOR_REQUIRED');
    });

    it('takes an offer back', () => {
      const reassigned: ExhibitEvent = { type: 'CustodyReassigned', data: { custodian: keeper('ag-pgr-1'), reason: 'LEFT', sha256: good, differs: false } };
      given(exhibit)(collected, offered(), reassigned).when(accept(), facts('ag-pgr-2', 'ag-pgr-1')).thenRefused('NOT_FOUND');
    });

    it('does not tell whoever reads the exhibit that the custodian is excluded', () => expect(custodyReassignments).not.toContain('EXCLUDED'));
  });
});

describe('an exhibit, whatever is asked of it in whatever order', () => {
  const agent = fc.constantFrom(...agents);
  const digest = fc.constantFrom(good, other);
  const command: fc.Arbitrary<ExhibitCommand> = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<ExhibitCommand>(collect, seal('PN-1'), seal('PN-2'), breakIt(), breakIt('FOUND_BROKEN'), refuseIt(), refuseIt('NOT_THE_ITEM'), examine, destroy) },
    { weight: 3, arbitrary: agent.map((to) => offer(to)) },
    { weight: 3, arbitrary: digest.map((found) => accept(found)) },
    { weight: 1, arbitrary: fc.tuple(agent, digest).map(([to, found]) => reassign(to, found)) },
  );
  const steps = fc.array(fc.record({ command, by: agent }), { maxLength: 60 });

  it('has exactly one custodian from its collection on, who changes only by acceptance of another person, with the digest, or by a supervisor', () =>
    fc.assert(
      fc.property(steps, fc.boolean(), (tail, endsReturned) => {
        let state = exhibit.initial;
        let custodian: Agent | undefined;
        let waiting: Agent | undefined;
        const all_ = [{ command: collect as ExhibitCommand, by: 'ag-pn-1' }, ...tail, ...(endsReturned ? agents.map((by) => ({ command: giveBack as ExhibitCommand, by })) : [])];
        for (const { command: asked, by } of all_) {
          const named = 'agent' in asked.input ? asked.input.agent : undefined;
          const decision = exhibit.decide(asked, state, facts(by, state.status === 'NONE' ? undefined : state.custodian.agent, named));
          if (isRefusal(decision)) continue;
          for (const event of decision) {
            state = exhibit.evolve(state, recorded(event) as Recorded<ExhibitEvent>);
            switch (event.type) {
              case 'ExhibitCollected':
                expect(custodian).toBeUndefined();
                custodian = by;
                break;
              case 'CustodyOffered':
                expect(by).toBe(custodian);
                waiting = event.data.to.agent;
                break;
              case 'CustodyAccepted':
                expect([by, event.data.sha256]).toEqual([waiting, good]);
                expect(persons[by]).not.toBe(persons[custodian!]);
                custodian = by;
                break;
              case 'CustodyReassigned':
                expect(by).toBe('ag-pgr-3');
                expect([persons[by], persons[custodian!]]).not.toContain(persons[event.data.custodian.agent]);
                custodian = event.data.custodian.agent;
                break;
              case 'CustodyRefused':
                expect(by).toBe(waiting);
                break;
              case 'ExhibitSealed':
              case 'SealBroken':
              case 'ExhibitExamined':
              case 'ExhibitReturned':
                expect(by).toBe(custodian);
                break;
              case 'DestructionOrdered':
                expect(by).toBe('ag-pgr-1');
            }
          }
          // Who holds it as the state says is who holds it by the events: one, and the same.
          expect(state.status === 'NONE' ? undefined : state.custodian).toEqual(custodian === undefined ? undefined : keeper(custodian));
          if (state.status !== 'NONE') expect(state.sha256).toBe(good);
        }
        expect(custodian).toBeDefined();
      }),
    ));
});
