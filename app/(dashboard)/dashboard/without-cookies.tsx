import { Notice } from '@/components/notice'

/** Tells a person how this browser stays signed in. */
export default function WithoutCookies() {
  return (
    <div className="mb-8">
      <Notice title="Signed in without cookies">
        <p>
          This browser keeps no cookies of the API here, so your sign-in is in this page’s memory. When you
          reload, and every ten minutes, this page visits the API for a moment and comes back.
        </p>
      </Notice>
    </div>
  )
}
