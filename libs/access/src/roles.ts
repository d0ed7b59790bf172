import { dataCategories, type DataCategory, type LegalBasis, type Purpose, type Role } from '@amparo/protocol';

const all: readonly DataCategory[] = dataCategories;
const care = all.filter((category) => category !== 'INVESTIGATION');

/** How far inside its compartment a role sees: cases assigned to the agent, its unit's, or all. */
export type Reach = 'ASSIGNED' | 'UNIT' | 'COMPARTMENT';

/**
 * What a role may open of what its compartment holds. Visibility decides what the compartment holds; a role only narrows it.
 * Coordination bodies and administrators see no person; auditors and stewards work on views of their own, not on case files.
 * From the weakest to the strongest: `actsAs` goes by this order.
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

/** Which role may ask for what is about no survivor and yet not for everybody. The gate says of whose institution it must be besides. */
export const mayAsk = {
  overview: ['coordinator'],
  holdersOfCertificates: ['administrator'],
  agreementsOfOthers: ['auditor'],
  occupancy: ['supervisor', 'shelter_manager'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/**
 * What stands beside the case files: for whom, and for what alone. To everybody else there is no such case. A prosecutor takes a
 * court's order besides.
 */
const mayRead = {
  oversightTimeline: { auditor: 'AUDIT' },
  asSeenBy: { auditor: 'AUDIT', prosecutor: 'PROSECUTION' },
  caseReplay: { auditor: 'AUDIT', prosecutor: 'PROSECUTION' },
  exclusions: { auditor: 'AUDIT' },
  logEntries: { auditor: 'AUDIT' },
  matches: { steward: 'RECORD', auditor: 'AUDIT' },
  legalHolds: { steward: 'RECORD', auditor: 'AUDIT' },
  erasures: { steward: 'RECORD', auditor: 'AUDIT' },
  survivorFile: { steward: 'SUBJECT_ACCESS' },
  survivorReads: { steward: 'SUBJECT_ACCESS' },
  evidenceBundle: { auditor: 'AUDIT', prosecutor: 'PROSECUTION' },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<Role, Purpose>>>>>;

/** The role in which a caller may read what stands beside the case files, for the purpose stated. */
export function readsAs(query: keyof typeof mayRead, { roles, purpose }: Readonly<{ roles: readonly Role[]; purpose: Purpose }>): Role | undefined {
  const readers: Readonly<Partial<Record<Role, Purpose>>> = mayRead[query];
  return roles.find((role) => readers[role] === purpose);
}

type Rule = Readonly<{
  by: readonly Role[];
  /** Rule 7: approvals demand the agent's own token, not a partner's word for it. */
  ownTokenOnly?: true;
  /** Legal basis recorded when the input states none. */
  basis?: LegalBasis;
}>;

const administration: Rule = { by: ['administrator'] };
const coordination: Rule = { by: ['coordinator'] };
const direction: Rule = { by: ['administrator', 'supervisor', 'shelter_manager'] };
const work: Rule = { by: ['intake', 'caseworker', 'supervisor', 'shelter_manager', 'prosecutor'] };
const lead: Rule = { by: ['caseworker', 'supervisor', 'shelter_manager', 'prosecutor'] };
/** The desks of a first encounter; a supervisor acts as one. */
const frontDesk: Rule = { by: ['supervisor', 'caseworker', 'intake'] };
/** Living together is no business of a prosecution, in whatever unit it works. */
const house: Rule = { by: ['intake', 'caseworker', 'supervisor', 'shelter_manager'] };
/** Who answers a referral and serves her under it; the authority that identifies among them. */
const answer: Rule = { by: [...work.by, 'identification_authority'] };
const identification: Rule = { by: ['identification_authority'], ownTokenOnly: true };
const oversight: Rule = { by: ['supervisor', 'shelter_manager'] };
const prosecution: Rule = { by: ['prosecutor'] };
/** Rule 7: custody demands the agent's own token. */
const custody: Rule = { by: ['prosecutor', 'supervisor', 'caseworker', 'intake'], ownTokenOnly: true };
/** Who may keep an exhibit may read which they keep. */
export const keepers: readonly Role[] = custody.by;
/** That two cases are one person's, or are not (rule 13); what is kept of somebody, and until when (rule 11). */
const stewardship: Rule = { by: ['steward'], ownTokenOnly: true };
/** Who is told that two cases of its compartment's lead are one person's. */
export const toldOfMatches: readonly Role[] = oversight.by;
/** Who may record an answer or a consent may upload the paper it came on. */
export const attachers: readonly Role[] = answer.by;
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
  DeclareDutyLine: direction,
  HoldPlace: work,
  AuthoriseOvercapacity: { ...oversight, ownTokenOnly: true },

  ScheduleCourse: administration,
  AwardCertificate: administration,
  RevokeCertificate: administration,

  ConstituteBody: coordination,
  AdmitMember: coordination,
  ReleaseMember: coordination,
  AdoptPlan: coordination,
  PlanAction: coordination,
  ReportAction: { by: ['coordinator', 'administrator'] },

  ProposeAgreement: { ...administration, ownTokenOnly: true },
  SignAgreement: { ...administration, ownTokenOnly: true },
  DenounceAgreement: { ...administration, ownTokenOnly: true },
  ReceiveContact: frontDesk,
  DescribeCaller: frontDesk,
  TriageThreat: frontDesk,
  TakeComplaint: frontDesk,
  GiveOrientation: frontDesk,
  HandOverContact: frontDesk,
  TakeContact: frontDesk,
  DeclineHandOver: frontDesk,
  TakeBackHandOver: frontDesk,
  RedirectContact: frontDesk,
  LinkContactToCase: frontDesk,
  UnlinkContactFromCase: frontDesk,
  CloseContact: frontDesk,
  EnterContactInError: { by: ['supervisor', 'caseworker'] },

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
  MakeDisclosure: { ...lead, basis: 'CONSENT' },
  RecordDisclosureInError: work,
  LinkCase: lead,
  PlaceLegalHold: stewardship,
  RequestLegalHoldLift: stewardship,
  LiftLegalHold: stewardship,
  RequestErasure: stewardship,
  ApproveErasure: stewardship,
  RefuseErasure: stewardship,
  ReopenSubject: stewardship,
  IssueEvidenceBundle: { by: ['prosecutor', 'auditor'], ownTokenOnly: true },

  ProposeMatch: stewardship,
  ConfirmMatch: stewardship,
  RejectMatch: stewardship,
  MergeCase: stewardship,
  UnmergeCase: stewardship,
  ReassignLead: { by: ['supervisor', 'prosecutor', 'auditor'] },

  AssessNeeds: lead,
  AgreeCarePlan: lead,
  ReviseCarePlan: lead,
  CompletePlanItem: work,
  RecordAssistance: work,
  RecordServiceRefusal: work,
  RecordUnmetNeed: work,
  ReportSafetyIncident: work,
  NoteInterview: work,
  RequestNonPunishment: lead,
  DecideNonPunishment: { by: ['prosecutor'], ownTokenOnly: true },
  RecordDeath: lead,
  AgreeReintegrationPlan: lead,
  RecordFollowUp: lead,
  RecordContactLost: work,
  RecordContactRegained: work,
  RaiseGrievance: work,
  AnswerGrievance: oversight,

  PlaceExclusion: conflict,
  ConfirmExclusion: { ...conflict, ownTokenOnly: true },
  ReviewExclusion: { ...conflict, ownTokenOnly: true },
  AssessExposure: { by: ['auditor'], ownTokenOnly: true },
  LiftExclusion: { ...conflict, ownTokenOnly: true },

  FileComplaint: work,
  RedirectComplaint: prosecution,
  OpenInvestigation: prosecution,
  DirectPolice: prosecution,
  AttachCase: prosecution,
  NameSuspect: prosecution,
  CloseInvestigation: prosecution,
  ReopenInvestigation: prosecution,
  ReassignInvestigation: { by: ['prosecutor', 'supervisor', 'auditor'] },
  IssueMandate: { ...prosecution, ownTokenOnly: true },
  EndMandate: prosecution,
  DiscloseUnderReserve: prosecution,
  TakeStatement: prosecution,
  RecordAdvanceTestimony: prosecution,
  RecordProtectiveMeasure: prosecution,
  BringCharges: prosecution,
  RecordHearing: prosecution,
  RecordJudgment: prosecution,
  RecordReparation: prosecution,

  CollectExhibit: custody,
  SealExhibit: custody,
  BreakSeal: custody,
  OfferCustody: custody,
  AcceptCustody: custody,
  RefuseCustody: custody,
  ReassignCustody: { ...custody, by: ['supervisor'] },
  ExamineExhibit: custody,
  ReturnExhibit: custody,
  RecordDestructionOrder: { ...prosecution, ownTokenOnly: true },

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

  AdmitSurvivor: house,
  AdmitDependant: house,
  ExtendStay: oversight,
  DischargeSurvivor: house,
  DischargeDependant: house,
  RecordSurvivorLeft: work,
  NotifyReturn: work,
  IssueTravelDocument: work,
  AssessReturnRisk: lead,
  ConsentToReturn: work,
  RecordReturnOrder: lead,
  NameReturnParty: { ...lead, basis: 'CONSENT' },
  MeetArrival: work,
  ShareReturnPlan: { ...lead, basis: 'CONSENT' },
  DeliverSupport: work,
  FollowUpReturn: work,
  CompleteReturn: lead,
  CancelReturn: work,
  EnterReturnInError: lead,

  ApplyForPermit: { ...lead, basis: 'CONSENT' },
  ApplyForRenewal: { ...lead, basis: 'CONSENT' },
  ApplyForUpgrade: { ...lead, basis: 'CONSENT' },
  GrantPermit: lead,
  RenewPermit: lead,
  UpgradePermit: lead,
  RefusePermit: lead,
  WithdrawPermitApplication: lead,
  RevokePermit: lead,
  EnterPermitInError: lead,
};

/** The role an agent of several issues a command in: the strongest that may. Who is intake and supervisor stands in as a supervisor does. */
export const actsAs = (command: string, held: readonly Role[]): Role | undefined => (Object.keys(opens) as Role[]).reverse().find((role) => held.includes(role) && mayIssue[command]?.by.includes(role));
