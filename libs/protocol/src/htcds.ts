/**
 * Code lists of the Human Trafficking Case Data Standard 2.0 (UNMigration/HTCDS, CC BY 4.0; no endorsement implied).
 * `RestrictsMovement` and `UsesChildren` stand on its definitions page and are missing from its pick list: both are accepted.
 */
export const methodsOfControl = [
  'PhysicalThreats',
  'ThreatsLawEnforcement',
  'ThreatensChildrenFamily',
  'DebtBondage',
  'FalsePromises',
  'PhysicalAbuse',
  'SexualAbuse',
  'TakesEarnings',
  'RestrictsFinancialAccess',
  'RestrictsMedicalCare',
  'WithholdsNecessities',
  'PsychologicalAbuse',
  'PsychoactiveSubstance',
  'ExcessiveWorkingHours',
  'WithholdsDocuments',
  'RestrictsMovement',
  'UsesChildren',
  'Other',
] as const;

export const typesOfExploitation = [
  'ForcedLabour',
  'SexualExploitation',
  'ChildLabour',
  'ForcedMarriage',
  'Servitude',
  'ForcedMilitaryByNonStateActors',
  'OrganRemoval',
  'ForcedBegging',
  'ForcedAdoption',
  'Surrogacy',
  'Other',
] as const;

export const methodsOfRecruitment = [
  'AtAPlaceOfBusiness',
  'AtAnEducationalInstitution',
  'AtWork',
  'ThroughOnlineSocialNetworks',
  'ThroughAnOnlineAdvertisement',
  'ThroughATelevisionAdvert',
  'ThroughANewspaperAdvert',
  'ThroughFamilyOrFamilyEvents',
  'ThroughFriendsOrSocialEvents',
  'Other',
] as const;

/** Upstream spells the last one `Unaquainted`; the code is kept as it stands. */
export const relationsToTrafficker = ['Familial', 'Acquainted', 'Unaquainted'] as const;

/** `spl_Type`: what a plan of reintegration supports. */
export const supportPlanTypes = [
  'Education',
  'Financial',
  'Health',
  'LabourExploitationRehabilitation',
  'Legal',
  'Livelihood',
  'RightsBasedTraining',
  'SexualExploitationRehabilitation',
  'SocialCare',
] as const;

/** The act of the Palermo Protocol, article 3 (a). */
export const palermoActs = ['Recruitment', 'Transportation', 'Transfer', 'Harbouring', 'Receipt'] as const;

/** Act, means and purpose as far as a first responder sees them. For a child the means need not be shown (Palermo Protocol, article 3 (c)). */
export type Screening = Readonly<{
  acts?: readonly (typeof palermoActs)[number][];
  means?: readonly (typeof methodsOfControl)[number][];
  exploitation?: readonly (typeof typesOfExploitation)[number][];
  recruitment?: readonly (typeof methodsOfRecruitment)[number][];
  relationToTrafficker?: (typeof relationsToTrafficker)[number];
  industry?: string;
  /** ISO 3166-1 alpha-2. */
  countryOfExploitation?: string;
  /** Completed years. */
  ageWhenTrafficked?: number;
  note?: string;
}>;
