import type { Files } from '@amparo/evidence';

/** Forms that a custodian and an expert fill in: what the system does, and what they checked. Blank where a person must answer. */
export function certificates({ name, origin }: Readonly<{ name: string; origin: string }>): Files {
  const files: Readonly<Record<string, string>> = {
    'system-description.md': `# Description of the system

Amparo records each action under the survivor protocol as an event that is never changed. An event is fixed in canonical bytes (RFC 8785); its hash is a leaf of a Merkle tree
(RFC 6962) of the log \`${origin}\`, whose state is signed (c2sp.org/tlog-checkpoint) and, where there are witnesses, cosigned by other institutions. What is said about
persons is encrypted beside the event; the event holds salted digests of it (RFC 9901). Each event names the one before it in its stream.

The result is accurate in this sense, and no other: what stands in the bundle is what was recorded, in the order in which it was recorded. Anybody can repeat the check with the
commands of VERIFY.md; the outcome does not depend on the system or on who runs it.
`,
    'custodian-certificate.md': `# Certificate of the custodian

I keep the records of the institution named below. The bundle \`${name}\` was made by the system in the regular course of its work, from records made at or near the time of the
facts by, or from information of, persons with knowledge of them.

Institution: ____________________  Name and office: ____________________

Version of the system: ____________________  Place, date, signature: ____________________
`,
    'hash-certificate.md': `# Certificate of the hash

I computed the SHA-256 of \`tagmanifest-sha256.txt\` of the bundle \`${name}\` and found it to be the one stated by who issued it.

SHA-256: ____________________________________________________________________

Tool and version: ____________________  Name and qualification: ____________________

Place, date, signature: ____________________
`,
  };
  return new Map(Object.entries(files).map(([file, text]) => [`certification/${file}`, Buffer.from(text)]));
}
