import { type Clock, plainBytes, plainCount, SECOND_MS } from '#kernel/index.ts'
import { harmless } from './harmless.ts'
import { plainDuration } from './times.ts'

/** How far a run is. */
export interface Progress {
  /** What is being done: `Reading`, `Looking`. */
  readonly stage: string
  readonly filesDone: number
  /** 0 where the total is not known (standard input). */
  readonly filesTotal: number
  readonly bytesDone: number
  readonly bytesTotal: number
  readonly events: number
  /** Latest day reached. */
  readonly day: string | undefined
}

/** The part of a stream that progress needs: `process.stderr`, or a test's own. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

/** Must be closed: the line is then wiped, so that the report begins on a clean one. */
export interface ProgressWriter {
  show(progress: Progress): void
  close(): void
}

/** Redrawn no oftener: a terminal over a slow line must not slow the run. */
const EVERY_MS = 100

/** No guess at the time left before so much of the run is over. */
const MIN_ELAPSED_MS = 2 * SECOND_MS
const MIN_SHARE = 0.01

/** Erases the line and returns to its start. */
const WIPE = '\r\u001b[2K'

/** One line on a terminal, rewritten; silence in a pipe. */
export function openProgress(stream: ProgressStream, clock: Clock): ProgressWriter {
  if (stream.isTTY !== true) return { show: () => undefined, close: () => undefined }
  const startedMs = clock.nowMs()
  let shownMs = Number.NEGATIVE_INFINITY
  return {
    show: (progress) => {
      const nowMs = clock.nowMs()
      if (nowMs - shownMs < EVERY_MS) return
      shownMs = nowMs
      stream.write(`${WIPE}${progressLine(progress, nowMs - startedMs, stream.columns ?? 80)}`)
    },
    close: () => {
      if (shownMs > Number.NEGATIVE_INFINITY) stream.write(WIPE)
    },
  }
}

/** `Reading  120 of 480 files, 25 %, 1,234,567 events, 85.0 MB/s, 61,000 events/s, 2026-03-07, 1 min 20 s left` */
export function progressLine(progress: Progress, elapsedMs: number, columns: number): string {
  const { stage, filesDone, filesTotal, bytesDone, events, day } = progress
  const seconds = Math.max(elapsedMs, 1) / SECOND_MS
  const files =
    filesTotal > 0
      ? `${plainCount(filesDone)} of ${plainCount(filesTotal)} files`
      : `${plainCount(filesDone)} files`
  const share = shareOf(progress)
  const parts: readonly Part[] = [
    { text: files, weight: 4 },
    { text: share === undefined ? '' : `${Math.floor(100 * share)} %`, weight: 6 },
    { text: `${plainCount(events)} events`, weight: 5 },
    { text: `${plainBytes(bytesDone / seconds)}/s`, weight: 3 },
    { text: `${plainCount(Math.round(events / seconds))} events/s`, weight: 1 },
    { text: day ?? '', weight: 2 },
    { text: leftText(share, elapsedMs), weight: 7 },
  ]
  return fitted(stage, parts, Math.max(20, columns - 1))
}

/** A part of the line; where there is no room the lightest go first. */
interface Part {
  readonly text: string
  readonly weight: number
}

/** One column is left free by the caller: a full line wraps on some terminals, and then cannot be rewritten. */
function fitted(stage: string, parts: readonly Part[], maxChars: number): string {
  let kept = parts.filter(({ text }) => text !== '')
  const line = (): string =>
    harmless(`${stage}  ${kept.map(({ text }) => text).join(', ')}`, { maxChars: 1000, ascii: true })
  while (kept.length > 1 && line().length > maxChars) {
    const lightest = Math.min(...kept.map(({ weight }) => weight))
    kept = kept.filter(({ weight }) => weight !== lightest)
  }
  return line().slice(0, maxChars)
}

/** By bytes, since files differ in size by a thousand times. */
function shareOf({ bytesDone, bytesTotal, filesDone, filesTotal }: Progress): number | undefined {
  if (bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal)
  return filesTotal > 0 ? Math.min(1, filesDone / filesTotal) : undefined
}

function leftText(share: number | undefined, elapsedMs: number): string {
  if (share === undefined || share < MIN_SHARE || share >= 1 || elapsedMs < MIN_ELAPSED_MS) return ''
  return `${plainDuration((elapsedMs / share) * (1 - share))} left`
}
