import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib'
import { getHeader, type HeaderList } from '@next-cross-origin/browser'

/** Says how much of a body is read: enough to see who wrote an error page. */
export const BODY_LIMIT_BYTES = 1024

/** Says how many bytes of body have to be there; 0 where an answer has none, or where nobody needs it. */
export function wantedBytes(method: string, status: number, headers: HeaderList): number {
  const hasNone = method === 'HEAD' || [204, 304].includes(status)
  // An answer that names an origin speaks for itself.
  if (hasNone || (status < 400 && getHeader(headers, 'access-control-allow-origin') !== null)) return 0
  const length = Number(getHeader(headers, 'content-length') ?? BODY_LIMIT_BYTES)
  return Number.isNaN(length) ? 0 : Math.min(length, BODY_LIMIT_BYTES)
}

/** Returns the beginning of a body as text: chunks joined, and unpacked where it is packed. */
export function bodyText(bytes: Buffer, headers: HeaderList): string {
  const isChunked = /chunked/i.test(getHeader(headers, 'transfer-encoding') ?? '')
  const joined = isChunked ? joinChunks(bytes) : bytes
  return unpacked(joined, getHeader(headers, 'content-encoding') ?? '')
    .toString('utf8')
    .slice(0, BODY_LIMIT_BYTES)
}

function joinChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const size = lineEnd === -1 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (!(size > 0)) break
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(parts)
}

/** Unpacks as much as is there; bytes that cannot be unpacked are returned as they are. */
function unpacked(bytes: Buffer, coding: string): Buffer {
  const flush = { finishFlush: constants.Z_SYNC_FLUSH }
  try {
    if (/gzip/i.test(coding)) return gunzipSync(bytes, flush)
    if (/deflate/i.test(coding)) return inflateSync(bytes, flush)
    if (/br/i.test(coding))
      return brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH })
  } catch {
    return bytes
  }
  return bytes
}
