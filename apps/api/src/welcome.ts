import { toRecorded, type EventStore } from '@amparo/event-store';
import { protocolUpcasts, type ProtocolEvent } from '@amparo/protocol';
import type { System } from './system';

/** The first client and agent of the founding institution, to try things with. */
async function firstOf(store: EventStore): Promise<{ client: string | undefined; agent: string | undefined } | undefined> {
  for await (const events of store.readAll(0n)) {
    const found = events.find(({ type, stream }) => type === 'InstitutionRegistered' && stream.startsWith('institution-'));
    if (!found) continue;
    const told = (await store.readStream(found.stream)).map((stored) => toRecorded<ProtocolEvent>(stored, protocolUpcasts));
    const [client] = told.flatMap(({ type, data }) => (type === 'ClientAdmitted' ? [data.client] : []));
    const [agent] = told.flatMap(({ type, data }) => (type === 'AgentAppointed' ? [data.agent] : []));
    return { client, agent };
  }
  return undefined;
}

/** What a newcomer does first with a server that runs. */
export async function welcome({ config, store }: System, address: string): Promise<string> {
  const first = await firstOf(store);
  const how = config.production
    ? `Tokens come from ${config.issuer} (audience ${config.audience}).`
    : `Get a token:

  TOKEN=$(npm run --silent amparo -- token --client ${first?.client ?? '<client>'} --agent ${first?.agent ?? '<agent>'})`;
  return `
Amparo serves ${address}/graphql

${how}

Ask something:

  curl ${address}/graphql -H 'content-type: application/json' -H "authorization: Bearer $TOKEN" -H 'purpose-of-use: ADMINISTRATION' \\
    -d '{"query":"{ viewer { institution roles } units(first: 3) { edges { node { code name } } } checkpoint }"}'

`;
}
