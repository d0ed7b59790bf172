import { Command, refuse, type Decision, type DomainEvent, type Recorded } from '@amparo/event-sourcing';
import type { Certificate } from '../course/course';
import { dayOf } from '../day';
import type { EventDefinitions } from '../event-definition';

type Accrediting = Readonly<{ institution: string; agent: string; accreditation: 'IDENTIFICATION' }>;

/** On a certificate of the agent's own; without one it is refused. */
export class AccreditAgent extends Command<'AccreditAgent', Accrediting & { course?: string; certificate?: string }> {
  readonly type = 'AccreditAgent';
}
export class RevokeAccreditation extends Command<'RevokeAccreditation', Accrediting> {
  readonly type = 'RevokeAccreditation';
}
/** The process manager's: the certificate is revoked, and with it every accreditation of this institution that rests on it. */
export class RevokeAccreditationsOnCertificate extends Command<'RevokeAccreditationsOnCertificate', { institution: string; certificate: string }> {
  readonly type = 'RevokeAccreditationsOnCertificate';
}

export type AccreditationEvent =
  | DomainEvent<'AgentAccredited', { agent: string; accreditation: 'IDENTIFICATION'; course?: string; certificate?: string }>
  | DomainEvent<'AccreditationRevoked', { agent: string; accreditation: 'IDENTIFICATION' }>;

export const accreditationEvents: EventDefinitions<AccreditationEvent['type']> = {
  AgentAccredited: {
    category: 'DIRECTORY',
    clear: { agent: 'rule 1', accreditation: 'rule 1', course: 'directory', certificate: 'rule 12' },
  },
  AccreditationRevoked: { category: 'DIRECTORY', clear: { agent: 'rule 12', accreditation: 'rule 12' } },
};

/** An agent as far as accreditation goes. */
export type Accreditable = Readonly<{
  agent: string;
  person: string;
  accreditations: readonly string[];
  /** What the newest accreditation rests on; absent for one of before certificates were asked for. */
  certificate?: string;
  /** The event of the newest accreditation: recorded as the authority of a decision that needs one. */
  accredited?: Readonly<{ event: string; stream: string; seq: number }>;
}>;

export type AccreditationRefusal = 'CERTIFICATE_REQUIRED' | 'CERTIFICATE_UNKNOWN' | 'CERTIFICATE_REVOKED' | 'ACCREDITED_OTHERWISE' | 'DATES_REVERSED';

/** @param awarded the certificate that an accreditation names, as the stream of its course has it. */
export function decideAccreditation(command: AccreditAgent | RevokeAccreditation, known: Accreditable, awarded?: Certificate): Decision<AccreditationEvent, AccreditationRefusal> {
  const { agent, accreditation } = command.input;
  const accredited = known.accreditations.includes(accreditation);
  if (command.type === 'RevokeAccreditation') return accredited ? [{ type: 'AccreditationRevoked', data: { agent, accreditation } }] : [];
  const { course, certificate } = command.input;
  if (course === undefined || certificate === undefined) return refuse('CERTIFICATE_REQUIRED', 'an accreditation names a certificate of the agent, and its course');
  if (accredited && known.certificate === certificate) return [];
  if (accredited) return refuse('ACCREDITED_OTHERWISE', 'the agent is accredited on something else: revoke that first');
  if (awarded?.person !== known.person) return refuse('CERTIFICATE_UNKNOWN', 'no such certificate was awarded to this person');
  if (awarded.revoked !== undefined) return refuse('CERTIFICATE_REVOKED', 'that certificate was revoked');
  if (dayOf(command.meta.at) < awarded.date) return refuse('DATES_REVERSED', 'nobody is accredited before the certificate');
  return [{ type: 'AgentAccredited', data: { agent, accreditation, course, certificate } }];
}

export const revokeOnCertificate = ({ input }: RevokeAccreditationsOnCertificate, agents: readonly Accreditable[]): AccreditationEvent[] =>
  agents
    .filter(({ certificate, accreditations }) => certificate === input.certificate && accreditations.includes('IDENTIFICATION'))
    .map(({ agent }) => ({ type: 'AccreditationRevoked', data: { agent, accreditation: 'IDENTIFICATION' } }));

/** What changes of an agent by one of these events. */
export function evolveAccreditation({ accreditations }: Accreditable, { type, data, id: event, stream, seq }: Recorded<AccreditationEvent>): Partial<Accreditable> {
  const others = accreditations.filter((one) => one !== data.accreditation);
  if (type === 'AccreditationRevoked') return { accreditations: others };
  return { accreditations: [...others, data.accreditation], accredited: { event, stream, seq }, ...(data.certificate !== undefined && { certificate: data.certificate }) };
}
