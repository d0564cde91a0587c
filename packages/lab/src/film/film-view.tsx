'use client'

import { Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { FilmList } from './film-list.tsx'
import type { FilmedStep } from './filmed.ts'
import { type CookieJudge, type Frame, framesOf } from './frames.ts'
import { type Player, speeds, usePlayer } from './player.ts'
import { Stage } from './stage.tsx'
import './film.css'

/** Plays a journey: four lanes, the real headers, the comparison at the browser's gate. */
export function FilmView({
  steps,
  judgeCookie,
  changed,
  beside,
}: {
  steps: readonly FilmedStep[]
  judgeCookie?: CookieJudge | undefined
  /** The headers that are other than they were before the fix, in lower case. */
  changed?: ReadonlySet<string> | undefined
  /** Shows something of a lesson below each frame. */
  beside?: (frame: Frame) => ReactNode
}) {
  const frames = useMemo(() => framesOf(steps, judgeCookie), [steps, judgeCookie])
  const player = usePlayer(frames.length)
  const frame = frames[Math.min(player.at, player.last)]
  if (frame === undefined) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would promise a form
    <div
      role="group"
      aria-label="Film of the calls. The arrow keys step, the space bar plays."
      onKeyDown={player.onKeyDown}
      data-frame={player.at}
      data-playing={player.isPlaying}
    >
      <Stage frame={frame} changed={changed} />
      {beside?.(frame)}
      <Controls player={player} place={`${player.at + 1} of ${frames.length}: ${frame.title}`} />
      <FilmList steps={steps} onGo={(step) => player.go(frames.findIndex((each) => each.step === step))} />
    </div>
  )
}

function Controls({ player, place }: { player: Player; place: string }) {
  const { at, last, isPlaying, speed, go, toggle, setSpeed } = player
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-2">
      <Control label="One step back" onClick={() => go(at - 1)}>
        <SkipBack aria-hidden className="size-4" />
      </Control>
      <Control label={isPlaying ? 'Pause' : at >= last ? 'Play again' : 'Play'} onClick={toggle}>
        {isPlaying ? <Pause aria-hidden className="size-4" /> : <Play aria-hidden className="size-4" />}
      </Control>
      <Control label="One step on" onClick={() => go(at + 1)}>
        <SkipForward aria-hidden className="size-4" />
      </Control>
      <input
        type="range"
        aria-label="Place in the film"
        aria-valuetext={place}
        min={0}
        max={last}
        value={at}
        onChange={(event) => go(Number(event.target.value))}
        className="h-8 min-w-24 flex-1 accent-ink"
      />
      <span aria-hidden className="text-muted text-xs tabular-nums">
        {at + 1}/{last + 1}
      </span>
      <label className="flex items-center gap-2 text-muted text-sm">
        Speed
        <select
          value={speed}
          onChange={(event) => setSpeed(Number(event.target.value))}
          className="h-9 rounded-control border border-control/70 bg-surface px-2 text-ink"
        >
          {speeds.map((each) => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

function Control({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="grid size-9 place-items-center rounded-full border border-control/60 bg-surface hover:border-control hover:bg-sunken"
    >
      {children}
    </button>
  )
}
