import { openSqlite } from '@amparo/event-store/sqlite/driver';
import { join } from 'node:path';
import { looksUnder } from '@amparo/access';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '@amparo/protocol';
import { apiModule } from '../../apps/api/src/api.module';
import { issueToken } from '../../apps/api/src/issuer';
import { serverOf } from '../../apps/api/src/server';
import type { System } from '../../apps/api/src/system';
import { Partner } from '../../apps/cli/src/demo/partner';
import { Chance } from '../../apps/cli/src/history/chance';
import { offices } from '../../apps/cli/src/demo/directory';
import { median } from '../bench/measure';
import type { Worker } from './year';

const page = 20;
const inbox = `query ($first: Int) { referralInbox(first: $first) { edges { cursor node { id case from to service priority status reason requestedAt dueAt dueBy nextStep supersedes } } pageInfo { hasNextPage endCursor } } }`;
const facts = 'fields { name value }';
const caseFile = `query ($id: ID!) { case(id: $id) {
  id matter kind open lead openedAt assigned languages interpreter description { name value }
  safeContacts { id revoked ${facts} } screenings { id at ${facts} } consents { id status receiver categories for until at } corrections { corrects reason at ${facts} }
  care { plan { id at agreedBy unit revised ${facts} items { id due dueAt outcome overdue ${facts} } } }
} }`;

/** Which unit's inbox is read, and as whom: of a unit alone, of a walled one, of one of many in a compartment. */
const readers = (office: string): readonly (readonly [what: string, unit: string, role: Role])[] => [
  ['of a unit, to its case worker', 'mispas-atencion', 'caseworker'],
  ['of a walled unit, to a prosecutor', 'pgr-pett', 'prosecutor'],
  ['of a department, to its supervisor', 'mmujer-trata', 'supervisor'],
  ['of an office among many, to its case worker', office, 'caseworker'],
];
/** Whose cases are read: a department's, by who supervises it. */
const lead = ['mmujer-trata', 'supervisor', 'mmujer'] as const;
/** Cases that are compared have about so many events in their files, in the small year and in the large one. */
const events = { least: 15, most: 25 };

/** A question put again and again: through the API, and bare, for so many rows at most; gives how many it comes to. */
type Question = Readonly<{ what: string; ask(first: number): Promise<number>; raw(first: number): void }>;

/** The office whose case worker finds most in the inbox: what grew is seen where there was something before. */
export function fullestOffice(system: System, staff: readonly Worker[]): string {
  const db = openSqlite(fileOf(system, lead[2]), { readonly: true });
  try {
    const counted = db.prepare<[string], number>("SELECT count(DISTINCT id) FROM reached WHERE kind = 'referral' AND list = 'IN' AND reach IN (SELECT value FROM json_each(?))").pluck();
    const finds = (code: string): number => counted.get(JSON.stringify(looksUnder({ ...staff.find(({ unit, role }) => unit === code && role === 'caseworker')!, roles: ['caseworker'] })))!;
    return offices().map(({ code }) => ({ code, rows: finds(code) })).reduce((most, one) => (one.rows > most.rows ? one : most)).code;
  } finally {
    db.close();
  }
}

const fileOf = (system: System, compartment: string): string => join(system.views.store.version, 'compartments', `${compartment}.sqlite`);

/** An opened system, served, with the questions that are put to it. */
export class Reading {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly questions: readonly Question[],
    private readonly closers: readonly (() => void)[],
  ) {}

  static async of(system: System, staff: readonly Worker[], office: string, seed: number): Promise<Reading> {
    const app = await serverOf(apiModule(system), system.config);
    await app.listen(0, '127.0.0.1');
    const address = await app.getUrl();
    const files = new Map<string, ReturnType<typeof openSqlite>>();
    const file = (compartment: string): ReturnType<typeof openSqlite> => {
      const open = files.get(compartment) ?? openSqlite(fileOf(system, compartment), { readonly: true });
      files.set(compartment, open);
      return open;
    };
    const partner = async (unit: string, role: Role): Promise<Partner & { compartment: string }> => {
      const { client, institution, compartment, agent } = staff.find((one) => one.unit === unit && one.role === role)!;
      const token = await issueToken(system.config, { client, institution, compartment, roles: [role], agent, minutes: 120 });
      return Object.assign(new Partner(`${role} at ${unit}`, address, token, role === 'prosecutor' ? 'PROSECUTION' : 'ASSISTANCE'), { compartment });
    };
    const inboxes = readers(office).map(async ([what, unit, role]): Promise<Question> => {
      const reader = await partner(unit, role);
      const list = file(reader.compartment).prepare("SELECT row FROM view_row WHERE kind = 'referral' AND list = 'IN' ORDER BY sort, id LIMIT ?").pluck();
      return {
        what: `inbox ${what}`,
        ask: async (first) => (await reader.ask<{ referralInbox: { edges: unknown[] } }>(inbox, { first })).referralInbox.edges.length,
        raw: (first) => (list.all(first + 1) as string[]).forEach((row) => JSON.parse(row) as unknown),
      };
    });
    const reader = await partner(lead[0], lead[1]);
    const db = file(lead[2]);
    const cases = db
      .prepare<[number, number], string>(`SELECT file FROM timeline JOIN file_row USING (file) WHERE type = 'CASE' GROUP BY file HAVING count(*) BETWEEN ? AND ? ORDER BY file`)
      .pluck()
      .all(events.least, events.most);
    if (cases.length === 0) throw new Error('the year is too small: no case of the department has come far enough to be compared');
    const chance = new Chance(seed);
    const entries = db.prepare<[string], string>('SELECT entry FROM timeline WHERE file = ? ORDER BY n').pluck();
    const aCase: Question = {
      what: `case file of ${events.least} to ${events.most} events`,
      ask: async () => ((await reader.ask<{ case: { consents: unknown[] } | null }>(caseFile, { id: chance.pick(cases) })).case === null ? 0 : 1),
      raw: () => entries.all(chance.pick(cases)).forEach((entry) => JSON.parse(entry) as unknown),
    };
    return new Reading(app, [...(await Promise.all(inboxes)), aCase], [...files.values()].map((db_) => () => db_.close()));
  }

  async close(): Promise<void> {
    for (const close of this.closers) close();
    await this.app.close();
  }
}

/** Median milliseconds in the small year and in the large one, through the API and bare, and how many rows were asked of both. */
export type Compared = Readonly<{ what: string; small: number; large: number; rawSmall: number; rawLarge: number; rows: number }>;

const rounds = 5;
const asked = 40;

async function timed(times: number[], ask: () => unknown): Promise<void> {
  const start = performance.now();
  await ask();
  times.push(performance.now() - start);
}

/** Puts the questions to both by turns, so that what else the machine does falls on both alike, and asks no more rows than both have. */
export async function compared(small: Reading, large: Reading): Promise<Compared[]> {
  const results: Compared[] = [];
  for (const [i, { what }] of small.questions.entries()) {
    const pair = [small, large].map(({ questions }) => ({ question: questions[i]!, times: [] as number[], raw: [] as number[] }));
    const rows = Math.min(...(await Promise.all(pair.map(({ question }) => question.ask(page)))));
    if (rows === 0) throw new Error(`nothing is shown of the ${what}: there is nothing to compare`);
    for (const { question } of pair) for (let n = 0; n < 10; n++) await question.ask(rows); // the first ones find nothing at hand
    for (let round = 0; round < rounds; round++) {
      for (const { question, times, raw } of pair) {
        for (let n = 0; n < asked; n++) await timed(times, () => question.ask(rows));
        for (let n = 0; n < asked; n++) await timed(raw, () => question.raw(rows));
      }
    }
    const [few, many] = pair as [(typeof pair)[number], (typeof pair)[number]];
    results.push({ what, small: median(few.times), large: median(many.times), rawSmall: median(few.raw), rawLarge: median(many.raw), rows });
  }
  return results;
}
