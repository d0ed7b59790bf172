import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A row of the sample as it stands: codes and bands, `-99` for what is missing. */
export type Row = Readonly<Record<string, string>>;

export const rows = (): Row[] => parse(readFileSync(join(__dirname, 'rows', 'ctdc-sample.csv')), { columns: true }) as Row[];

const given = (value: string | undefined): value is string => value !== undefined && value !== '-99';

/** The means of control that a row says yes to, in HTCDS codes. */
const means: Readonly<Record<string, string>> = {
  control_financial: 'RestrictsFinancialAccess',
  control_threats: 'PhysicalThreats',
  control_physical: 'PhysicalAbuse',
  control_limit_necessities: 'WithholdsNecessities',
  control_other: 'Other',
};

export const isChild = ({ age_range: band }: Row): boolean => band === '0--8' || band === '9--17';

export const screeningOf = (row: Row): object => ({
  means: Object.entries(means).flatMap(([column, code]) => (row[column] === '1' ? [code] : [])),
  exploitation: given(row['victim_purpose']) ? ['Other'] : [],
  ...(given(row['country_of_exploitation']) && { countryOfExploitation: row['country_of_exploitation'] }),
  note: `CTDC ${row['registration_year']}, ${row['datasource']}: labor ${row['labor']}, victim_purpose ${row['victim_purpose']}, trafficker_relationship ${row['trafficker_relationship']}`,
});

const givenNames = ['Ana', 'Luz', 'Marisol', 'Yanelis', 'Rosa', 'Guerda', 'Fabiola', 'Mirlande', 'Altagracia', 'Dulce', 'Nadège', 'Carmen'];
const familyNames = ['Núñez', 'Jean-Baptiste', 'Reyes', 'Pierre', 'de la Cruz', 'Toussaint', 'Batista', 'Sánchez', 'Joseph'];

/** A name that the demonstration makes up. */
export const nameOf = (index: number): Readonly<{ givenName: string; familyName: string }> => ({
  givenName: givenNames[index % givenNames.length]!,
  familyName: familyNames[index % familyNames.length]!,
});

/** What the row says of her, and a name that the demonstration makes up. */
export const descriptionOf = (row: Row, index: number): object => ({
  ageBand: (row['age_range'] ?? 'UNKNOWN').replace('--', '-'),
  sex: row['gender'] === 'Female' ? 'FEMALE' : 'MALE',
  foreignNational: row['citizenship'] !== 'DO',
  ...nameOf(index),
  ...(/^[A-Z]{2}$/.test(row['citizenship'] ?? '') && { nationalities: [row['citizenship']] }),
  documents: [{ kind: 'PASSPORT', number: `X${String(100_000 + index * 37)}`, country: /^[A-Z]{2}$/.test(row['citizenship'] ?? '') ? row['citizenship'] : 'DO' }],
});
