import { parseArgs } from 'node:util';
import { institutionKinds } from '@amparo/protocol';
import { configFrom, places } from '../../../api/src/config';
import { initialise } from '../../../api/src/initialise';

const usage = `amparo init [--institution <code>] [--name <name>] [--kind <kind>] [--administrator <name> --administrator <name>]

Makes keys and an empty store, opens the log, and founds the first institution with two administrators. Nothing is ever
overwritten. AMPARO_DATA and AMPARO_KEYS say where (default ./data and ./keys): keep and back them up apart.`;

export async function init(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      institution: { type: 'string', default: 'mirex' },
      name: { type: 'string', default: 'Ministerio de Relaciones Exteriores' },
      kind: { type: 'string', default: 'FOREIGN_AFFAIRS' },
      administrator: { type: 'string', multiple: true, default: ['Primera administradora', 'Segunda administradora'] },
    },
  });
  const kind = institutionKinds.find((known) => known === values.kind);
  const [first, second, ...more] = values.administrator;
  if (!kind || !/^[a-z][a-z0-9]{0,30}$/.test(values.institution) || first === undefined || second === undefined || more.length > 0) {
    console.error(kind ? usage : `Unknown kind: ${values.kind}. Known are ${institutionKinds.join(', ')}.`);
    return 64;
  }
  const config = configFrom(process.env);
  const { system, founded } = await initialise(config, { institution: values.institution, name: values.name, kind, administrators: [first, second] });
  await system.close();
  const at = places(config);
  console.log(`Keys    ${config.keys}   back it up apart from the data: without ${at.keyFile} nothing can be opened
Data    ${config.data}
Log     ${config.host}/protocol and ${config.host}/access are open

${values.name} (${values.institution}) is founded. Client ${founded.client}; administrators ${founded.administrators.join(' and ')}.
Appointments take two persons: one proposes, the other appoints, each with a token of their own.

Next:
  npm start
  npm run --silent amparo -- token --client ${founded.client} --agent ${founded.administrators[0]}`);
  return 0;
}
