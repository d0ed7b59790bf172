/** The only file that reads X.509 and CMS: `pkijs` behind our own reasons. */
import { createHash, createPrivateKey, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { Null, ObjectIdentifier, OctetString, Set as AsnSet } from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  id_eContentType_TSTInfo,
  id_ContentType_SignedData,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { sameBytes, sha256 } from './bytes';

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const timeStampingUse = '1.3.6.1.5.5.7.3.8';
const extendedKeyUsage = '2.5.29.37';
const basicConstraints = '2.5.29.19';
const contentTypeAttribute = '1.2.840.113549.1.9.3';
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47';
const messageDigestAttribute = '1.2.840.113549.1.9.4';
const hashes: Readonly<Record<string, string>> = { [sha256Oid]: 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512' };
/** PKCS #1 v1.5 and ECDSA; one that names a hash names the digest's. */
const signatureKinds: Readonly<Record<string, Readonly<{ key: 'rsa' | 'ec'; hash?: string }>>> = {
  '1.2.840.113549.1.1.1': { key: 'rsa' },
  '1.2.840.113549.1.1.11': { key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', hash: 'sha512' },
};
/** Larger answers are refused unread. */
export const maxTimeStampBytes = 65_536;

/** Why an answer of a time-stamping authority proves nothing. */
export class TimeStampError extends Error {
  constructor(
    readonly reason: 'malformed_token' | 'not_granted' | 'imprint_mismatch' | 'nonce_mismatch' | 'signer_missing' | 'signer_mismatch' | 'not_for_time_stamping' | 'bad_signature' | 'untrusted_chain',
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = 'TimeStampError';
  }
}

/** What an authority attests: that the digest was there at `time` (ISO 8601, UTC). `signer` is the subject of who signed, by RFC 4514. */
export type TimeStamp = Readonly<{ time: string; signer: string; serial: string }>;

/** Certificates of a PEM text. @throws when it holds none, or one that cannot be read. */
export function certificatesOf(pem: string): Uint8Array[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error('there is no certificate in it');
  return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw));
}

const wrong = (reason: TimeStampError['reason'], cause?: unknown): never => {
  throw new TimeStampError(reason, cause === undefined ? undefined : { cause });
};

/** Runs a reader of bytes that somebody else made: whatever it throws, they are malformed. */
function read<T>(reader: () => T): T {
  try {
    return reader();
  } catch (cause) {
    if (cause instanceof TimeStampError) throw cause;
    return wrong('malformed_token', cause);
  }
}

/**
 * Checks an answer of RFC 3161 (TimeStampResp, DER): granted, over this SHA-256 digest, signed by the certificate that the signed
 * attributes name (ESSCertIDv2, RFC 5816; not by whichever comes first), which is for time stamping alone, under one of the
 * roots, at the time that the token itself states.
 * @param roots trusted certificates, DER. @param nonce of the request, where the caller made it.
 * @throws TimeStampError
 */
export function verifyTimeStamp(answer: Uint8Array, digest: Uint8Array, roots: readonly Uint8Array[], nonce?: Uint8Array): TimeStamp {
  const { signed, info } = read(() => parsed(answer));
  if (info.messageImprint.hashAlgorithm.algorithmId !== sha256Oid || !sameBytes(info.messageImprint.hashedMessage.valueBlock.valueHexView, digest)) wrong('imprint_mismatch');
  if (nonce && !(info.nonce && sameBytes(info.nonce.valueBlock.valueHexView, nonce))) wrong('nonce_mismatch');
  const certificate = read(() => signerOf(signed));
  if (!isForTimeStampingAlone(certificate)) wrong('not_for_time_stamping');
  read(() => signature(signed, certificate));
  read(() => chain(certificate, signed, roots, info.genTime));
  const { subject } = new X509Certificate(der(certificate));
  return { time: info.genTime.toISOString(), signer: subject.split('\n').reverse().join(','), serial: Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex') };
}

const der = (certificate: Certificate): Uint8Array => new Uint8Array(certificate.toSchema().toBER());

function parsed(answer: Uint8Array): { signed: SignedData; info: TSTInfo } {
  if (answer.length > maxTimeStampBytes) wrong('malformed_token');
  const response = TimeStampResp.fromBER(answer);
  // PKIStatus: granted, granted with modifications.
  if (response.status.status > 1 || !response.timeStampToken) return wrong('not_granted');
  const content = new ContentInfo({ schema: response.timeStampToken.toSchema() });
  if (content.contentType !== id_ContentType_SignedData) wrong('malformed_token');
  const signed = new SignedData({ schema: content.content });
  const { eContentType, eContent } = signed.encapContentInfo;
  if (eContentType !== id_eContentType_TSTInfo || !eContent || signed.signerInfos.length !== 1) return wrong('malformed_token');
  const info = TSTInfo.fromBER(eContent.getValue());
  if (info.version !== 1 || Number.isNaN(info.genTime.getTime())) wrong('malformed_token');
  return { signed, info };
}

const attribute = (signed: SignedData, type: string): Attribute | undefined => {
  const found = (signed.signerInfos[0]?.signedAttrs?.attributes ?? []).filter((one) => one.type === type);
  return found.length === 1 && found[0]!.values.length === 1 ? found[0] : undefined;
};

/** The one certificate of the answer whose hash the signed attributes name. */
function signerOf(signed: SignedData): Certificate {
  const contentType = attribute(signed, contentTypeAttribute);
  if (contentType?.values[0]?.valueBlock.toString() !== id_eContentType_TSTInfo) wrong('malformed_token');
  const named = essCertIdHash(attribute(signed, signingCertificateV2));
  const certificates = (signed.certificates ?? []).filter((one): one is Certificate => one instanceof Certificate);
  const signer = certificates.find((one) => sameBytes(sha256(der(one)), named));
  if (!signer) return wrong('signer_missing');
  const { sid } = signed.signerInfos[0]!;
  if (!('issuer' in sid) || !sid.issuer.isEqual(signer.issuer) || !sid.serialNumber.isEqual(signer.serialNumber)) wrong('signer_mismatch');
  return signer;
}

type Block = Readonly<{ valueBlock: Readonly<{ value?: readonly Block[]; valueHexView?: Uint8Array }>; idBlock: Readonly<{ tagClass: number; tagNumber: number }> }>;

/** SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF SEQUENCE { hashAlgorithm DEFAULT sha256, certHash OCTET STRING, … }, … }; the first is the signer's. */
function essCertIdHash(named: Attribute | undefined): Uint8Array {
  const first = (named?.values[0] as Block | undefined)?.valueBlock.value?.[0]?.valueBlock.value?.[0]?.valueBlock.value ?? [];
  const hash = first.find(({ idBlock }) => idBlock.tagClass === 1 && idBlock.tagNumber === 4)?.valueBlock.valueHexView;
  // A hash by another function is as good as none: SHA-256 is what every authority in use names, and what others would not check.
  return hash?.length === 32 ? hash : wrong('signer_missing');
}

/** RFC 3161 §2.3: the extension is critical, and names this one purpose. */
function isForTimeStampingAlone({ extensions }: Certificate): boolean {
  const uses = extensions?.filter(({ extnID }) => extnID === extendedKeyUsage) ?? [];
  const { critical, parsedValue } = uses[0] ?? {};
  const purposes = (parsedValue as { keyPurposes?: readonly string[] } | undefined)?.keyPurposes ?? [];
  return uses.length === 1 && critical === true && purposes.length === 1 && purposes[0] === timeStampingUse;
}

/** RFC 5652 §5.4: over the signed attributes, which name the digest of what is signed. */
function signature(signed: SignedData, certificate: Certificate): void {
  const { digestAlgorithm, signatureAlgorithm, signature: value, signedAttrs } = signed.signerInfos[0]!;
  const hash = hashes[digestAlgorithm.algorithmId];
  const kind = signatureKinds[signatureAlgorithm.algorithmId];
  if (!hash || !kind || (kind.hash && kind.hash !== hash)) return wrong('bad_signature');
  const content = new Uint8Array(signed.encapContentInfo.eContent!.getValue());
  const named = (attribute(signed, messageDigestAttribute)?.values[0] as Block | undefined)?.valueBlock.valueHexView;
  if (!named || !sameBytes(createHash(hash).update(content).digest(), named)) return wrong('bad_signature');
  const { publicKey } = new X509Certificate(der(certificate));
  if (publicKey.asymmetricKeyType !== kind.key) return wrong('bad_signature');
  if (!verify(hash, new Uint8Array(signedAttrs!.encodedValue), publicKey, value.valueBlock.valueHexView)) wrong('bad_signature');
}

const longestPath = 8;
/** Critical extensions that are judged here, or say nothing against a time stamp (policies). One that is not known refuses the certificate. */
const judged = [basicConstraints, '2.5.29.15', extendedKeyUsage, '2.5.29.32'];

/** RFC 5280 §6.1 as far as it concerns us: a path of CA certificates up to one of the roots, each valid at a time. Revocation is not asked. */
function chain(certificate: Certificate, signed: SignedData, roots: readonly Uint8Array[], at: Date): void {
  const trusted = roots.map((root) => new X509Certificate(root));
  const others = (signed.certificates ?? []).flatMap((one) => (one instanceof Certificate ? [new X509Certificate(der(one))] : []));
  const valid = (one: X509Certificate): boolean => Date.parse(one.validFrom) <= at.getTime() && at.getTime() <= Date.parse(one.validTo) && known(one);
  const issued = (by: X509Certificate, one: X509Certificate, below: number): boolean => mayIssue(by, below) && one.checkIssued(by) && one.verify(by.publicKey) && valid(by);
  const reaches = (one: X509Certificate, below: number): boolean =>
    below < longestPath && (trusted.some((root) => issued(root, one, below)) || others.some((by) => !sameBytes(by.raw, one.raw) && issued(by, one, below) && reaches(by, below + 1)));
  const signer = new X509Certificate(der(certificate));
  const pinned = trusted.some(({ raw }) => sameBytes(raw, signer.raw));
  if (!valid(signer) || !(pinned || reaches(signer, 0))) wrong('untrusted_chain');
}

const extensionsOf = ({ raw }: X509Certificate): Certificate['extensions'] => Certificate.fromBER(new Uint8Array(raw)).extensions;
const known = (one: X509Certificate): boolean => (extensionsOf(one) ?? []).every(({ critical, extnID }) => !critical || judged.includes(extnID));

/** @param below CA certificates between this one and who signed. */
function mayIssue(by: X509Certificate, below: number): boolean {
  if (!by.ca) return false;
  const { pathLenConstraint } = (extensionsOf(by)?.find(({ extnID }) => extnID === basicConstraints)?.parsedValue ?? {}) as { pathLenConstraint?: unknown };
  return typeof pathLenConstraint !== 'number' || below <= pathLenConstraint;
}

const dataType = '1.2.840.113549.1.7.1';

/** What an institution seals with: an RSA key and its certificates, its own first, DER. */
export type SealKey = Readonly<{ key: KeyObject; chain: readonly Uint8Array[] }>;

/** @throws with what is wrong: no RSA key of 2,048 bits at least, no certificate, or one of another key. */
export function sealKey(keyPem: string, chainPem: string): SealKey {
  const key = createPrivateKey(keyPem);
  const chain = certificatesOf(chainPem);
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2_048) throw new Error('a seal is made with an RSA key of 2,048 bits at least');
  if (!new X509Certificate(Buffer.from(chain[0]!)).checkPrivateKey(key)) throw new Error('the first certificate is not of this key');
  return { key, chain };
}

/** The detached CMS signature of some bytes (RFC 5652), RSA PKCS #1 v1.5 over SHA-256: the same bytes and key, the same seal. It states no time: a stamp over it does. */
export function sealOf(content: Uint8Array, { key, chain }: SealKey): Uint8Array {
  const certificates = chain.map((der) => Certificate.fromBER(der));
  const [{ issuer, serialNumber }] = certificates as [Certificate];
  const sha = new AlgorithmIdentifier({ algorithmId: sha256Oid, algorithmParams: new Null() });
  const attributes = [
    new Attribute({ type: contentTypeAttribute, values: [new ObjectIdentifier({ value: dataType })] }),
    new Attribute({ type: messageDigestAttribute, values: [new OctetString({ valueHex: sha256(content) })] }),
  ];
  const signedAttrs = new SignedAndUnsignedAttributes({ type: 0, attributes });
  // RFC 5652 §5.4: what is signed is the SET OF, whatever tag it bears inside.
  const signed = new AsnSet({ value: attributes.map((one) => one.toSchema()) }).toBER();
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
    digestAlgorithm: sha,
    signedAttrs,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.1', algorithmParams: new Null() }),
    signature: new OctetString({ valueHex: sign('sha256', Buffer.from(signed), key) }),
  });
  const sealed = new SignedData({ version: 1, digestAlgorithms: [sha], encapContentInfo: new EncapsulatedContentInfo({ eContentType: dataType }), certificates, signerInfos: [signer] });
  return new Uint8Array(new ContentInfo({ contentType: id_ContentType_SignedData, content: sealed.toSchema(true) }).toSchema().toBER());
}
