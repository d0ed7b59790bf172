import { dataCategories, type DataCategory, type LegalBasis, type Role } from '@amparo/protocol';

const all: readonly DataCategory[] = dataCategories;
const care = all.filter((category) => category !== 'INVESTIGATION');

/** How far inside its compartment a role sees: cases assigned to the agent, its unit's, or all. */
export type Reach = 'ASSIGNED' | 'UNIT' | 'COMPARTMENT';

/**
 * What a role may open of what its compartment holds. Visibility decides what the compartment holds; a role only narrows it.
 * Coordination bodies and administrators see no person; auditors and stewards work on views of their own, not on case files.
 */
export const opens: Readonly<Record<Role, Readonly<{ reach: Reach; categories: readonly DataCategory[] }>>> = {
  intake: { reach: 'UNIT', categories: ['STATUS', 'IDENTITY', 'CONTACT', 'PROTECTION', 'CHILDREN'] },
  caseworker: { reach: 'ASSIGNED', categories: care },
  supervisor: { reach: 'COMPARTMENT', categories: care },
  shelter_manager: { reach: 'UNIT', categories: care },
  prosecutor: { reach: 'COMPARTMENT', categories: all },
  identification_authority: { reach: 'COMPARTMENT', categories: ['STATUS', 'IDENTITY', 'PROTECTION', 'MIGRATION', 'CHILDREN'] },
  coordinator: { reach: 'COMPARTMENT', categories: [] },
  auditor: { reach: 'COMPARTMENT', categories: [] },
  steward: { reach: 'COMPARTMENT', categories: [] },
  administrator: { reach: 'COMPARTMENT', categories: [] },
};

type Rule = Readonly<{
  by: readonly Role[];
  /** Rule 7: approvals demand the agent's own token, not a partner's word for it. */
  ownTokenOnly?: true;
  /** Legal basis recorded when the input states none. */
  basis?: LegalBasis;
}>;

const administration: Rule = { by: ['administrator'] };
const direction: Rule = { by: ['administrator', 'supervisor', 'shelter_manager'] };
const work: Rule = { by: ['intake', 'caseworker', 'supervisor', 'shelter_manager', 'prosecutor'] };
const lead: Rule = { by: ['caseworker', 'supervisor', 'shelter_manager', 'prosecutor'] };
/** Who answers a referral and serves her under it; the authority that identifies among them. */
const answer: Rule = { by: [...work.by, 'identification_authority'] };
const identification: Rule = { by: ['identification_authority'], ownTokenOnly: true };
const oversight: Rule = { by: ['supervisor', 'shelter_manager'] };
const conflict: Rule = { by: ['supervisor', 'prosecutor', 'auditor'] };

/** Which role may issue which command. Every mutation has its row; where a role is not named, the command is turned down before anything is looked at. */
export const mayIssue: Readonly<Record<string, Rule>> = {
  RegisterInstitution: administration,
  WallCompartment: administration,
  AdmitClient: administration,
  ProposeAgentAppointment: administration,
  AppointAgent: { ...administration, ownTokenOnly: true },
  AssignAgent: administration,
  AccreditAgent: administration,
  RevokeAccreditation: administration,
  SuspendAgent: administration,
  ReinstateAgent: administration,

  OpenUnit: administration,
  CloseUnit: administration,
  OfferService: direction,
  SuspendService: direction,
  SetCriteria: direction,
  DeclareCapacity: direction,
  HoldPlace: work,

  OpenCase: work,
  AssignCase: oversight,
  DescribeSurvivor: work,
  AgreeSafeContact: work,
  RevokeSafeContact: work,
  RecordLanguageNeed: work,
  RecordScreening: work,
  GiveConsent: work,
  RefuseConsent: work,
  WithdrawConsent: work,
  CorrectEntry: lead,
  CloseCase: lead,
  ReopenCase: lead,
  PresumeVictim: answer,
  DecideIdentification: identification,
  RequestReconsideration: work,
  DecideReconsideration: identification,
  ExtendRecovery: { by: [...lead.by, 'identification_authority'] },
  AppointGuardian: lead,
  RecordGuardianConflict: work,
  AppointLegalRepresentative: work,
  AssessAge: { by: [...lead.by, 'identification_authority'], ownTokenOnly: true },
  DetermineBestInterests: { by: lead.by, ownTokenOnly: true },
  LinkDependant: work,
  ExplainRights: answer,
  AssessRisk: work,
  RaiseRiskFlag: work,
  ClearRiskFlag: lead,
  RecordAlias: work,
  OpenEmergencyAccess: { ...work, ownTokenOnly: true, basis: 'VITAL_INTERESTS' },
  EndEmergencyAccess: work,
  ReviewEmergencyAccess: { ...oversight, ownTokenOnly: true },
  RequestLeadTransfer: { ...lead, basis: 'CONSENT' },
  AcceptLeadTransfer: lead,
  DeclineLeadTransfer: lead,
  ReassignLead: { by: ['supervisor', 'prosecutor', 'auditor'] },

  PlaceExclusion: conflict,
  ConfirmExclusion: { ...conflict, ownTokenOnly: true },
  LiftExclusion: { ...conflict, ownTokenOnly: true },

  RequestReferral: { ...work, basis: 'CONSENT' },
  AcknowledgeReferral: answer,
  RequestInformation: answer,
  SupplyInformation: work,
  AcceptReferral: answer,
  WaitlistReferral: answer,
  DeclineReferral: answer,
  StartService: answer,
  PauseService: answer,
  ResumeService: answer,
  CompleteService: answer,
  DiscontinueService: answer,
  WithdrawReferral: work,
  RecordSurvivorDeclined: work,
  LapseReferral: oversight,
  DecideNextStep: lead,
  EnterReferralInError: lead,
  ConfirmOutcome: lead,
  DisputeOutcome: lead,
};
