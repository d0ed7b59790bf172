import { Command, refuse, type Decision, type DomainEvent, type Refusal } from '@amparo/event-sourcing';
import { agreementRefusal, type Sharing } from '../agreement/limited-by';
import { countsAsChild, type AgeBand } from '../case/age-band';
import type { Code, Consent } from '../case/consent';
import { serves, type ServingReferral } from '../case/serving';
import type { InstitutionKind } from '../institution/institution';
import type { Purpose } from '../legal-basis';
import type { Party } from '../party';
import { sealedFields } from '../sealed-fields';
import { services, type Service } from '../service';
import type { Priority } from './priority';

export class RequestReferral extends Command<
  'RequestReferral',
  { referral: string; case: string; to: string; service: Service; priority: Priority; consents: readonly string[]; supersedes?: string; under?: string; need?: string }
> {
  readonly type = 'RequestReferral';
}

export type ReferralRequested = DomainEvent<
  'ReferralRequested',
  { from: Code; to: Code; service: Service; priority: Priority; consents: readonly string[]; supersedes?: string }
>;

/** What a request must know of the case, the addressee and what it follows on. */
export type RequestFacts = Readonly<{
  caseOpen: boolean;
  survivorDied: boolean;
  lead?: Party;
  ageBand: AgeBand;
  consents: Readonly<Record<string, Consent>>;
  /** The case's referral under which the sender serves her already. */
  under?: ServingReferral;
  superseded?: Readonly<{ status: string; from: string }>;
  toKind?: InstitutionKind;
  toOpen: boolean;
  toOffers: boolean;
  sharing: Sharing;
}>;

export type RequestRefusal =
  | 'NOT_FOUND'
  | 'CASE_CLOSED'
  | 'SURVIVOR_DIED'
  | 'UNIT_UNKNOWN'
  | 'OWN_UNIT'
  | 'SERVICE_NOT_OFFERED'
  | 'SUPERSEDES_NOT_ENDED'
  | 'CONSENT_REQUIRED'
  | 'CONSENT_ENDED'
  | 'CONSENT_FOR_ANOTHER'
  | 'CONSENT_FOR_OTHER_PURPOSE'
  | 'CONSENT_TOO_NARROW'
  | 'AGREEMENT_TOO_NARROW'
  | 'BASIS_NOT_OPEN'
  | 'MIGRATION_CONTROL_LIMIT';

type Request = Readonly<{
  service: Service;
  priority: Priority;
  consents: readonly string[];
  supersedes?: string;
  basis: Readonly<{ kind: string; ref?: string }>;
  purpose: string;
  by: Party;
  to: Party | undefined;
  about: RequestFacts;
  /** When it was made: a referral told late rests on what was in force then. */
  at: string;
}>;

const ended = ['DECLINED', 'LAPSED', 'DISCONTINUED', 'WITHDRAWN', 'SURVIVOR_DECLINED', 'CONSENT_WITHDRAWN', 'ENTERED_IN_ERROR', 'CONFIRMED', 'COMPLETED'];

/** The lead's, or who serves her already: the referral as it was asked for, or why it may not be. */
export function request({ input, meta }: RequestReferral, { by, to, subject, request: about }: Readonly<{ by: Party; to?: Party; subject: string; request?: RequestFacts }>): Decision<ReferralRequested, RequestRefusal> {
  if (!about) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
  const refusal = requestRefusal({ ...input, basis: meta.basis, purpose: meta.purpose, at: meta.at, by, to, about });
  if (refusal) return refusal;
  const { service, priority, consents, supersedes, need } = input;
  return [
    {
      type: 'ReferralRequested',
      data: { from: by.unit, to: to!.unit, service, priority, consents, ...(supersedes !== undefined && { supersedes }) },
      ...sealedFields(subject, { need }),
    },
  ];
}

/** Why a referral may not be requested; undefined when it may. */
export function requestRefusal(request: Request): Refusal<RequestRefusal> | undefined {
  const { by, to, about, consents, basis } = request;
  // The lead refers, and who serves her already; to anybody else there is no such case.
  const leads = by.compartment === about.lead?.compartment;
  if (!leads && !serves(by, about.under)) return refuse('NOT_FOUND', 'there is no such case, or it is not yours');
  if (!about.caseOpen) return refuse('CASE_CLOSED', 'the case is closed: reopen it first');
  if (!to || !about.toOpen) return refuse('UNIT_UNKNOWN', 'there is no such unit, or it is closed');
  if (to.unit === by.unit) return refuse('OWN_UNIT', 'a referral goes to another unit');
  if (!about.toOffers) return refuse('SERVICE_NOT_OFFERED', 'the unit does not offer this service now');
  if (request.supersedes !== undefined && (!about.superseded || !ended.includes(about.superseded.status) || about.superseded.from !== by.unit)) {
    return refuse('SUPERSEDES_NOT_ENDED', 'a referral supersedes one of your own that has ended');
  }
  return (basis.kind === 'CONSENT' ? consentRefusal(request, to) : otherBasisRefusal(request, consents)) ?? limitRefusal(request);
}

/** A sharing agreement limits what a basis opens; it never grants: what the service requires must be among what it lets pass. */
function limitRefusal({ basis, consents, about, service, purpose, at }: Request): Refusal<RequestRefusal> | undefined {
  const { requires } = services[service];
  // A consent is for a purpose of its own; what rests on another basis, for that of the request.
  const opened = basis.kind === 'CONSENT' ? consents.map((id) => about.consents[id]!) : [{ purpose: purpose as Purpose, categories: requires }];
  return agreementRefusal(about.sharing, requires, opened, at);
}

/** Rule 2: a consent of hers, in force, that names this receiver and covers what the service requires. */
function consentRefusal({ consents, about, service, at }: Request, to: Party): Refusal<RequestRefusal> | undefined {
  // Her death withdraws no consent; but nothing new is opened on the word of somebody who cannot take it back.
  if (about.survivorDied) return refuse('SURVIVOR_DIED', 'she died: name another legal basis');
  if (consents.length === 0) return refuse('CONSENT_REQUIRED', 'name the consent this rests on, or another legal basis');
  for (const id of consents) {
    const consent = about.consents[id];
    if (!consent) return refuse('CONSENT_REQUIRED', 'no such consent was given in this case');
    if (consent.ended || consent.until <= at) return refuse('CONSENT_ENDED', 'that consent was withdrawn or has lapsed');
    if (consent.receiver !== to.unit && consent.receiver !== to.compartment) return refuse('CONSENT_FOR_ANOTHER', 'that consent names another receiver');
    if (!purposesOf(service).includes(consent.purpose)) return refuse('CONSENT_FOR_OTHER_PURPOSE', 'that consent was given for another purpose than this service has');
  }
  const covered = new Set(consents.flatMap((id) => about.consents[id]!.categories));
  if (services[service].requires.some((category) => !covered.has(category))) {
    return refuse('CONSENT_TOO_NARROW', 'the service needs a category that no consent named here covers');
  }
  return undefined;
}

const purposesOf = (service: Service): readonly Purpose[] => services[service].for;

/** The other legal bases, each where the protocol allows it. Migration control acts on consent or a court's order alone (rule 3). */
function otherBasisRefusal({ basis, about, priority }: Request, consents: readonly string[]): Refusal<RequestRefusal> | undefined {
  if (consents.length > 0) return refuse('BASIS_NOT_OPEN', 'consents are named only where consent is the basis');
  if (about.toKind === 'MIGRATION_CONTROL' && basis.kind !== 'COURT_ORDER') {
    return refuse('MIGRATION_CONTROL_LIMIT', 'migration control is referred to on consent or a court order only');
  }
  const allowed: Readonly<Record<string, boolean>> = {
    BEST_INTERESTS_OF_CHILD: about.toKind === 'CHILDREN' && countsAsChild(about.ageBand),
    VITAL_INTERESTS: priority === 'EMERGENCY',
    LEGAL_OBLIGATION: basis.ref !== undefined,
    LEGAL_MANDATE: about.toKind === 'PROSECUTION' && basis.ref !== undefined,
    COURT_ORDER: basis.ref !== undefined,
  };
  return allowed[basis.kind] === true ? undefined : refuse('BASIS_NOT_OPEN', 'this legal basis does not open this referral: give its number, or another basis');
}
