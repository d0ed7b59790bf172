import { Command, refuse, unreachable, type Decision, type DomainEvent, type Recorded, type Refusal } from '@amparo/event-sourcing';
import { dataCategories } from '../data-category';
import type { EventDefinitions } from '../event-definition';
import type { InstitutionKind } from '../institution/institution';
import { actsFor, type Party } from '../party';
import { countsAsChild, type AgeBand } from './age-band';
import type { Acting, Concept } from './concept';
import type { Code, Consents } from './consent';
import { relianceRefusal, type RelianceRefusal } from './reliance';
import { sealedFields } from '../sealed-fields';

export const transferReasons = ['SHE_MOVED', 'AT_HER_REQUEST', 'MANDATE', 'CHILD', 'CAPACITY', 'RISK'] as const;
export const transferDeclineReasons = ['NO_CAPACITY', 'NOT_OUR_MANDATE', 'CONFLICT_OF_INTEREST', 'SHE_DECLINES'] as const;

/** What a consent to another lead must cover: a lead sees all of it. */
export const openToLead = dataCategories.filter((category) => category !== 'WHEREABOUTS' && category !== 'INVESTIGATION');

type Of = Readonly<{ case: string; transfer: string }>;

/** A newer request takes the place of one that was not answered. */
export class RequestLeadTransfer extends Command<'RequestLeadTransfer', Of & { to: string; reason: (typeof transferReasons)[number]; consents: readonly string[]; note?: string }> {
  readonly type = 'RequestLeadTransfer';
}
export class AcceptLeadTransfer extends Command<'AcceptLeadTransfer', Of> {
  readonly type = 'AcceptLeadTransfer';
}
export class DeclineLeadTransfer extends Command<'DeclineLeadTransfer', Of & { reason: (typeof transferDeclineReasons)[number]; note?: string }> {
  readonly type = 'DeclineLeadTransfer';
}
export type TransferCommand = RequestLeadTransfer | AcceptLeadTransfer | DeclineLeadTransfer;

export type TransferEvent =
  | DomainEvent<'LeadTransferRequested', { transfer: string; from: Code; to: Code; reason: (typeof transferReasons)[number]; consents: readonly string[]; hand: string }>
  | DomainEvent<'LeadTransferAccepted', { transfer: string; lead: Code }>
  | DomainEvent<'LeadTransferDeclined', { transfer: string; reason: (typeof transferDeclineReasons)[number] }>;

const transferEvents: EventDefinitions<TransferEvent['type']> = {
  LeadTransferRequested: {
    category: 'STATUS',
    clear: { transfer: 'decision', from: 'decision', to: 'visibility', reason: 'counts', consents: 'rule 2, visibility', hand: 'rule 7' },
    sealed: { transferNote: 'PROTECTION' },
  },
  LeadTransferAccepted: { category: 'STATUS', clear: { transfer: 'decision', lead: 'visibility' } },
  LeadTransferDeclined: { category: 'STATUS', clear: { transfer: 'decision', reason: 'counts' }, sealed: { transferNote: 'PROTECTION' } },
};

type Transfer = Readonly<{ from: Code; to: Code; consents: readonly string[]; hand: string; status: 'REQUESTED' | 'ACCEPTED' | 'DECLINED' | 'SUPERSEDED'; reason?: string }>;
export type Transfers = Readonly<Record<string, Transfer>>;

export type TransferFacts = Readonly<{
  hand?: string;
  standsIn?: boolean;
  /** Who is addressed, where it is there, open, and not kept from the case; its institution's kind. */
  addressed?: Party;
  addressedKind?: InstitutionKind;
}>;
export type TransferRefusal =
  | RelianceRefusal
  | 'NOT_FOUND'
  | 'UNIT_UNKNOWN'
  | 'TRANSFER_WITHIN'
  | 'TRANSFER_ENDED'
  | 'TRANSFER_UNKNOWN'
  | 'BASIS_NOT_OPEN'
  | 'MIGRATION_CONTROL_LIMIT'
  | 'NOT_THE_ADDRESSEE'
  | 'TWO_PERSONS_REQUIRED'
  | 'ANSWERED_OTHERWISE'
  | 'SURVIVOR_DIED';

type File = Readonly<{ opened?: Readonly<{ subject: string; lead: Code }>; ageBand: AgeBand; consents: Consents; transfers: Transfers; care: Readonly<{ safety: Readonly<{ died?: string }> }> }>;
type Facts = TransferFacts & Acting;
type Decided = Decision<TransferEvent, TransferRefusal>;

function decide(command: TransferCommand, file: File, facts: Facts): Decided {
  switch (command.type) {
    case 'RequestLeadTransfer':
      return request(command, file, facts);
    case 'AcceptLeadTransfer':
    case 'DeclineLeadTransfer':
      return answer(command, file, facts);
    default:
      return unreachable(command);
  }
}

function request(command: RequestLeadTransfer, { opened, transfers, ...file }: File, facts: Facts): Decided {
  const { transfer, reason, consents, note } = command.input;
  const { addressed } = facts;
  if (transfers[transfer]) return [];
  if (!addressed) return refuse('UNIT_UNKNOWN', 'there is no such unit, or it is closed');
  if (addressed.compartment === facts.by.compartment) return refuse('TRANSFER_WITHIN', 'within a compartment the case is assigned');
  const refusal = basisRefusal(command, file, facts, addressed);
  if (refusal) return refusal;
  return [
    {
      type: 'LeadTransferRequested',
      data: { transfer, from: opened!.lead, to: addressed.unit, reason, consents: [...new Set(consents)].sort(), hand: facts.hand ?? '' },
      ...sealedFields(opened!.subject, { transferNote: note }),
    },
  ];
}

/** On her consent to whoever would lead, or, for a child, to the council for children; or on the order of a court. */
function basisRefusal({ input: { consents }, meta }: RequestLeadTransfer, file: Pick<File, 'ageBand' | 'consents' | 'care'>, { addressedKind }: Facts, to: Party): Refusal<TransferRefusal> | undefined {
  if (addressedKind === 'MIGRATION_CONTROL') return refuse('MIGRATION_CONTROL_LIMIT', 'migration control leads no case');
  if (meta.basis.kind === 'CONSENT' && file.care.safety.died !== undefined) return refuse('SURVIVOR_DIED', 'she died: name another legal basis');
  if (meta.basis.kind === 'CONSENT') return relianceRefusal(consents, file.consents, { to, purpose: 'ASSISTANCE', categories: openToLead, at: meta.receivedAt });
  const child = meta.basis.kind === 'BEST_INTERESTS_OF_CHILD' && addressedKind === 'CHILDREN' && countsAsChild(file.ageBand);
  const ordered = meta.basis.kind === 'COURT_ORDER' && meta.basis.ref !== undefined;
  return consents.length === 0 && (child || ordered) ? undefined : refuse('BASIS_NOT_OPEN', 'another lead takes her consent, the best interests of a child, or a court order');
}

/** Only who was addressed answers, while what it rests on still holds and the lead that asked still leads. */
function answer(command: AcceptLeadTransfer | DeclineLeadTransfer, { opened, consents, transfers }: File, facts: Facts): Decided {
  const { transfer: id } = command.input;
  const asked = Object.hasOwn(transfers, id) ? transfers[id] : undefined;
  const theirs = asked !== undefined && actsFor(facts.by, facts.addressed, facts.standsIn ?? false);
  if (!theirs && !facts.leads) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
  if (!asked) return refuse('TRANSFER_UNKNOWN', 'no such transfer was asked for in this case');
  if (!theirs) return refuse('NOT_THE_ADDRESSEE', 'only the unit addressed, or its supervisor, may do this');
  const wanted = command.type === 'AcceptLeadTransfer' ? 'ACCEPTED' : 'DECLINED';
  if (asked.status === wanted && asked.reason === (command.input as { reason?: string }).reason) return [];
  if (asked.status === 'ACCEPTED' || asked.status === 'DECLINED') return refuse('ANSWERED_OTHERWISE', 'this was answered before; what is recorded stays');
  if (asked.status === 'SUPERSEDED' || asked.from !== opened!.lead) return refuse('TRANSFER_ENDED', 'this transfer is not asked for any more');
  if (command.type === 'DeclineLeadTransfer') {
    const { reason, note } = command.input;
    return [{ type: 'LeadTransferDeclined', data: { transfer: id, reason }, ...sealedFields(opened!.subject, { transferNote: note }) }];
  }
  if (asked.hand === facts.hand) return refuse('TWO_PERSONS_REQUIRED', 'another person than who asked accepts');
  const lapsed = asked.consents.some((one) => !consents[one] || consents[one].ended || consents[one].until <= command.meta.receivedAt);
  if (lapsed) return refuse('CONSENT_ENDED', 'the consent it rests on was withdrawn or has lapsed');
  return [{ type: 'LeadTransferAccepted', data: { transfer: id, lead: asked.to } }];
}

function evolve(transfers: Transfers, { type, data }: Recorded<TransferEvent>): Transfers {
  const known = transfers[data.transfer];
  switch (type) {
    case 'LeadTransferRequested': {
      const { transfer, from, to, consents, hand } = data;
      const others = Object.entries(transfers).map(([id, one]) => [id, one.status === 'REQUESTED' ? { ...one, status: 'SUPERSEDED' } : one]);
      return { ...(Object.fromEntries(others) as Transfers), [transfer]: { from, to, consents, hand, status: 'REQUESTED' } };
    }
    case 'LeadTransferAccepted':
      return known ? { ...transfers, [data.transfer]: { ...known, status: 'ACCEPTED' } } : transfers;
    case 'LeadTransferDeclined':
      return known ? { ...transfers, [data.transfer]: { ...known, status: 'DECLINED', reason: data.reason } } : transfers;
  }
}

export const transferConcept: Concept<TransferCommand, TransferEvent, TransferRefusal, Transfers, File, TransferFacts> = {
  rules: { RequestLeadTransfer: {}, AcceptLeadTransfer: { others: true }, DeclineLeadTransfer: { others: true } },
  events: transferEvents,
  initial: {},
  decide,
  evolve,
};
