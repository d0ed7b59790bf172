import { parseArgs } from 'node:util';
import { toRecorded } from '@amparo/event-store';
import { protocolUpcasts, roles, type ProtocolEvent } from '@amparo/protocol';
import { CannotStart, configFrom, type Config } from '../../../api/src/config';
import { issueToken } from '../../../api/src/issuer';
import { readStore } from '../../../api/src/system';

const usage = `amparo token --client <client> [--agent <agent>] [--roles <role,role>] [--minutes <n>]

Prints an access token of the development issuer. Without --agent it speaks for the partner system, which then names the
agent it acts for in the header On-Behalf-Of; with --agent it is the agent's own. --roles narrows; the directory decides.`;

/** The compartment that the directory admitted a client to. */
async function compartmentOf(config: Config, institution: string, client: string): Promise<string> {
  const store = await readStore(config);
  try {
    const events = (await store.readStream(`institution-${institution}`)).map((stored) => toRecorded<ProtocolEvent>(stored, protocolUpcasts));
    const admissions = events.flatMap(({ type, data }) => (type === 'ClientAdmitted' && data.client === client ? [data.compartment] : []));
    const compartment = admissions.at(-1); // admitted again to another, it is of that one
    if (compartment !== undefined) return compartment;
  } finally {
    await store.close();
  }
  throw new CannotStart(`The directory knows no client ${client}: an administrator admits it with the mutation admitClient`);
}

export async function token(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { client: { type: 'string' }, agent: { type: 'string' }, roles: { type: 'string' }, minutes: { type: 'string' } },
  });
  const { client, agent, minutes = '60' } = values;
  const asked = values.roles?.split(',') ?? [...roles];
  const unknown = asked.filter((role) => !roles.some((known) => known === role));
  if (!client || unknown.length > 0 || !/^\d{1,4}$/.test(minutes)) {
    console.error(unknown.length > 0 ? `Unknown roles: ${unknown.join(', ')}. Known are ${roles.join(', ')}.` : usage);
    return 64;
  }
  const config = configFrom(process.env);
  const institution = client.split('-', 1)[0] ?? client;
  const compartment = await compartmentOf(config, institution, client);
  const request = { client, institution, compartment, roles: asked, minutes: Number(minutes), ...(agent === undefined ? {} : { agent }) };
  console.log(await issueToken(config, request));
  return 0;
}
