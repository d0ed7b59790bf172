import type { CommandMeta } from '@amparo/event-sourcing';
import type { Process } from '../follower.process';
import { RevokeAccreditationsOnCertificate } from './accreditation';
import { institutionStream } from './institution';

/**
 * A revoked certificate takes with it the accreditations that rest on it; one recorded after the revocation, in a race, too. It goes
 * by institution, not by agent: of one cause and one stream comes one command.
 */
export const accreditationEnd: Process = {
  react(event, memory) {
    switch (event.type) {
      case 'AgentAccredited': {
        const { certificate } = event.data;
        if (certificate === undefined) return [];
        const institution = event.stream.slice('institution-'.length);
        memory.put({ kind: 'accredited', key: `${certificate} ${institution}`, data: { institution } });
        return memory.find('revoked-certificate', certificate) === undefined ? [] : [revoke(institution, certificate)];
      }
      case 'CertificateRevoked': {
        const { certificate } = event.data;
        memory.put({ kind: 'revoked-certificate', key: certificate, data: {} });
        return memory.beginning('accredited', `${certificate} `).map(({ data: { institution = '' } }) => revoke(institution, certificate));
      }
      default:
        return [];
    }
  },

  due: () => undefined,
};

const revoke = (institution: string, certificate: string) => ({
  stream: institutionStream(institution),
  command: (meta: CommandMeta) => new RevokeAccreditationsOnCertificate({ institution, certificate }, meta),
});
