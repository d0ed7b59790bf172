import { Command, refuse, unreachable, type Decider, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { DataCategory } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import { formsOf } from '../forms';
import type { Purpose } from '../legal-basis';
import type { Terms } from './limited-by';

export const agreementStream = (id: string): string => `agreement-${id}`;

export const agreementEndings = ['DENOUNCED', 'LAPSED'] as const;

type Of = Readonly<{ agreement: string }>;
/** What a party puts its name to. It signs what it read: other terms than those proposed are refused. */
type Signing = Readonly<{ for: Purpose; categories: readonly DataCategory[]; until: string }>;

/** The first signature: it names the other parties and fixes the terms. */
export class ProposeAgreement extends Command<'ProposeAgreement', Of & Signing & { title: string; with: readonly string[] }> {
  readonly type = 'ProposeAgreement';
}
export class SignAgreement extends Command<'SignAgreement', Of & Signing> {
  readonly type = 'SignAgreement';
}
export class DenounceAgreement extends Command<'DenounceAgreement', Of> {
  readonly type = 'DenounceAgreement';
}
/** The process manager's, at its date. */
export class LapseAgreement extends Command<'LapseAgreement', Of> {
  readonly type = 'LapseAgreement';
}
export type AgreementCommand = ProposeAgreement | SignAgreement | DenounceAgreement | LapseAgreement;

export type AgreementEvent =
  | DomainEvent<'AgreementSigned', Terms & { institution: string; title?: string }>
  | DomainEvent<'AgreementInForce', Terms>
  | DomainEvent<'AgreementEnded', { reason: (typeof agreementEndings)[number] }>;

const terms = { parties: 'visibility, referral', purpose: 'visibility, referral', categories: 'visibility, referral', until: 'clock' };
export const agreementEvents: EventDefinitions<AgreementEvent['type']> = {
  AgreementSigned: { category: 'DIRECTORY', clear: { institution: 'rule 7', title: 'directory', ...terms } },
  AgreementInForce: { category: 'DIRECTORY', clear: terms },
  AgreementEnded: { category: 'DIRECTORY', clear: { reason: 'directory' } },
};

export type Agreement =
  | Readonly<{ status: 'NONE' }>
  | Readonly<{
      status: 'PROPOSED' | 'IN_FORCE' | (typeof agreementEndings)[number];
      terms: Terms;
      /** Institution → the agent who signed for it. */
      signed: Readonly<Record<string, string>>;
    }>;

export type AgreementFacts = Readonly<{
  /** The acting administrator and the institution it is one of; nobody signs for another institution, the founding one included. */
  by?: Readonly<{ institution: string; person: string }>;
  institutionsKnown: boolean;
  /** Persons behind the agents who signed. */
  signers: readonly string[];
}>;

export type AgreementRefusal =
  | 'NOT_FOUND'
  | 'NOT_ENTITLED'
  | 'ALREADY_REGISTERED'
  | 'INSTITUTION_UNKNOWN'
  | 'OTHER_PARTY_REQUIRED'
  | 'DATES_REVERSED'
  | 'TERMS_DIFFER'
  | 'TWO_PERSONS_REQUIRED'
  | 'AGREEMENT_ENDED'
  | 'NOT_DUE';

type Decided = Decision<AgreementEvent, AgreementRefusal>;
type Known = Exclude<Agreement, { status: 'NONE' }>;
const notFound = refuse('NOT_FOUND' as const, 'there is no such agreement, or it is not yours');
const ended = refuse('AGREEMENT_ENDED' as const, 'the agreement has ended: propose another');

export const partiesOf = (institution: string, others: readonly string[]): string[] => sorted([institution, ...others]);
const sorted = <T extends string>(codes: readonly T[]): T[] => [...new Set(codes)].sort();

function decide(command: AgreementCommand, state: Agreement, facts: AgreementFacts): Decided {
  if (command.type === 'LapseAgreement') return lapse(command, state);
  const { by } = facts;
  if (command.type === 'ProposeAgreement') {
    if (!by) return refuse('NOT_ENTITLED', 'an administrator of a party proposes an agreement');
    return propose(command, state, by.institution, facts.institutionsKnown);
  }
  if (state.status === 'NONE' || !by || !state.terms.parties.includes(by.institution)) return notFound;
  switch (command.type) {
    case 'SignAgreement':
      return sign(command, state, by, facts.signers);
    case 'DenounceAgreement':
      if (state.status === 'DENOUNCED') return [];
      return state.status === 'LAPSED' ? ended : [{ type: 'AgreementEnded', data: { reason: 'DENOUNCED' } }];
    default:
      return unreachable(command);
  }
}

function propose({ input, meta }: ProposeAgreement, state: Agreement, institution: string, institutionsKnown: boolean): Decided {
  const { title, for: purpose, categories, until } = input;
  const parties = partiesOf(institution, input.with);
  if (state.status !== 'NONE') return refuse('ALREADY_REGISTERED', 'this agreement is there already');
  if (!institutionsKnown) return refuse('INSTITUTION_UNKNOWN', 'register the other institutions first');
  if (parties.length < 2) return refuse('OTHER_PARTY_REQUIRED', 'an agreement is between two institutions at least');
  if (until <= meta.at) return refuse('DATES_REVERSED', 'an agreement ends later than it is signed');
  return [{ type: 'AgreementSigned', data: { institution, title, parties, purpose, categories: sorted(categories), until } }];
}

/** Each party signs the same terms, by a person of its own: with the last signature the agreement is in force. */
function sign({ input, meta }: SignAgreement, state: Known, { institution, person }: Required<AgreementFacts>['by'], signers: readonly string[]): Decided {
  const { terms: agreed, signed } = state;
  if (state.status === 'DENOUNCED' || state.status === 'LAPSED') return ended;
  const same = input.for === agreed.purpose && input.until === agreed.until && sorted(input.categories).join() === agreed.categories.join();
  if (!same) return refuse('TERMS_DIFFER', 'what is signed differs from what was proposed: read it again, or propose another');
  if (Object.hasOwn(signed, institution)) return [];
  if (signers.includes(person)) return refuse('TWO_PERSONS_REQUIRED', 'this person has signed for another party');
  if (agreed.until <= meta.at) return refuse('DATES_REVERSED', 'an agreement ends later than it is signed');
  const last = agreed.parties.every((party) => party === institution || Object.hasOwn(signed, party));
  return [{ type: 'AgreementSigned', data: { institution, ...agreed } }, ...(last ? [{ type: 'AgreementInForce' as const, data: agreed }] : [])];
}

function lapse({ meta }: LapseAgreement, state: Agreement): Decided {
  if (state.status !== 'PROPOSED' && state.status !== 'IN_FORCE') return [];
  return state.terms.until <= meta.receivedAt ? [{ type: 'AgreementEnded', data: { reason: 'LAPSED' } }] : refuse('NOT_DUE', 'the agreement has not ended');
}

function evolve(state: Agreement, { type, data, actor }: Recorded<AgreementEvent>): Agreement {
  if (type === 'AgreementSigned') {
    const { institution, title: _title, parties, purpose, categories, until } = data;
    const before = state.status === 'NONE' ? { status: 'PROPOSED' as const, signed: {} } : state;
    return { ...before, terms: { parties, purpose, categories, until }, signed: { ...before.signed, [institution]: actor.agent ?? '' } };
  }
  if (state.status === 'NONE') return state;
  switch (type) {
    case 'AgreementInForce':
      return { ...state, status: 'IN_FORCE' };
    case 'AgreementEnded':
      return { ...state, status: data.reason };
    default:
      return unreachable(type);
  }
}

export const agreement: Decider<Agreement, AgreementCommand, AgreementEvent, AgreementFacts, AgreementRefusal> = { initial: { status: 'NONE' }, decide, evolve };
export const agreementSlice = { decider: agreement, forms: formsOf(agreementEvents) };
