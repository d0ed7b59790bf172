import { Command, refuse, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import { sealedFields } from '../sealed-fields';
import type { Concept } from './concept';

export const contactRevocationReasons = ['NOT_SAFE', 'CHANGED', 'AT_HER_REQUEST'] as const;

type Of = Readonly<{ case: string }>;
/** A way to reach her that the exploiter does not hold. */
type SafeContact = Readonly<{
  channel: string;
  address: string;
  owner: string;
  hours?: string;
  contactLanguage?: string;
  mayLeaveMessage?: boolean;
  codeWord?: string;
}>;

export class AgreeSafeContact extends Command<'AgreeSafeContact', Of & SafeContact & { contact: string }> {
  readonly type = 'AgreeSafeContact';
}
export class RevokeSafeContact extends Command<'RevokeSafeContact', Of & { contact: string; reason: (typeof contactRevocationReasons)[number] }> {
  readonly type = 'RevokeSafeContact';
}
export type SafeContactCommand = AgreeSafeContact | RevokeSafeContact;

export type SafeContactEvent =
  | DomainEvent<'SafeContactAgreed', { contact: string }>
  | DomainEvent<'SafeContactRevoked', { contact: string; reason: (typeof contactRevocationReasons)[number] }>;

const said = {
  channel: 'CONTACT',
  address: 'CONTACT',
  owner: 'CONTACT',
  hours: 'CONTACT',
  contactLanguage: 'CONTACT',
  mayLeaveMessage: 'CONTACT',
  codeWord: 'CONTACT',
} as const;

type SafeContacts = Readonly<Record<string, 'AGREED' | 'REVOKED'>>;
export type SafeContactRefusal = 'CONTACT_UNKNOWN';
type File = Readonly<{ opened?: Readonly<{ subject: string }>; contacts: SafeContacts }>;

function decide(command: SafeContactCommand, { opened, contacts }: File): Decision<SafeContactEvent, SafeContactRefusal> {
  if (command.type === 'AgreeSafeContact') {
    const { case: _case, contact, ...fields } = command.input;
    return contacts[contact] ? [] : [{ type: 'SafeContactAgreed', data: { contact }, ...sealedFields(opened!.subject, fields) }];
  }
  const { contact, reason } = command.input;
  if (!contacts[contact]) return refuse('CONTACT_UNKNOWN', 'no such contact was agreed in this case');
  return contacts[contact] === 'REVOKED' ? [] : [{ type: 'SafeContactRevoked', data: { contact, reason } }];
}

const evolve = (contacts: SafeContacts, { type, data }: Recorded<SafeContactEvent>): SafeContacts => ({
  ...contacts,
  [data.contact]: type === 'SafeContactAgreed' ? 'AGREED' : 'REVOKED',
});

export const safeContactConcept: Concept<SafeContactCommand, SafeContactEvent, SafeContactRefusal, SafeContacts, File, object> = {
  rules: { AgreeSafeContact: {}, RevokeSafeContact: {} },
  events: {
    SafeContactAgreed: { category: 'CONTACT', clear: { contact: 'decision' }, sealed: said },
    SafeContactRevoked: { category: 'CONTACT', clear: { contact: 'decision', reason: 'audit' } },
  },
  initial: {},
  decide,
  evolve,
};
