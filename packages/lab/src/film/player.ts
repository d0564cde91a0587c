import { type KeyboardEvent, useEffect, useReducer } from 'react'

/** Milliseconds that a frame stands at single speed. */
const frameMs = 2_600

export const speeds = [0.5, 1, 2, 4] as const

interface State {
  readonly at: number
  readonly isPlaying: boolean
  readonly speed: number
}

type Action =
  | { readonly do: 'go'; readonly to: number }
  | { readonly do: 'next' }
  | { readonly do: 'toggle' }
  | { readonly do: 'speed'; readonly speed: number }

/** Moves through a film: what `usePlayer` gives to the controls. */
export interface Player extends State {
  readonly last: number
  /** Stops and shows a frame. */
  go(to: number): void
  toggle(): void
  setSpeed(speed: number): void
  /** Answers the arrow keys, Home, End and the space bar. */
  onKeyDown(event: KeyboardEvent): void
}

/** Keeps the place in a film of `count` frames and moves it on while the film plays. */
export function usePlayer(count: number): Player {
  const last = Math.max(0, count - 1)
  const [state, act] = useReducer(reducerOf(last), { at: 0, isPlaying: false, speed: 1 })
  const { at, isPlaying, speed } = state
  useEffect(() => {
    if (!isPlaying) return
    const timer = setTimeout(() => act({ do: 'next' }), frameMs / speed)
    return () => clearTimeout(timer)
  }, [isPlaying, at, speed])
  const go = (to: number) => act({ do: 'go', to })
  const toggle = () => act({ do: 'toggle' })
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    Home: () => go(0),
    End: () => go(last),
    ' ': toggle,
  }
  function onKeyDown(event: KeyboardEvent) {
    const { target, key } = event
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return
    if (key === ' ' && target instanceof HTMLButtonElement) return
    if (!(key in keys)) return
    event.preventDefault()
    keys[key]?.()
  }
  return { ...state, last, go, toggle, setSpeed: (next) => act({ do: 'speed', speed: next }), onKeyDown }
}

function reducerOf(last: number): (state: State, action: Action) => State {
  return (state, action) => {
    const { at, isPlaying } = state
    switch (action.do) {
      case 'go':
        return { ...state, isPlaying: false, at: Math.max(0, Math.min(last, action.to)) }
      case 'next':
        return { ...state, at: Math.min(last, at + 1), isPlaying: at + 1 < last }
      case 'toggle':
        return { ...state, isPlaying: !isPlaying, at: !isPlaying && at >= last ? 0 : at }
      case 'speed':
        return { ...state, speed: action.speed }
    }
  }
}
