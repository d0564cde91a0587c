import { ImageResponse } from 'next/og'

/* The picture that a link to a page of the bench shows elsewhere (Open Graph). */

const width = 1200
const height = 630

/** Says how large the pictures are, in pixels; Next.js writes it into the page. */
export const size = { width, height }
export const contentType = 'image/png'

/**
 * Draws the two origins, and the title of a page between them.
 * @param kind says what the page is, such as "Lesson"
 */
export function pictureOf(kind: string, title: string): ImageResponse {
  return new ImageResponse(
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        width: '100%',
        height: '100%',
        padding: 72,
        background: '#15171b',
        color: '#f2f2ee',
      }}
    >
      <div style={{ display: 'flex', alignItems: 'center', gap: 20, fontSize: 30, color: '#a3a6b0' }}>
        <div style={{ width: 36, height: 36, borderRadius: 9, background: '#93acff' }} />
        <div style={{ width: 72, height: 0, borderTop: '4px dashed #5a5d68' }} />
        <div style={{ width: 36, height: 36, borderRadius: 18, background: '#ffa569' }} />
        {kind}
      </div>
      <div style={{ display: 'flex', fontSize: title.length > 70 ? 56 : 72, lineHeight: 1.15 }}>{title}</div>
      <div style={{ display: 'flex', fontSize: 30, color: '#a3a6b0' }}>next-cross-origin</div>
    </div>,
    size,
  )
}
