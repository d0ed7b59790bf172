import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const usage = `amparo evidence <case or investigation> --out <file.zip> [--server <address>] [--known <checkpoint>] [--audit]

Asks a server for an evidence bundle and saves it. The token of who asks comes from the environment, AMPARO_TOKEN: a prosecutor's own, or with
--audit an auditor's own. --known names a file with the checkpoint you kept: the bundle then proves that the log only grew since.`;

type Payload = Readonly<{ id?: string; code?: string; message?: string }>;

const mutation = `mutation ($input: IssueEvidenceBundleInput!) { issueEvidenceBundle(input: $input) { ... on Recorded { id } ... on Refused { code message } } }`;

/** 0 saved; 1 the server refused or failed, with what it said; 64 wrong usage. */
export async function evidence(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, server: { type: 'string', default: 'http://localhost:4000' }, known: { type: 'string' }, audit: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  const { out, server, known, audit } = values;
  const token = process.env['AMPARO_TOKEN'];
  if (!file || more.length > 0 || !out || !token) {
    console.error(token ? usage : `${usage}\n\nAMPARO_TOKEN is not set.`);
    return 64;
  }
  if (existsSync(out)) {
    console.error(`${out} is there already: name another file`);
    return 64;
  }
  const headers = { authorization: `Bearer ${token}`, 'purpose-of-use': audit ? 'AUDIT' : 'PROSECUTION' };
  const input = { commandId: randomUUID(), file, ...(known !== undefined && { known: readFileSync(known, 'utf8') }) };
  const asked = await fetch(new URL('/graphql', server), { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query: mutation, variables: { input } }) });
  const { data, errors } = (await asked.json()) as { data?: { issueEvidenceBundle: Payload } | null; errors?: readonly Readonly<{ message: string }>[] };
  const { id, code, message } = data?.issueEvidenceBundle ?? {};
  if (id === undefined) {
    console.error(code === undefined ? (errors ?? []).map((one) => one.message).join('\n') : `${code}: ${message}`);
    return 1;
  }
  const bundle = await fetch(new URL(`/bundles/${id}`, server), { headers });
  if (!bundle.ok) {
    console.error(`the server issued the bundle ${id} and did not hand it out (${bundle.status}): ask again`);
    return 1;
  }
  writeFileSync(out, Buffer.from(await bundle.arrayBuffer()), { mode: 0o600, flag: 'wx' });
  console.log(`${out}: the bundle ${id}. Unpack it and follow VERIFY.md.`);
  return 0;
}
