import { clocks, type ExhibitEvent } from '@amparo/protocol';
import type { Visible } from '../case-timeline/case-timeline';
import { exhibitView, type ExhibitRow } from './exhibit-row';

const place = { file: 'i', own: () => false, clocks };
const police = { agent: 'ag-police', institution: 'pn' };
const expert = { agent: 'ag-expert', institution: 'pgr' };
const digest = 'a'.repeat(64);
let index = 0;
const visible = <E extends ExhibitEvent>(type: E['type'], data: E['data'] | object = {}, intoHands?: true): Visible =>
  ({ id: `e${++index}`, index, stream: 'exhibit-x', type, schema: 1, at: `2026-01-05T12:00:0${index % 10}.000Z`, recordedAt: '', actor: {}, data, shown: { STATUS: null }, parts: [], ...(intoHands && { intoHands }) }) as unknown as Visible;
const after = (...events: readonly Visible[]): ExhibitRow => events.reduce<ExhibitRow | undefined>((row, event) => exhibitView.after(row, event, place), undefined)!;

const collected = (ours?: true): Visible => visible('ExhibitCollected', { kind: 'DEVICE', sha256: digest, seal: 'PN-1', custodian: police }, ours);
const offered = (ours?: true): Visible => visible('CustodyOffered', { to: expert }, ours);
const accepted = (ours?: true): Visible => visible('CustodyAccepted', { custodian: expert, sha256: digest }, ours);

describe('an exhibit, as a compartment sees it', () => {
  it('is with who collected it, then with who accepted it', () => {
    expect(after(collected())).toMatchObject({ status: 'KEPT', kind: 'DEVICE', sha256: digest, seal: 'PN-1', custodian: police });
    expect(after(collected(), offered())).toMatchObject({ custodian: police, offered: expert });
    const row = after(collected(), offered(), accepted());
    expect(row).toMatchObject({ custodian: expert });
    expect(row.offered).toBeUndefined();
  });

  it.each<[string, boolean, Visible[]]>([
    ['collected here', true, [collected(true)]],
    ['collected elsewhere', false, [collected()]],
    ['offered here', true, [collected(), offered(true)]],
    ['offered away, and not yet taken', true, [collected(true), offered()]],
    ['offered here and refused', false, [collected(), offered(true), visible('CustodyRefused', { by: expert, reason: 'CANNOT_KEEP_IT' })]],
    ['offered here and its seal broken', false, [collected(), offered(true), visible('SealBroken', { seal: 'PN-1', reason: 'FOUND_BROKEN' })]],
    ['offered here, then to somebody else', false, [collected(), offered(true), offered()]],
    ['taken over here', true, [collected(), offered(true), accepted(true)]],
    ['handed over', false, [collected(true), offered(), accepted()]],
    ['given to somebody here without a hand-over', true, [collected(), visible('CustodyReassigned', { custodian: expert, reason: 'LEFT', sha256: digest, differs: false }, true)]],
    ['given back', false, [collected(true), visible('ExhibitReturned')]],
  ])('%s: in the register of this compartment %s', (_, registered, events) => {
    expect(exhibitView.lists(after(...events), place).includes('CUSTODY')).toBe(registered);
  });

  it('says for good that another digest was found', () => {
    const refused = visible('CustodyRefused', { by: expert, reason: 'DIGEST_DIFFERS', found: 'b'.repeat(64) });
    expect(after(collected(), offered()).differs).toBe(false);
    expect(after(collected(), offered(), refused, offered(), accepted()).differs).toBe(true);
    expect(after(collected(), visible('CustodyReassigned', { custodian: expert, reason: 'LEFT', sha256: 'b'.repeat(64), differs: true })).differs).toBe(true);
  });

  it('bears the seal that is on it', () => {
    const broken = after(collected(), visible('SealBroken', { seal: 'PN-1', reason: 'EXAMINATION' }), visible('ExhibitExamined', { examination: 'DIGITAL' }));
    expect(broken.seal).toBeUndefined();
    expect(exhibitView.after(broken, visible('ExhibitSealed', { seal: 'PN-2' }), place).seal).toBe('PN-2');
  });

  it('names the order that it be destroyed', () => {
    expect(after(collected(), visible('DestructionOrdered', { number: 'J-9' })).destruction).toBe('J-9');
  });
});
