import type { Config } from '../../../api/src/config';
import type { Founded } from '../../../api/src/initialise';
import { issueToken } from '../../../api/src/issuer';
import { tellCase, type Desk, type Told } from './cases';
import { loadDirectory, type Staff } from './load-directory';
import { Partner } from './partner';
import { rows } from './row';

/** How many cases are told at the same time, as by several desks. */
const atOnce = 8;

/** Told what was done of how much. */
type Progress = (done: number, of: number) => void;
/** What the demonstration recorded, and who can be asked about it. */
export type History = Readonly<{ staff: readonly Staff[]; desk: Desk; told: readonly Told[] }>;

/** Loads the directory and tells each row as a case, through the API at an address, with the tokens of the compartments concerned. */
export async function tellHistory(config: Config, founded: Founded, address: string, progressOf: (what: string) => Progress = () => () => undefined): Promise<History> {
  const partner = (staff: Staff, purpose: string): Promise<Partner> => partnerOf(config, address, staff, purpose);
  const [first, second] = await Promise.all(
    founded.administrators.map((agent) => partner({ client: founded.client, institution: 'mirex', compartment: 'mirex', unit: '', role: 'administrator', agent }, 'ADMINISTRATION')),
  );
  const staff = await loadDirectory({ first: first!, second: second!, founding: 'mirex' }, progressOf('directory: units'));
  const desks = new Map<string, Partner>();
  for (const one of staff) desks.set(`${one.unit} ${one.role}`, await partner(one, one.role === 'prosecutor' ? 'PROSECUTION' : 'ASSISTANCE'));
  const desk: Desk = (unit, role) => {
    const found = desks.get(`${unit} ${role}`);
    if (!found) throw new Error(`nobody is ${role} at ${unit}`);
    return found;
  };
  return { staff, desk, told: await tellAll(desk, progressOf('cases: rows')) };
}

async function partnerOf(config: Config, address: string, { client, institution, compartment, role, agent, unit }: Staff, purpose: string): Promise<Partner> {
  const token = await issueToken(config, { client, institution, compartment, roles: [role], agent, minutes: 60 });
  return new Partner(`${role} at ${unit || institution}`, address, token, purpose);
}

async function tellAll(desk: Desk, progress: Progress): Promise<Told[]> {
  const all = rows();
  const told: Told[] = [];
  let next = 0;
  let done = 0;
  const teller = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) {
      told[index] = await tellCase(all[index]!, index, desk);
      progress(++done, all.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, teller));
  return told;
}
