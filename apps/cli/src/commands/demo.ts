import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configFrom, places, type Config } from '../../../api/src/config';
import { initialise } from '../../../api/src/initialise';
import type { Desk, Told } from '../demo/cases';
import { tellHistory } from '../demo/history';
import type { Staff } from '../demo/load-directory';
import type { Partner } from '../demo/partner';
import { Server } from '../demo/server';
import { spoilCopies } from '../demo/spoil';
import { checkStore } from '../store-check';
import { verify } from './verify';

const say = (text = ''): void => console.log(text);

/** On a terminal a line that grows; else only its end. */
function progressOf(what: string): (done: number, of: number) => void {
  return (done, of) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${what} ${done}/${of}${done === of ? '\n' : ''}`);
    else if (done === of) say(`${what} ${done}/${of}`);
  };
}

/**
 * The main job, end to end, on an empty store: the directory, 104 rows as cases through GraphQL, what each compartment then
 * sees, the proof, and what becomes of a store that somebody touched.
 * @returns 0 when every verdict is the expected one.
 */
export async function demo(): Promise<number> {
  const config = configFrom(process.env);
  if (existsSync(places(config).events)) {
    console.error(`${config.data} holds a store already. The demonstration begins with an empty one: move it away, or set AMPARO_DATA and AMPARO_KEYS.`);
    return 1;
  }
  const { system, founded } = await initialise(config, {
    institution: 'mirex',
    name: 'Ministerio de Relaciones Exteriores',
    kind: 'FOREIGN_AFFAIRS',
    administrators: ['Primera administradora', 'Segunda administradora'],
  });
  await system.close();

  const server = await Server.start(join(__dirname, '..', '..', '..', 'api', 'src', 'main.js'), process.env, config.port);
  let expected = true;
  try {
    const { staff, desk, told } = await tellHistory(config, founded, server.address, progressOf);
    await showInboxes(staff, desk);
    await showCase(told[0]!);
    await showProof(told[0]!);
    expected = (await showNothing(desk('dgm-extranjeria', 'supervisor'), told)) && expected;
  } finally {
    await server.stop();
  }
  expected = (await showVerdicts(config)) && expected;
  say(expected ? '\nEvery verdict is the expected one. `npm start` serves this store.' : '\nA verdict is not the expected one.');
  return expected ? 0 : 1;
}

type Referrals = { edges: { node: { status: string; dueAt?: string } }[]; pageInfo: { hasNextPage: boolean; endCursor?: string } };

async function inbox(partner: Partner): Promise<Referrals['edges']> {
  const edges: Referrals['edges'] = [];
  for (let after: string | undefined; ; ) {
    const { it } = await partner.ask<{ it: Referrals }>('query ($after: String) { it: referralInbox(first: 100, after: $after) { edges { node { status dueAt } } pageInfo { hasNextPage endCursor } } }', { after });
    edges.push(...it.edges);
    if (!it.pageInfo.hasNextPage || it.pageInfo.endCursor === undefined) return edges;
    after = it.pageInfo.endCursor;
  }
}

async function showInboxes(staff: readonly Staff[], desk: Desk): Promise<void> {
  say('\nInbox of each compartment');
  const reads = (one: Staff): number => ['supervisor', 'prosecutor', 'shelter_manager'].indexOf(one.role);
  for (const compartment of [...new Set(staff.map((one) => one.compartment))].sort()) {
    const reader = staff.filter((one) => one.compartment === compartment && reads(one) >= 0).sort((a, b) => reads(a) - reads(b))[0];
    if (!reader) continue;
    const counts = new Map<string, number>();
    for (const { node } of await inbox(desk(reader.unit, reader.role))) counts.set(node.status, (counts.get(node.status) ?? 0) + 1);
    say(`  ${compartment.padEnd(20)} ${[...counts].sort().map(([status, count]) => `${status} ${count}`).join(', ') || 'empty'}`);
  }
}

async function showCase({ case: id, lead }: Told): Promise<void> {
  type Entry = { node: { n: number; type: string; at: string; unit?: string; opened: { name: string }[] } };
  const query = 'query ($case: ID!) { it: caseTimeline(case: $case, first: 100) { edges { node { n type at unit opened { name } } } } }';
  const { it } = await lead.ask<{ it: { edges: Entry[] } }>(query, { case: id });
  say(`\nTimeline of a case, as its lead sees it (what is said about her is sealed; here only the fields' names)`);
  for (const { node } of it.edges) say(`  ${String(node.n).padStart(3)}  ${node.at}  ${node.type.padEnd(22)} ${(node.unit ?? '').padEnd(30)} ${node.opened.map(({ name }) => name).join(' ')}`);
}

async function showProof({ first, lead }: Told): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { receipt, checkpoint } = await lead.ask<{ receipt?: string; checkpoint?: string }>('query ($leafHash: String!) { receipt(leafHash: $leafHash) checkpoint }', { leafHash: first.leafHash });
    if (receipt && checkpoint) {
      say(`\nReceipt of its first event, leaf hash ${first.leafHash}\n${indented(receipt)}\nCheckpoint\n${indented(checkpoint)}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('no receipt after ten seconds');
}

const indented = (text: string): string => text.replace(/^/gm, '  ').trimEnd();

/** Migration control is party to no case: no list, no id, no timeline shows it one. */
async function showNothing(dgm: Partner, told: readonly Told[]): Promise<boolean> {
  type Lists = { cases: { edges: unknown[] }; referralInbox: { edges: unknown[] }; referralOutbox: { edges: unknown[] } };
  const lists = await dgm.ask<Lists>('{ cases { edges { cursor } } referralInbox { edges { cursor } } referralOutbox { edges { cursor } } }');
  let seen = lists.cases.edges.length + lists.referralInbox.edges.length + lists.referralOutbox.edges.length;
  for (const { case: id } of told) {
    const asked = await dgm.ask<{ case: unknown; caseTimeline: unknown }>('query ($id: ID!) { case(id: $id) { id } caseTimeline(case: $id) { edges { cursor } } }', { id });
    if (asked.case !== null || asked.caseTimeline !== null) seen++;
  }
  say(`\nDGM, asked for its lists and for each of the ${told.length} cases by id, sees ${seen === 0 ? 'nothing' : `${seen} things`}`);
  return seen === 0;
}

async function showVerdicts({ data }: Config): Promise<boolean> {
  const { events } = await checkStore(data);
  say(`\n${events} events recorded. amparo verify ${data}`);
  const verdict = await verify([data]);
  let expected = verdict === 10;
  say('\nOn copies that somebody touched');
  for (const { what, where, found, fault, code } of await spoilCopies(data)) {
    say(`  ${what}, at ${where}\n    ${code} ${found ? 'found and located' : 'NOT LOCATED'}: ${fault}`);
    expected = expected && found && code === 1;
  }
  return expected;
}
