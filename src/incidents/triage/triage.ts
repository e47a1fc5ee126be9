export const STATUSES = ['open', 'acknowledged', 'closed'] as const
export type Status = (typeof STATUSES)[number]

/** What a closed incident was: an intruder; nothing, and wrongly told; something that really happened and is all right. */
export const RESOLUTIONS = ['true-positive', 'false-positive', 'benign'] as const
export type Resolution = (typeof RESOLUTIONS)[number]

/** What people made of an incident. */
export interface Triage {
  readonly status: Status
  /** Of a closed one. */
  readonly resolution: Resolution | undefined
}

export const UNTOUCHED: Triage = { status: 'open', resolution: undefined }

export type TriageAct =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'close'; readonly resolution: Resolution }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'note' }

/** @returns undefined where the act makes no sense: only what is open can be taken on, only what is not open be opened again. */
export function afterAct({ status, resolution }: Triage, act: TriageAct): Triage | undefined {
  switch (act.kind) {
    case 'acknowledge':
      return status === 'open' ? { status: 'acknowledged', resolution: undefined } : undefined
    case 'close':
      return { status: 'closed', resolution: act.resolution }
    case 'reopen':
      return status === 'open' ? undefined : UNTOUCHED
    case 'note':
      return { status, resolution }
  }
}

/**
 * What becomes of incidents that are told as one, that which goes on first: its own state, but that a closed one is opened again where something
 * joined it, or another was closed as something else.
 */
export function afterJoining(members: readonly Triage[], hasJoined: boolean): Triage {
  const [eldest = UNTOUCHED, ...others] = members
  if (eldest.status !== 'closed') return eldest
  const isAgreed = others.every((one) => one.status === 'closed' && one.resolution === eldest.resolution)
  return isAgreed && !hasJoined ? eldest : UNTOUCHED
}
