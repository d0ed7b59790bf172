import type { Recorded } from '@amparo/event-sourcing';
import type { AgeBand, InstitutionKind, Matter, ProtocolEvent, Service, Sex, UnitKind } from '@amparo/protocol';

/** An event as it is read back, without any key: its clear fields, and the case that its envelope names. */
export type ReadBack = Recorded<ProtocolEvent> & Readonly<{ envelope: Readonly<{ case?: string }> }>;

type When = Readonly<{ event: string; at: string }>;
type KnownUnit = Readonly<{ opened: When; institution: string; kind: UnitKind; closedAt?: string }>;
type Described = Readonly<{ ageBand: AgeBand; sex: Sex; foreignNational?: boolean }>;
type KnownCase = Readonly<{ opened: string; subject: string; matter: Matter; kind: 'SURVIVOR' | 'DEPENDANT'; described?: Described; assessed?: AgeBand }>;
type Caller = Readonly<{ caller: string; sex: Sex; migrant?: boolean }>;

/** Somebody who came into a house: the survivor of a stay, or one who came along. `unit` as it stands in her case. */
export type Admission = When & Readonly<{ stay: string; case: string; unit: string; place: string }>;
type Assistance = When & Readonly<{ case: string; unit: string; service: Service }>;
type Contact = When & Readonly<{ unit: string; channel: string; about: Caller; outcome?: string }>;
type Residence = When & Readonly<{ permit: string; case: string }>;

/**
 * What counting must remember of the record. `inError` holds what was recorded and did not happen: `stay <id>`, `place <stay>
 * <place>`, `case <id>`, `contact <id>`, `permit <id>`, `certificate <id>`, `entry <event>`. An entry in error counts nowhere,
 * whenever it was found out.
 */
export type Register = {
  readonly institutions: Map<string, InstitutionKind>;
  readonly units: Map<string, KnownUnit>;
  /** Code of a residential unit in one case → the unit. */
  readonly codes: Map<string, string>;
  readonly cases: Map<string, KnownCase>;
  /** A case that goes on in another → that one. */
  readonly mergedInto: Map<string, string>;
  /** A subject → those that a steward confirmed to be the same person. */
  readonly matched: Map<string, ReadonlySet<string>>;
  readonly admissions: Admission[];
  readonly assistance: Assistance[];
  readonly contacts: Map<string, Contact>;
  readonly certificates: Map<string, When & Readonly<{ person: string; date: string }>>;
  readonly residences: Residence[];
  readonly inError: Set<string>;
};

export const emptyRegister = (): Register => ({
  institutions: new Map(),
  units: new Map(),
  codes: new Map(),
  cases: new Map(),
  mergedInto: new Map(),
  matched: new Map(),
  admissions: [],
  assistance: [],
  contacts: new Map(),
  certificates: new Map(),
  residences: [],
  inError: new Set(),
});

/**
 * Who somebody is across cases: the one place that says so. A count asks it for every case, so that whoever is found under two
 * cases counts once.
 */
export function personOf({ cases, mergedInto, matched }: Register, caseId: string): string | undefined {
  let into = caseId;
  for (let next = mergedInto.get(into); next !== undefined; next = mergedInto.get(into)) into = next;
  const subject = cases.get(into)?.subject;
  if (subject === undefined) return undefined;
  const same = new Set([subject]);
  for (const one of same) for (const other of matched.get(one) ?? []) same.add(other);
  return [...same].sort()[0];
}

/** Notes in both directions that two subjects are one person, or that they are not. */
function match({ matched }: Register, one: string, other: string, same: boolean): void {
  for (const [from, to] of [[one, other], [other, one]] as const) {
    const others = new Set(matched.get(from));
    if (same) others.add(to);
    else others.delete(to);
    matched.set(from, others);
  }
}

/** How somebody is described by now: what was assessed of her age is not described away. */
export function descriptionOf({ cases }: Register, caseId: string): Described | undefined {
  const { described, assessed } = cases.get(caseId) ?? {};
  return described && { ...described, ...(assessed !== undefined && { ageBand: assessed }) };
}

/** The unit that a code of the directory, or of a case, stands for. */
export const unitOf = ({ codes, units }: Register, code: string): KnownUnit | undefined => units.get(codes.get(code) ?? code);

const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

/** Takes in one event, in the order of the record; most concern no count. */
export function register(known: Register, event: ReadBack): void {
  const { type, data } = event;
  const when: When = { event: event.id, at: event.at };
  const id = idOf(event.stream);
  switch (type) {
    case 'InstitutionRegistered':
      known.institutions.set(data.code, data.kind);
      return;
    case 'UnitOpened':
      known.units.set(data.unit, { opened: when, institution: data.institution, kind: data.kind });
      return;
    case 'UnitClosed': {
      const unit = known.units.get(id);
      if (unit) known.units.set(id, { ...unit, closedAt: event.at });
      return;
    }
    case 'CaseCodeIssued':
      if (data.stands === 'UNIT') known.codes.set(data.code, id);
      return;
    case 'CertificateAwarded':
      known.certificates.set(data.certificate, { ...when, person: data.person, date: data.date });
      return;
    case 'CertificateRevoked':
      // Misconduct takes the right away, not what was learnt.
      if (data.reason !== 'MISCONDUCT') known.inError.add(`certificate ${data.certificate}`);
      return;
    case 'MatchConfirmed':
      match(known, id, data.other, true);
      return;
    case 'MatchRejected':
      match(known, id, data.other, false);
      return;
    case 'PermitGranted':
    case 'PermitUpgraded':
      if (data.class === 'TEMPORARY_RESIDENCE') known.residences.push({ ...when, permit: id, case: event.envelope.case ?? '' });
      return;
    case 'PermitEnteredInError':
      known.inError.add(`permit ${id}`);
      return;
    case 'ReferralEnteredInError':
      // A stay has the id of its referral.
      known.inError.add(`stay ${id}`);
      return;
    default:
      ofContact(known, event, id, when);
      ofCase(known, event, id, when);
      ofStay(known, event, id, when);
  }
}

function ofContact({ contacts, inError }: Register, { type, data }: ReadBack, id: string, when: When): void {
  const contact = contacts.get(id);
  switch (type) {
    case 'ContactReceived':
      contacts.set(id, { ...when, unit: data.unit, channel: data.channel, about: data });
      return;
    case 'CallerDescribed':
      // The newest description counts: a figure must not stay wrong.
      if (contact) contacts.set(id, { ...contact, about: data });
      return;
    case 'ContactClosed':
      if (contact) contacts.set(id, { ...contact, outcome: data.outcome });
      return;
    case 'ContactEnteredInError':
      inError.add(`contact ${id}`);
      return;
    default:
  }
}

function ofCase({ cases, mergedInto, assistance, inError }: Register, event: ReadBack, id: string, when: When): void {
  const { type, data } = event;
  const known = cases.get(id);
  switch (type) {
    case 'CaseOpened':
      cases.set(id, { opened: event.id, subject: data.subject, matter: data.matter, kind: data.kind });
      return;
    case 'SurvivorDescribed':
      if (known) cases.set(id, { ...known, described: data });
      return;
    case 'AgeAssessed':
      if (known) cases.set(id, { ...known, assessed: data.ageBand });
      return;
    case 'CaseMergedInto':
      mergedInto.set(id, data.into);
      return;
    case 'CasesUnmerged':
      if (data.side === 'MERGED') mergedInto.delete(id);
      return;
    case 'AssistanceProvided':
      assistance.push({ ...when, case: id, unit: event.actor.unit ?? '', service: data.service });
      return;
    case 'EntryCorrected':
      if (data.reason === 'WRONG_PERSON') inError.add(`entry ${data.corrects}`);
      return;
    case 'CaseClosed':
      if (data.reason === 'OPENED_IN_ERROR') inError.add(`case ${id}`);
      return;
    case 'CaseReopened':
      inError.delete(`case ${id}`);
      return;
    default:
  }
}

function ofStay({ admissions, inError }: Register, event: ReadBack, stay: string, when: When): void {
  const { type, data } = event;
  switch (type) {
    case 'SurvivorAdmitted':
      admissions.push({ ...when, stay, case: event.envelope.case ?? '', unit: data.unit, place: data.place });
      for (const { dependant, place } of data.dependants) admissions.push({ ...when, stay, case: dependant, unit: data.unit, place });
      return;
    case 'DependantAdmitted':
      admissions.push({ ...when, stay, case: data.dependant, unit: admissions.find((one) => one.stay === stay)?.unit ?? '', place: data.place });
      return;
    case 'SurvivorDischarged':
      if (data.reason === 'ADMITTED_IN_ERROR') inError.add(`stay ${stay}`);
      return;
    case 'DependantDischarged':
      if (data.reason === 'ADMITTED_IN_ERROR') inError.add(`place ${stay} ${data.place}`);
      return;
    default:
  }
}
