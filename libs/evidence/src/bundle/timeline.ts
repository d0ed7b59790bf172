import { base64url, sha256 } from '../bytes';
import { noteVerifier } from '../signed-note';
import { isShown, type BundleContent } from './bundle';

/**
 * One page that shows the history of a bundle to a person and checks again what a browser can; it needs no network, and is no evidence.
 * @param template `verifier/timeline.html`.
 * @param names what an event is called in Spanish, by type; a type without a name stands for itself.
 */
export function timelinePage(template: string, name: string, { file, exportedAt, checkpoint, streams }: Pick<BundleContent, 'file' | 'exportedAt' | 'checkpoint' | 'streams'>, vkey: string, names: Readonly<Record<string, string>>): string {
  const types = streams.flatMap(({ events }) => events.filter(isShown).map(({ leaf }) => (JSON.parse(Buffer.from(leaf).toString('utf8')) as { type: string }).type));
  const data = {
    file,
    exportedAt,
    checkpoint,
    key: base64url(noteVerifier(vkey).key),
    names: Object.fromEntries([...new Set(types)].sort().flatMap((type) => (names[type] === undefined ? [] : [[type, names[type]]]))),
    streams: streams.map(({ stream, events }) => ({
      stream,
      events: events.map((event) => {
        const place = { seq: event.seq, index: event.index, path: event.path.map(base64url) };
        return isShown(event) ? { ...place, leaf: Buffer.from(event.leaf).toString('utf8'), disclosures: event.disclosures } : { ...place, leafHash: base64url(event.leafHash), reason: event.reason };
      }),
    })),
  };
  const script = /<script>([^]*?)<\/script>/.exec(template)?.[1] ?? '';
  const hash = `'sha256-${Buffer.from(sha256(script)).toString('base64')}'`;
  // Nothing that is said in a bundle can end the element that holds it.
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  const parts: Readonly<Record<string, string>> = { __SCRIPT_HASH__: hash, __NAME__: name, __BUNDLE__: json };
  return template.replace(/__SCRIPT_HASH__|__NAME__|__BUNDLE__/g, (part) => parts[part]!);
}
