import { brand } from '@/lib/brand'

/** Two origins and the arc of a call between them. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <svg viewBox="0 0 28 20" aria-hidden="true" className="h-5 w-7">
        <path
          d="M5 10C8 0 20 0 23 10"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
        <rect x="0" y="9" width="10" height="10" rx="2.5" className="fill-dashboard" />
        <circle cx="23" cy="14" r="5" className="fill-api" />
      </svg>
      <span className="hidden font-semibold tracking-[-0.02em] min-[22rem]:inline">{brand.name}</span>
    </span>
  )
}
