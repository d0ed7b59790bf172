import { randomUUID } from 'node:crypto';
import { EndPoint, ClusterInfo, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import * as shared from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import * as streams from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { Appending, Expected, Kept, Proposed } from './eventstoredb-log';

const { ReadResp, AppendResp, BatchAppendResp } = streams;

/** The text of an id, which comes as text or as two signed halves. */
export function idOf(uuid: shared.UUID | undefined): string {
  const structured = uuid?.getStructured();
  if (!structured) return uuid?.getString() ?? '';
  const hex = (half: string): string => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0');
  return (hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits())).replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    '$1-$2-$3-$4-$5',
  );
}

export const nameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? new Uint8Array(0)).toString();

export const proposedOf = (message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage): Proposed => ({
  id: idOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** The revision an append expects, of either kind of append. */
export function expectedOf(options: streams.AppendReq.Options | streams.BatchAppendReq.Options): Expected {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options instanceof streams.AppendReq.Options ? options.getRevision() : options.getStreamPosition());
}

const uuidOf = (text: string): shared.UUID => new shared.UUID().setString(text);
const identifierOf = (stream: string): shared.StreamIdentifier => new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));

export function readEvent({ id, stream, revision, position, type, contentType, created, data, metadata }: Kept): streams.ReadResp {
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(uuidOf(id))
    .setStreamIdentifier(identifierOf(stream))
    .setStreamRevision(String(revision))
    .setPreparePosition(String(position))
    .setCommitPosition(String(position))
    .setData(data)
    .setCustomMetadata(metadata);
  recorded.getMetadataMap().set('type', type).set('content-type', contentType).set('created', created);
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(position)));
}

export const streamNotFound = (stream: string): streams.ReadResp =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)));
export const confirmation = (): streams.ReadResp => new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()));
export const caughtUp = (): streams.ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

/** The answer to an append that has a call of its own. */
export function appendAnswer(expected: Expected, appending: Exclude<Appending, { outcome: 'deleted' }>): streams.AppendResp {
  if (appending.outcome === 'written') {
    const at = new AppendResp.Position().setCommitPosition(String(appending.position)).setPreparePosition(String(appending.position));
    return new AppendResp().setSuccess(new AppendResp.Success().setCurrentRevision(String(appending.revision)).setPosition(at));
  }
  const wrong = new AppendResp.WrongExpectedVersion();
  if (appending.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(appending.current));
  if (typeof expected === 'bigint') wrong.setExpectedRevision(String(expected));
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedStreamExists(new shared.Empty());
  return new AppendResp().setWrongExpectedVersion(wrong);
}

/** The answer to one append of many on one call: a failure is a status with the reason packed into it. */
export function batchAnswer(request: streams.BatchAppendReq, stream: string, expected: Expected, appending: Appending): streams.BatchAppendResp {
  const answer = new BatchAppendResp().setCorrelationId(request.getCorrelationId()).setStreamIdentifier(identifierOf(stream));
  if (appending.outcome === 'written') {
    const at = new shared.AllStreamPosition().setCommitPosition(String(appending.position)).setPreparePosition(String(appending.position));
    return answer.setSuccess(new BatchAppendResp.Success().setCurrentRevision(String(appending.revision)).setPosition(at));
  }
  if (appending.outcome === 'deleted') {
    const deleted = new shared.StreamDeleted().setStreamIdentifier(identifierOf(stream));
    return answer.setError(failure('StreamDeleted', deleted.serializeBinary()));
  }
  const wrong = new shared.WrongExpectedVersion();
  if (appending.current === undefined) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(appending.current));
  if (typeof expected === 'bigint') wrong.setExpectedStreamPosition(String(expected));
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new Empty());
  else wrong.setExpectedStreamExists(new Empty());
  return answer.setError(failure('WrongExpectedVersion', wrong.serializeBinary()));
}

function failure(reason: string, details: Uint8Array): Status {
  const packed = new Any();
  packed.pack(details, `event_store.client.${reason}`);
  return new Status().setMessage(reason).setDetails(packed);
}

/** What the server says it can do; without `batchappend` the client appends call by call. */
export function supportedMethods(batches: boolean): SupportedMethods {
  const method = (name: string): SupportedMethod => new SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name);
  return new SupportedMethods()
    .setEventStoreServerVersion('24.6.0')
    .setMethodsList(['read', 'append', 'delete', 'tombstone', ...(batches ? ['batchappend'] : [])].map(method));
}

export function clusterOfOne(port: number): ClusterInfo {
  const leader = new MemberInfo()
    .setInstanceId(uuidOf(randomUUID()))
    .setTimeStamp('0')
    .setState(MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port));
  return new ClusterInfo().setMembersList([leader]);
}
