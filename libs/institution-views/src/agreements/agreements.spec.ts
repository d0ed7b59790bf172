import { recorded } from '@amparo/event-sourcing/testing';
import type { AgreementEvent, ProtocolEvent } from '@amparo/protocol';
import { agreementView, type AgreementRow } from './agreements';

const terms = { parties: ['mirex', 'pgr'], purpose: 'RETURN', categories: ['IDENTITY', 'STATUS'], until: '2027-06-23T00:00:00.000Z' } as const;
const at = '2026-01-05T12:00:00.000Z';
const proposed: AgreementEvent = { type: 'AgreementSigned', data: { institution: 'mirex', title: 'Memorando', ...terms } };
const signed: AgreementEvent = { type: 'AgreementSigned', data: { institution: 'pgr', ...terms } };
const inForce: AgreementEvent = { type: 'AgreementInForce', data: terms };
const ended = (reason: 'DENOUNCED' | 'LAPSED'): AgreementEvent => ({ type: 'AgreementEnded', data: { reason } });
const after = (...events: AgreementEvent[]): AgreementRow | undefined =>
  events.reduce<AgreementRow | undefined>((row, event) => agreementView.after(row, { event: recorded<ProtocolEvent>(event, { stream: 'agreement-m' }), schema: 1, parts: [] }, { residential: () => false }), undefined);

it('an agreement can be read with its terms from the first signature on, so that a party signs what it read', () =>
  expect(after(proposed)).toEqual({ agreement: 'm', title: 'Memorando', ...terms, status: 'PROPOSED', signatures: [{ institution: 'mirex', at }] }));

it.each<[string, AgreementEvent[]]>([
  ['PROPOSED', [proposed]],
  ['IN_FORCE', [proposed, signed, inForce]],
  ['DENOUNCED', [proposed, signed, inForce, ended('DENOUNCED')]],
  ['LAPSED', [proposed, ended('LAPSED')]],
])('is %s, with who signed, under the name it was proposed with', (status, events) =>
  expect(after(...events)).toMatchObject({ status, title: 'Memorando', signatures: events.filter(({ type }) => type === 'AgreementSigned').map(({ data }) => ({ institution: (data as { institution: string }).institution, at })) }));
