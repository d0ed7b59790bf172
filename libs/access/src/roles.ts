import { dataCategories, type DataCategory, type LegalBasis, type Role } from '@amparo/protocol';

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
const oversight: Rule = { by: ['supervisor', 'shelter_manager'] };
const prosecution: Rule = { by: ['prosecutor'] };
/** Rule 7: custody demands the agent's own token. */
const custody: Rule = { by: ['prosecutor', 'supervisor', 'caseworker', 'intake'], ownTokenOnly: true };
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
  ReassignLead: { by: ['supervisor', 'prosecutor', 'auditor'] },

  PlaceExclusion: conflict,
  ConfirmExclusion: { ...conflict, ownTokenOnly: true },
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
  AcknowledgeReferral: work,
  RequestInformation: work,
  SupplyInformation: work,
  AcceptReferral: work,
  WaitlistReferral: work,
  DeclineReferral: work,
  StartService: work,
  PauseService: work,
  ResumeService: work,
  CompleteService: work,
  DiscontinueService: work,
  WithdrawReferral: work,
  RecordSurvivorDeclined: work,
  LapseReferral: oversight,
  DecideNextStep: lead,
  EnterReferralInError: lead,
  ConfirmOutcome: lead,
  DisputeOutcome: lead,
};

/** The role an agent of several issues a command in: the strongest that may. Who is intake and supervisor stands in as a supervisor does. */
export const actsAs = (command: string, held: readonly Role[]): Role | undefined => (Object.keys(opens) as Role[]).reverse().find((role) => held.includes(role) && mayIssue[command]?.by.includes(role));
