import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  accessEndings,
  accessFindings,
  ageBands,
  ageMethods,
  authorityDecisions,
  bestInterestQuestions,
  caseEvents,
  caseKinds,
  clocks,
  closingOfUnit,
  closingReasons,
  conflictChecks,
  consenters,
  consentHistories,
  contactRevocationReasons,
  correctionReasons,
  dataCategories,
  declineReasons,
  discontinuationReasons,
  disputeReasons,
  emergencyCategories,
  emergencyReasons,
  errorReasons,
  escalationClocks,
  exclusionEvents,
  extensionReasons,
  flagClearings,
  furtherReasons,
  guardianKinds,
  identificationDecisions,
  institutionEvents,
  institutionKinds,
  keyClassOf,
  lapseReasons,
  legalBases,
  liftingReasons,
  matters,
  methodsOfControl,
  methodsOfRecruitment,
  moves,
  nextSteps,
  outcomes,
  palermoActs,
  partyKinds,
  pauseReasons,
  priorities,
  protocolEvents,
  purposes,
  reconsiderationAskers,
  referralEvents,
  relationsToTrafficker,
  reopeningReasons,
  representativeKinds,
  reviewReasons,
  rights,
  riskFlagKinds,
  riskLevels,
  roles,
  services,
  sexes,
  subjectEvents,
  suspensionReasons,
  transferDeclineReasons,
  transferReasons,
  typesOfExploitation,
  unitEvents,
  unitKinds,
  wallKinds,
  withdrawalReasons,
} from '@amparo/protocol';

const events: Readonly<Record<string, readonly string[]>> = {
  'institution-{code}': Object.keys(institutionEvents),
  'unit-{code}': Object.keys(unitEvents),
  'subject-{id}': Object.keys(subjectEvents),
  'case-{id}': Object.keys(caseEvents),
  'referral-{id}': Object.keys(referralEvents),
  'exclusion-{id}': Object.keys(exclusionEvents),
};
const lists: Readonly<Record<string, readonly string[]>> = {
  accessEndings,
  accessFindings,
  ageBands,
  ageMethods,
  authorityDecisions,
  bestInterestQuestions,
  caseKinds,
  closingOfUnit,
  closingReasons,
  conflictChecks,
  consenters,
  consentHistories,
  contactRevocationReasons,
  correctionReasons,
  dataCategories,
  declineReasons,
  discontinuationReasons,
  disputeReasons,
  emergencyCategories,
  emergencyReasons,
  errorReasons,
  escalationClocks,
  extensionReasons,
  flagClearings,
  furtherReasons,
  guardianKinds,
  identificationDecisions,
  institutionKinds,
  lapseReasons,
  legalBases,
  liftingReasons,
  matters,
  methodsOfControl,
  methodsOfRecruitment,
  nextSteps,
  outcomes,
  palermoActs,
  partyKinds,
  pauseReasons,
  priorities,
  purposes,
  reconsiderationAskers,
  relationsToTrafficker,
  reopeningReasons,
  representativeKinds,
  reviewReasons,
  rights,
  riskFlagKinds,
  riskLevels,
  roles,
  sexes,
  suspensionReasons,
  transferDeclineReasons,
  transferReasons,
  typesOfExploitation,
  unitKinds,
  wallKinds,
  withdrawalReasons,
};
/** Codes that stand in the library in another form than a list. */
const others: Readonly<Record<string, readonly string[]>> = {
  services: Object.keys(services),
  clocks: Object.keys(clocks),
  KeyClass: dataCategories.map(keyClassOf),
  ReferralStatus: Object.values(moves).flatMap(({ from, to }) => [...from, to]),
  EventDefinition: Object.values(protocolEvents).flatMap(({ category }) => (dataCategories.some((one) => one === category) ? [] : [category])),
};

type Row = readonly [code: string, spanish: string, meaning: string];

/** The rows that begin with a code in backticks, by the name in backticks in the heading above them. */
function tables(markdown: string): Readonly<Record<string, Row[]>> {
  const found: Record<string, Row[]> = {};
  let name = '';
  for (const line of markdown.split('\n')) {
    if (line.startsWith('#')) name = /`([^`]+)`$/.exec(line)?.[1] ?? '';
    const [, code, spanish = '', meaning = ''] = /^\| `([^`|]+)` \|([^|]*)\|([^|]*)\|$/.exec(line) ?? [];
    if (code !== undefined && name !== '') (found[name] ??= []).push([code, spanish.trim(), meaning.trim()]);
  }
  return found;
}

const sorted = (codes: readonly string[]): string[] => [...new Set(codes)].sort();

describe('the glossary', () => {
  const glossary = tables(readFileSync(join(__dirname, '../GLOSSARY.md'), 'utf8'));
  const codesUnder = (name: string): string[] => (glossary[name] ?? []).map(([code]) => code).sort();

  it.each(Object.entries({ ...events, ...lists, ...others }))('has every word of %s, once, and no other', (name, codes) => {
    expect(codesUnder(name)).toEqual(sorted(codes));
  });

  it('has every event of the protocol', () => {
    expect(Object.keys(events).flatMap(codesUnder).sort()).toEqual(sorted(Object.keys(protocolEvents)));
  });

  it('says each word in Spanish, and what it means', () => {
    const silent = Object.values(glossary).flatMap((rows) => rows.filter(([, spanish, meaning]) => spanish === '' || !meaning.endsWith('.')));
    expect(silent).toEqual([]);
  });

  it('has a table for nothing that is not there', () => {
    expect(Object.keys(glossary).sort()).toEqual(sorted(Object.keys({ ...events, ...lists, ...others })));
  });

  it('leaves out no list of codes that the library exports', () => {
    const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.spec)\.ts$/.test(file));
    const declared = sources.flatMap((file) =>
      [...readFileSync(join(__dirname, file), 'utf8').matchAll(/^export const (\w+) = \[[^\]]*\] as const;/gm)].map(([, name = '']) => name),
    );
    expect(sorted(declared)).toEqual(sorted(Object.keys(lists)));
  });
});
